/** The semantics of tRPC's own clients: the stock `createWSClient` with Node's WebSocket, and the one of `client/link.ts`. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createTRPCClient, createWSClient, type TRPCClient, TRPCClientError, type TRPCWebSocketClient, wsLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../../scripts/relay.ts';
import { openPartySocket } from '../client/link.ts';
import type { FixtureRouter } from './fixtures/party.ts';

let server: Relay;
let folder: string;
const main = resolve(import.meta.dirname, 'fixtures/party.ts');
const start = (port: number) => startRelay({ persist: folder, main, port });

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'party-socket-'));
	server = await start(0);
});
afterAll(async () => {
	await server.stop();
	await rm(folder, { recursive: true, force: true });
});

interface Opened {
	client: TRPCClient<FixtureRouter>;
	closes: number[];
	states: string[];
	close(): void;
}
type Open = (room: string, params?: Record<string, string>) => Opened;

const urlOf = (room: string) => `${server.url.replace('http', 'ws')}/parties/main/${room}`;
const clientOf = (client: TRPCWebSocketClient) => createTRPCClient<FixtureRouter>({ links: [wsLink({ client })] });

const stock: Open = (room, params = { name: 'Ada' }) => {
	const closes: number[] = [];
	const ws = createWSClient({ url: urlOf(room), connectionParams: () => params, onClose: (cause) => closes.push(cause?.code ?? 0) });
	return { client: clientOf(ws), closes, states: [], close: () => void ws.close() };
};
const own = (room: string, params: Record<string, string> = { name: 'Ada' }, url = urlOf(room)): Opened => {
	const closes: number[] = [];
	const states: string[] = [];
	const socket = openPartySocket({
		url,
		connectionParams: () => params,
		isFinal: (code) => code === 4401,
		onState: (state, code) => {
			states.push(state);
			if (code !== undefined) closes.push(code);
		},
	});
	return { client: createTRPCClient<FixtureRouter>({ links: socket.links() }), closes, states, close: socket.close };
};

/** Everything that a subscription tells. */
function hear(
	subscribe: (listener: { onStarted(): void; onData(value: unknown): void; onError(error: unknown): void; onComplete(): void }) => {
		unsubscribe(): void;
	},
) {
	const heard = { started: 0, data: [] as unknown[], errors: [] as unknown[], completed: 0 };
	const subscription = subscribe({
		onStarted: () => heard.started++,
		onData: (value) => heard.data.push(value),
		onError: (error) => heard.errors.push(error),
		onComplete: () => heard.completed++,
	});
	return { heard, stop: () => subscription.unsubscribe() };
}

