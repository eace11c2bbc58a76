import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	AGENTS_PER_OPERATOR,
	MESSAGE_MAX_BYTES,
	MESSAGES_BURST,
	MESSAGES_PER_SECOND,
	SOCKETS_PER_OPERATOR,
	STRANGERS_PER_ROOM,
} from '../shared/limits.ts';
import { OLDEST_PROTOCOL, PROTOCOL } from '../shared/protocol.ts';
import { CLOSE } from '../shared/refusal.ts';
import { callRelay } from '../shared/relay.ts';
import {
	agentIdOf,
	joinAs,
	listen,
	newSlug,
	openRoom,
	type Person,
	refusalFrom,
	report,
	reportOf,
	type TriedRelay,
	tryRelay,
	until,
} from '../testing/try-relay.ts';

let relay: TriedRelay;
let jake: Person;
beforeAll(async () => {
	relay = await tryRelay();
	jake = await openRoom(relay.url, 'Jake');
});
afterAll(async () => {
	// Whatever was sent to it, the relay never failed.
	expect(relay.lines.filter((line) => /TRPCError|Error when|onRequest error/.test(line))).toEqual([]);
	await relay.stop();
});

/** A socket without any of our code. */
interface Raw {
	socket: WebSocket;
	heard: string[];
	closed: Promise<number>;
	send(...messages: (string | Uint8Array<ArrayBuffer>)[]): void;
	answers(count: number): Promise<{ id: number | null; result?: unknown; error?: { data: { refusal?: string } } }[]>;
}

