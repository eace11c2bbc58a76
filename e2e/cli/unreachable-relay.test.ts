/** A relay that is not there: whoever follows a room hears of it at the first attempt. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../bridge/base/user-error.ts';
import { saveRoom } from '../../bridge/rooms/config.ts';
import { readRoom, watchRoom } from '../../bridge/rooms/room-view.ts';
import { causeOf } from '../../bridge/rooms/unreachable-cause.ts';
import { home as project } from '../../scripts/run.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';

let scratch: Scratch;
let jake: Member;
let host: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
	scratch = new Scratch();
	jake = Member.inScratch(scratch.home, 'jake');
	host = `127.0.0.1:${await closedPort()}`;
	saveRoom(jake.home, room());
});
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	scratch.remove();
});

const key = toBase64Url(newRoomKey());
const room = () => ({
	room: 'acme',
	server: `http://${host}`,
	operatorId: 'jake',
	operatorName: 'Jake',
	color: '#3B82F6',
	role: 'admin' as const,
	sharedPaths: [],
	credential: 'k'.repeat(43),
	roomKey: key,
	device: 'e'.repeat(16),
});

/** One that was free a moment ago. */
async function closedPort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function says(args: string[], words: string): Promise<string> {
	const child = spawn(process.execPath, [join(project, 'bridge/pylon.ts'), ...args], {
		env: jake.env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	children.push(child);
	for await (const line of createInterface({ input: child.stdout })) {
		if (line.includes(words)) return line.trim();
	}
	return `ended without a word of ${words}`;
}

describe('where the relay does not answer', () => {
	test('the bridge says so, once', async () => {
		expect(await says(['start'], 'answer')).toBe(`The relay at ${host} does not answer. Retrying.`);
	});

	test.each([[['--all']], [[]]])('status --watch %j says so', async (flags) => {
		expect(await says(['status', '--watch', ...flags], 'answer')).toBe(`The relay at ${host} does not answer. Retrying.`);
	});

	test('a call says why, as far as the network does', async () => {
		const { code, stderr } = await jake.pylon(['init', '--room', 'other', '--server', `http://${host}`, '--name', 'Jake', '--yes']);
		expect(stderr).toContain(`✗ The relay at ${host} does not answer: nothing listens there.`);
		expect(stderr).toContain('`npm start`, or `npm run relay`, in Pylon’s clone starts it again');
		expect(code).toBe(EXIT.unreachable);
	});

	test('the cause is found below those who only say that something failed', () => {
		const coded = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
		const failed = (cause: unknown) => new Error('call failed', { cause: new TypeError('fetch failed', { cause }) });
		expect(causeOf(failed(coded))).toMatchObject({ what: 'there is no host of that name' });
		expect(causeOf(failed(new AggregateError([coded, new Error('other')])))).toMatchObject({ what: 'there is no host of that name' });
		expect(causeOf(failed(undefined))).toBeUndefined();
	});

	test('what answers and is no relay is told apart', async () => {
		const other = createHttpServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;
		const outcome = await jake.pylon(['init', '--room', 'other', '--server', `http://127.0.0.1:${port}`, '--name', 'Jake', '--yes']);
		other.close();
		expect(outcome).toMatchObject({ code: 4, stderr: expect.stringContaining(`127.0.0.1:${port} answers, but not as a relay.`) });
	});

	test('to ask for TLS of what speaks none is told as that, at once', async () => {
		const other = createHttpServer((_, response) => response.end()).listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;
		const outcome = await jake.pylon(['init', '--room', 'other', '--server', `https://127.0.0.1:${port}`, '--name', 'Jake', '--yes']);
		other.close();
		expect(outcome).toMatchObject({ code: 4, stderr: expect.stringContaining('what answers there speaks no TLS.') });
	});

	test('status says how a relay of this machine comes back', async () => {
		expect(await jake.pylon(['status'])).toMatchObject({ code: 4, stderr: expect.stringContaining('`npm start`') });
	});

	test('a person who has it tried again does not wait for an attempt that hangs', async () => {
		const silent = createServer().listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const { port } = silent.address() as AddressInfo;
		const ended = new AbortController();
		let failed = 0;
		const first = once(silent, 'connection');
		const watching = watchRoom({
			config: { ...room(), server: `http://127.0.0.1:${port}` },
			clock: Date.now,
			signal: ended.signal,
			onChange: () => undefined,
			onUnreachable: () => failed++,
			onRefused: () => failed++,
		});
		const hanging = (await first) as [Socket];
		const second = once(silent, 'connection');
		watching.retry();
		for (const socket of [...hanging, ...((await second) as [Socket])]) socket.destroy();
		expect(failed).toBe(0);
		ended.abort();
		silent.close();
	});

	test('whoever looks once is not kept waiting for a second attempt', async () => {
		const patience = AbortSignal.timeout(60_000);
		await expect(readRoom(room(), { clock: Date.now, signal: patience })).rejects.toMatchObject({ exit: EXIT.unreachable });
	});
});