/** Until the local runtime has evicted the room. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 13_000));

/** In front of the server. The first who comes is let in and told to go in one breath, while the line stays open: their socket is neither open nor closed. */
async function closingDoor(port: number): Promise<{ host: string; close(): void }> {
	let isFirst = true;
	const door = createServer((socket) => {
		socket.on('error', () => socket.destroy());
		if (!isFirst) {
			const through = connect(port, '127.0.0.1');
			through.on('error', () => socket.destroy());
			socket.pipe(through).pipe(socket);
			return;
		}
		isFirst = false;
		socket.once('data', (request) => {
			const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? '';
			// RFC 6455, 1.3 and 5.5.1: the key with this text, hashed; a close frame of two bytes, the code 4009.
			const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
			socket.write(
				`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
			);
			socket.write(Buffer.from([0x88, 0x02, 0x0f, 0xa9]));
			setTimeout(() => socket.destroy(), 500);
		});
	});
	await once(door.listen(0, '127.0.0.1'), 'listening');
	return { host: `127.0.0.1:${(door.address() as AddressInfo).port}`, close: () => door.close() };
}

let rooms = 0;
const newRoom = () => `fixture-${++rooms}`;

describe.concurrent.each([
	['tRPC’s stock client', stock],
	['the client of this folder', own],
])('%s', (_, open) => {
	test('queries and mutations are answered, with who asks', async ({ expect }) => {
		const { client, close } = open(newRoom());
		expect(await client.whoami.query()).toBe('Ada');
		expect(await client.echo.query({ text: 'é🎈\u2028' })).toBe('é🎈\u2028');
		close();
	});

	test('many at once, sent as one batch, are each answered', async ({ expect }) => {
		const { client, close } = open(newRoom());
		const texts = Array.from({ length: 50 }, (_, index) => `text ${index}`);
		expect(await Promise.all(texts.map((text) => client.echo.query({ text })))).toEqual(texts);
		close();
	});

	test('answers come as they are ready, not as they were asked', async ({ expect }) => {
		const { client, close } = open(newRoom());
		const order: number[] = [];
		await Promise.all([300, 100, 1].map(async (ms) => order.push(await client.slowly.query({ ms }))));
		expect(order).toEqual([1, 100, 300]);
		close();
	});

	test('errors carry their code, and no stack', async ({ expect }) => {
		const { client, close } = open(newRoom());
		const error = await client.fail.mutate().catch((cause: unknown) => cause);
		expect(error).toBeInstanceOf(TRPCClientError);
		expect((error as TRPCClientError<FixtureRouter>).data).toEqual({ code: 'CONFLICT', httpStatus: 409, path: 'fail' });
		const malformed = await client.echo.query({ text: 7 } as never).catch((cause: unknown) => cause);
		expect((malformed as TRPCClientError<FixtureRouter>).data?.code).toBe('BAD_REQUEST');
		const unknown = await (client as never as { nothing: { query(): Promise<unknown> } }).nothing.query().catch((cause: unknown) => cause);
		expect((unknown as TRPCClientError<FixtureRouter>).data?.code).toBe('NOT_FOUND');
		close();
	});

	test('a call that is aborted ends for the caller, and the socket goes on', async ({ expect }) => {
		const { client, close } = open(newRoom());
		await client.whoami.query();
		const controller = new AbortController();
		const slow = client.slowly.query({ ms: 500 }, { signal: controller.signal });
		controller.abort();
		await expect(slow).rejects.toThrow();
		expect(await client.whoami.query()).toBe('Ada');
		close();
	});

	test('a subscription of memory yields, and completes', async ({ expect }) => {
		const { client, close } = open(newRoom());
		const { heard } = hear((listener) => client.count.subscribe({ to: 3 }, listener));
		await expect.poll(() => heard.completed).toBe(1);
		expect(heard).toMatchObject({ started: 1, data: [1, 2, 3], errors: [] });
		close();
	});

	test('an error in a subscription ends it', async ({ expect }) => {
		const { client, close } = open(newRoom());
		const { heard } = hear((listener) => client.failing.subscribe(undefined, listener));
		await expect.poll(() => heard.errors.length).toBe(1);
		expect(heard.data).toEqual([1]);
		expect((heard.errors[0] as TRPCClientError<FixtureRouter>).data?.code).toBe('FORBIDDEN');
		close();
	});

	test('a hibernating subscription gets its first value, then what is published, until it is stopped', async ({ expect }) => {
		const room = newRoom();
		const [one, other] = [open(room), open(room)];
		const { heard, stop } = hear((listener) => one.client.topic.subscribe({ topic: 'news' }, listener));
		const second = hear((listener) => other.client.topic.subscribe({ topic: 'sport' }, listener));
		await expect.poll(() => [heard.data, second.heard.data]).toEqual([['first'], ['first']]);
		await other.client.publish.mutate({ topic: 'news', value: { a: 1 } });
		await other.client.publish.mutate({ topic: 'all', value: 2 });
		await expect
			.poll(() => [heard.data, second.heard.data])
			.toEqual([
				['first', { a: 1 }, 2],
				['first', 2],
			]);
		stop();
		await one.client.whoami.query();
		await other.client.publish.mutate({ topic: 'all', value: 3 });
		await expect.poll(() => second.heard.data.at(-1)).toBe(3);
		expect(heard.data.at(-1)).toBe(2);
		one.close();
		other.close();
	});

	test('after the room has slept, the same subscription goes on', async ({ expect }) => {
		const room = newRoom();
		const { client, close, closes } = open(room);
		const wokeAt = await client.wokeAt.query();
		const listed = hear((listener) => client.topic.subscribe({ topic: 'news' }, listener));
		await expect.poll(() => listed.heard.data).toEqual(['first']);
		await quiet();
		await client.publish.mutate({ topic: 'news', value: 'after' });
		await expect.poll(() => listed.heard.data).toEqual(['first', 'after']);
		expect(await client.wokeAt.query(), 'the room was really constructed anew').toBeGreaterThan(wokeAt);
		expect([listed.heard.started, closes]).toEqual([1, []]);
		close();
	});

	test('after the room has slept, one that lived in its memory is begun again', async ({ expect }) => {
		const { client, close } = open(newRoom());
		const lost = hear((listener) => client.forever.subscribe(undefined, listener));
		const listed = hear((listener) => client.topic.subscribe({ topic: 'news' }, listener));
		await expect.poll(() => lost.heard.data.length).toBe(1);
		await quiet();
		await client.whoami.query();
		await expect.poll(() => [lost.heard.data.length, listed.heard.data.length]).toEqual([2, 2]);
		expect(lost.heard.data[1]).toBeGreaterThan(lost.heard.data[0] as number);
		expect([lost.heard.errors, lost.heard.completed]).toEqual([[], 0]);
		close();
	});

	test('who is not let in is told why, and the socket is closed', async ({ expect }) => {
		const { closes, close, client } = open(newRoom(), { no: 'name' });
		void client.whoami.query().catch(() => undefined);
		await expect.poll(() => closes[0]).toBe(4401);
		close();
	});
});

describe('the client of this folder', () => {
	test('comes back by itself when the server is killed, with its subscriptions', async () => {
		const { client, close, states } = own(newRoom());
		const { heard } = hear((listener) => client.topic.subscribe({ topic: 'news' }, listener));
		await expect.poll(() => heard.data).toEqual(['first']);
		process.kill(-server.pid, 'SIGKILL');
		await server.stop();
		await expect.poll(() => states).toEqual(['connecting', 'open', 'connecting']);
		server = await start(Number(new URL(server.url).port));
		await expect.poll(() => heard.data).toEqual(['first', 'first']);
		expect(states).toEqual(['connecting', 'open', 'connecting', 'open']);
		expect([heard.errors, heard.completed]).toEqual([[], 0]);
		expect(await client.whoami.query()).toBe('Ada');
		close();
	});

	test('a subscription that meets a closing socket is begun again on the next one', async () => {
		const room = newRoom();
		const door = await closingDoor(Number(new URL(server.url).port));
		const { client, close, states } = own(room, { name: 'Ada' }, urlOf(room).replace(new URL(server.url).host, door.host));
		const { heard } = hear((listener) => client.topic.subscribe({ topic: 'news' }, listener));
		await expect.poll(() => heard.data).toEqual(['first']);
		expect(states).toEqual(['connecting', 'open', 'connecting', 'open']);
		expect([heard.errors, heard.completed]).toEqual([[], 0]);
		close();
		door.close();
	});

	test('does not try again after a final close', async () => {
		const { states, close } = own(newRoom(), { no: 'name' });
		await expect.poll(() => states.at(-1)).toBe('closed');
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		expect(states).toEqual(['connecting', 'open', 'closed']);
		close();
	});

	test('closing it completes its subscriptions, and is told once', async () => {
		const { client, close, states } = own(newRoom());
		const { heard } = hear((listener) => client.topic.subscribe({ topic: 'news' }, listener));
		await expect.poll(() => heard.data).toEqual(['first']);
		close();
		close();
		await expect.poll(() => heard.completed).toBe(1);
		expect(states).toEqual(['connecting', 'open', 'closed']);
	});

	test('a server that is not there is tried again, not given up, and each failure is told', async () => {
		const states: string[] = [];
		let failures = 0;
		const socket = openPartySocket({
			url: 'ws://127.0.0.1:9/',
			connectionParams: () => ({}),
			isFinal: () => false,
			onState: (state) => states.push(state),
			onFailure: () => failures++,
		});
		await expect.poll(() => failures).toBeGreaterThan(1);
		expect(states).toEqual(['connecting']);
		socket.close();
		expect(states.at(-1)).toBe('closed');
	});
});