async function raw(person: Pick<Person, 'room' | 'credential'> | string, query = '?connectionParams=1'): Promise<Raw> {
	const room = typeof person === 'string' ? person : person.room;
	const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/parties/main/${room}${query}`);
	const heard: string[] = [];
	socket.addEventListener('message', (event) => heard.push(String(event.data)));
	const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code)));
	await new Promise((resolve) => socket.addEventListener('open', resolve));
	if (typeof person !== 'string') socket.send(JSON.stringify({ method: 'connectionParams', data: { credential: person.credential } }));
	return {
		socket,
		heard,
		closed,
		send: (...messages) => {
			for (const message of messages) socket.send(message);
		},
		async answers(count) {
			await until(() => heard.length >= count, `${count} answers, got ${heard.join(' ').slice(0, 300)}`);
			return heard.map((text) => JSON.parse(text));
		},
	};
}

const query = (id: number, path = 'operator.list', input: unknown = undefined) =>
	JSON.stringify({ id, method: 'query', params: { path, input } });

describe('messages a second', () => {
	test(`[L2] a burst of ${MESSAGES_BURST} is answered, one more is refused, and a second later all is well`, async () => {
		const began = performance.now();
		const socket = await raw(jake);
		// The first message, which said who it is, counts too.
		socket.send(...Array.from({ length: MESSAGES_BURST - 1 }, (_, id) => query(id)));
		expect((await socket.answers(MESSAGES_BURST - 1)).every((answer) => answer.result !== undefined)).toBe(true);
		socket.heard.length = 0;
		socket.send(...Array.from({ length: MESSAGES_BURST }, (_, id) => query(id)));
		const answers = await socket.answers(MESSAGES_BURST);
		const earned = Math.ceil(((performance.now() - began) / 1_000) * MESSAGES_PER_SECOND);
		const refused = answers.flatMap(({ error }) => error?.data.refusal ?? []);
		expect(refused.length).toBeGreaterThanOrEqual(MESSAGES_BURST - earned);
		expect(new Set(refused)).toEqual(new Set(['too-fast']));
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		socket.heard.length = 0;
		socket.send(query(1));
		expect((await socket.answers(1))[0]?.result).toBeDefined();
		socket.socket.close();
	});

	test('[L2] [L3] a flood closes that socket alone, also one of a single batch', async () => {
		const other = await joinAs(jake, relay.url, 'Other');
		const viewer = await other.open('viewer');
		for (const messages of [
			Array.from({ length: 400 }, (_, id) => query(id)),
			Array.from({ length: 10 }, () => `[${Array(90).fill(query(1)).join()}]`),
		]) {
			const flood = await raw(other);
			flood.send(...messages);
			expect(await flood.closed).toBe(4004);
		}
		expect(viewer.states.at(-1)?.[0]).toBe('open');
		expect(await viewer.client.operator.list.query()).toHaveLength(2);
		viewer.close();
	});

	test('[L2] over HTTP each sender has the same allowance', async () => {
		const room = await openRoom(relay.url);
		const more = 4 * MESSAGES_BURST;
		const calls = await Promise.allSettled(Array.from({ length: MESSAGES_BURST + more }, () => room.call.room.get.query()));
		const refused = calls.filter((call) => call.status === 'rejected');
		expect(refused.length).toBeGreaterThan(0);
		expect(refused.length).toBeLessThanOrEqual(more);
		expect(await refusalFrom(Promise.reject(refused[0]?.reason))).toBe('too-fast');
		expect(await jake.call.room.get.query()).toBeDefined();
	});
});

describe('the size of a message', () => {
	/** A report of exactly so many bytes, the envelope of its transport included. */
	const message = (bytes: number, envelope: (path: string) => string): string => {
		const padding = bytes - envelope('').length;
		return envelope('x'.repeat(padding));
	};
	const onSocket = (text: string) => query(1, 'operator.list', { text });
	const overHttp = (text: string) => JSON.stringify({ text });

	test('[L1] on the socket: at the limit it is read, one byte more closes that socket', async () => {
		for (const bytes of [MESSAGE_MAX_BYTES - 1, MESSAGE_MAX_BYTES]) {
			const socket = await raw(jake);
			socket.send(message(bytes, onSocket));
			expect((await socket.answers(1))[0]?.error?.data.refusal).toBe('malformed');
			socket.socket.close();
		}
		const socket = await raw(jake);
		socket.send(message(MESSAGE_MAX_BYTES + 1, onSocket));
		expect(await socket.closed).toBe(4005);
		expect(JSON.parse(socket.heard.at(-1) ?? '{}').error.data.refusal).toBe('too-large');
	});

	test('[L1] on the socket it is bytes that count, not characters', async () => {
		const socket = await raw(jake);
		socket.send(query(1, 'operator.list', { text: 'é'.repeat(MESSAGE_MAX_BYTES / 2) }));
		expect(await socket.closed).toBe(4005);
	});

	test('[L1] over HTTP: at the limit it is read, one byte more is refused, whatever its length claims', async () => {
		const post = (body: BodyInit, init: RequestInit = {}) =>
			fetch(`${relay.url}/parties/main/${jake.room}/trpc/operator.list`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', authorization: `Bearer ${jake.credential}` },
				body,
				...init,
			}).then((response) => response.json() as Promise<{ error: { data: { refusal: string } } }>);
		for (const bytes of [MESSAGE_MAX_BYTES - 1, MESSAGE_MAX_BYTES])
			expect((await post(message(bytes, overHttp))).error.data.refusal).toBe('malformed');
		expect((await post(message(MESSAGE_MAX_BYTES + 1, overHttp))).error.data.refusal).toBe('too-large');
		const stream = new Blob([message(MESSAGE_MAX_BYTES * 2, overHttp)]).stream();
		expect((await post(stream, { duplex: 'half' } as RequestInit)).error.data.refusal).toBe('too-large');
	});

	test('[L1] [L3] ten megabytes are refused, on the socket and over HTTP, and the room goes on', async () => {
		const socket = await raw(jake);
		socket.send('x'.repeat(10 * 1024 * 1024));
		expect([4005, 1009, 1006]).toContain(await socket.closed);
		const response = await fetch(`${relay.url}/parties/main/${jake.room}/trpc/operator.list`, {
			method: 'POST',
			body: 'x'.repeat(10 * 1024 * 1024),
		});
		expect(response.status).toBe(413);
		expect(await jake.call.operator.list.query()).not.toHaveLength(0);
	});
});

describe('what is no message', () => {
	test.each([
		['garbage', 'garbage'],
		['half a message', '{"id":1,'],
		['a number', '7'],
		['null', 'null'],
		['no method', '{"id":1}'],
		['an unknown method', '{"id":1,"method":"shout","params":{"path":"room.get"}}'],
		['an unknown procedure', query(1, 'room.explode')],
		['a path of the prototype', query(1, '__proto__.toString')],
		['no id', '{"id":null,"method":"query","params":{"path":"room.get"}}'],
		['deep nesting', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
		['an input that is none', query(1, 'room.setPolicy', { tasks: 'yes' })],
		['a field that is not named', query(1, 'invite.preview', { secret: 'A'.repeat(22), prompt: 'x' })],
		['an empty batch', '[]'],
	])('[L3] [L6] %s is refused, and the socket goes on', async (name, text) => {
		const socket = await raw(jake);
		socket.send(text, query(2));
		const answers = await socket.answers(name === 'an empty batch' ? 1 : 2);
		for (const answer of answers.filter((each) => each.id !== 2)) {
			expect(answer.error?.data.refusal).toBe('malformed');
			expect(JSON.stringify(answer)).not.toMatch(/stack|\.ts|\.js|at /);
		}
		expect(answers.find((each) => each.id === 2)?.result).toBeDefined();
		socket.socket.close();
	});

	test('[L3] a binary frame is refused', async () => {
		const socket = await raw(jake);
		socket.send(new Uint8Array([1, 2, 3]), query(2));
		const answers = await socket.answers(2);
		expect(answers.map((answer) => answer.error?.data.refusal)).toEqual(expect.arrayContaining(['malformed']));
		socket.socket.close();
	});

	test('an address with a query of ten thousand characters changes nothing', async () => {
		const socket = await raw(jake, `?connectionParams=1&_pk=viewer&x=${'x'.repeat(10_000)}`);
		socket.send(query(1));
		expect((await socket.answers(1))[0]?.result).toBeDefined();
		socket.socket.close();
	});
});

describe('who does not say who they are', () => {
	test('[L3] a socket that asks first, or shows a made-up credential, is shown out', async () => {
		for (const text of [
			query(1),
			'{"method":"connectionParams","data":{"credential":"x"}}',
			'{"method":"connectionParams","data":7}',
			'{"method":"connectionParams"}',
		]) {
			const socket = await raw(jake.room);
			socket.send(text);
			expect([text, await socket.closed]).toEqual([text, CLOSE.unauthenticated.code]);
		}
		const silent = await raw(jake.room, '');
		expect(await silent.closed).toBe(CLOSE.unauthenticated.code);
	});

	test('[L3] a socket that says nothing is shown out, and may try again: its network may be to blame', async () => {
		const socket = await raw(jake.room);
		expect(await socket.closed).toBe(CLOSE.late.code);
		expect(CLOSE.late.isFinal).toBe(false);
	});

	test('[L4] more sockets that say nothing than may wait push out each other, and no member', async () => {
		const room = await openRoom(relay.url);
		const strangers = await Promise.all(Array.from({ length: STRANGERS_PER_ROOM + 5 }, () => raw(room.room)));
		expect(await Promise.race(strangers.map(({ closed }) => closed))).toBe(CLOSE.late.code);
		const ear = await listen({ server: relay.url, room: room.room, credential: room.credential }, { as: 'viewer' });
		expect((await ear.next('snapshot')).you).toBe('jake');
		ear.close();
		for (const { socket } of strangers) socket.close();
	});

	test('made-up credentials buy no allowance of their own', async () => {
		const calls = Array.from({ length: MESSAGES_BURST * 4 }, (_, number) =>
			refusalFrom(callRelay({ server: relay.url, room: jake.room, credential: `${number}`.padStart(43, 'x') }).room.get.query()),
		);
		expect(await Promise.all(calls)).toContain('too-fast');
		await new Promise((resolve) => setTimeout(resolve, 4_000));
	});

	test('[L7] a client that the relay no longer understands is told to update; one that names no version is let in', async () => {
		const params = (protocol?: string) => JSON.stringify({ method: 'connectionParams', data: { credential: jake.credential, protocol } });
		const old = await raw(jake.room);
		old.send(params(String(OLDEST_PROTOCOL - 1)));
		expect(await old.closed).toBe(CLOSE.tooOld.code);
		expect(JSON.parse(old.heard[0] ?? '').error.data.refusal).toBe('too-old');
		for (const protocol of [undefined, String(PROTOCOL), String(PROTOCOL + 1)]) {
			const socket = await raw(jake.room);
			socket.send(params(protocol), query(1));
			expect((await socket.answers(1))[0]?.result).toBeDefined();
			socket.socket.close();
		}
	});

	test('nobody gets into a room that does not exist', async () => {
		const ear = await listen({ server: relay.url, room: newSlug(), credential: jake.credential }, { as: 'viewer' });
		expect(await ear.ended()).toBe('room-unknown');
	});
});

describe('sockets and agents of one operator', () => {
	test(`[L4] ${SOCKETS_PER_OPERATOR} sockets are let in, one more is refused, and one that goes makes room`, async () => {
		const room = await openRoom(relay.url);
		const sockets: Raw[] = [];
		for (let number = 0; number < SOCKETS_PER_OPERATOR; number++) {
			const socket = await raw(room);
			socket.send(query(1));
			expect((await socket.answers(1))[0]?.result).toBeDefined();
			sockets.push(socket);
		}
		const refused = await raw(room);
		expect(await refused.closed).toBe(CLOSE.tooMany.code);
		sockets[0]?.socket.close();
		// The relay hears of it a moment later.
		const isLetIn = async () => {
			const next = await raw(room);
			sockets.push(next);
			next.send(query(1));
			return Promise.race([next.answers(1).then(([answer]) => answer?.result !== undefined), next.closed.then(() => false)]);
		};
		await expect.poll(isLetIn).toBe(true);
		for (const { socket } of sockets) socket.close();
	});

	test(`[L4] [L5] ${AGENTS_PER_OPERATOR} agents are taken, one more is refused, and nothing of that message is kept`, async () => {
		const room = await openRoom(relay.url);
		const agents = Array.from({ length: AGENTS_PER_OPERATOR }, (_, number) => reportOf(number));
		await room.call.agent.report.mutate(report(agents.slice(1)));
		await room.call.agent.report.mutate(report(agents.slice(0, 1)));
		const more = report([reportOf(0, ['changed.ts']), reportOf(500)]);
		expect(await refusalFrom(room.call.agent.report.mutate(more))).toBe('too-many-agents');
		const { agents: kept } = await room.call.agent.list.query();
		expect(kept).toHaveLength(AGENTS_PER_OPERATOR);
		expect(kept.find((agent) => agent.agentId === agentIdOf(0))?.touches).toEqual([]);
		await room.call.agent.report.mutate(report([reportOf(500)], [], [agentIdOf(0)]));
		expect((await room.call.agent.list.query()).agents).toHaveLength(AGENTS_PER_OPERATOR);
	});

	test('a refused report is answered, and the next one is taken', async () => {
		const room = await openRoom(relay.url);
		expect(await refusalFrom(room.call.agent.report.mutate({ ...report([]), prompt: 'secret' } as never))).toBe('malformed');
		expect(await refusalFrom(room.call.agent.report.mutate(report([{ ...reportOf(1), task: 'plain text' } as never])))).toBe('malformed');
		await room.call.agent.report.mutate(report([reportOf(1)]));
	});
});

describe('numbers', () => {
	test('an admin sees how much, and what was refused', async () => {
		const room = await openRoom(relay.url);
		await refusalFrom(room.call.invite.revoke.mutate({ inviteId: '00000000' }));
		const stats = await room.call.room.stats.query();
		expect(stats).toMatchObject({ operators: 1, devices: 1, sockets: 0, agents: 0, refusals: { 'invite-unknown': 1 } });
		expect(stats.messages).toBeGreaterThan(1);
		expect(stats.bytesIn).toBeGreaterThan(0);
		const viewer = await room.open('viewer');
		const { bytesOut } = await room.call.room.stats.query();
		expect(bytesOut - stats.bytesOut, 'a snapshot counts').toBeGreaterThan(JSON.stringify(viewer.events[0]).length);
		viewer.close();
	});

	test('health is numbers, and no room', async () => {
		expect(await (await fetch(`${relay.url}/health`)).json()).toEqual({ ok: 1, protocol: PROTOCOL });
	});

	test('any origin may ask, since a credential is never sent by a page itself', async () => {
		const url = `${relay.url}/parties/main/${jake.room}/trpc/room.get`;
		const preflight = await fetch(url, { method: 'OPTIONS' });
		expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
			204,
			'authorization, content-type, trpc-accept',
		]);
		expect((await callRelay({ server: relay.url, room: jake.room, credential: jake.credential }).room.get.query()).room).toBe(jake.room);
	});
});
