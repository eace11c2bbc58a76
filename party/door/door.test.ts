/** What strangers cost: nothing that a member notices, nothing on disk, and no connection for longer than they may wait. */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MESSAGES_BURST, STRANGERS_PER_ROOM } from '../../shared/limits.ts';
import { callRelay, refusalOf } from '../../shared/relay.ts';
import {
	CREATE_KEY,
	type Ear,
	newSlug,
	openRoom,
	type Person,
	refusalFrom,
	type TriedRelay,
	tryRelay,
	until,
} from '../../testing/try-relay.ts';

const MANY = 1_000;

let relay: TriedRelay;
let jake: Person;
let viewer: Ear;
beforeAll(async () => {
	relay = await tryRelay();
	jake = await openRoom(relay.url);
	viewer = await jake.open('viewer');
});
afterAll(async () => {
	expect(
		viewer.states.map(([state]) => state),
		'nothing here cost a member the socket',
	).toEqual(['connecting', 'open']);
	viewer.close();
	await relay.stop();
});

/** A connection that says what it is told to and nothing else: it answers no close frame, and never goes by itself. */
class Mute {
	readonly socket: Socket;
	readonly ended: Promise<unknown>;
	heard = Buffer.alloc(0);
	isOver = false;

	constructor(text: string) {
		const { hostname, port } = new URL(relay.url);
		this.socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => this.socket.write(text));
		this.socket.on('data', (data) => {
			this.heard = Buffer.concat([this.heard, data]);
		});
		this.socket.on('error', () => this.socket.destroy()); // Cut: that is what is waited for.
		this.ended = Promise.race([once(this.socket, 'end'), once(this.socket, 'close')]).then(() => {
			this.isOver = true;
			this.socket.destroy();
		});
	}

	get status(): number {
		return Number(/^HTTP\/1.1 (\d+)/.exec(this.heard.toString('latin1'))?.[1]);
	}
}

const knocking = (room: string, more = ''): string =>
	`GET /parties/main/${room}?connectionParams=1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;

/** Journals beside them come and go as rooms wake and sleep. */
const rooms = async (): Promise<string[]> =>
	(await readdir(join(relay.persist, 'rooms'), { recursive: true })).filter((file) => file.endsWith('.sqlite')).sort();

describe('rooms that do not exist', () => {
	test(`[L8] ${MANY} sockets to as many of them are refused: nothing is kept, and no member notices`, async () => {
		const before = await rooms();
		const strangers = Array.from({ length: MANY }, () => new Mute(knocking(newSlug())));
		await Promise.all(strangers.map(({ ended }) => ended));
		// The first were told, by a close of their own; the others that they ask too much.
		expect(strangers.filter(({ status }) => status === 101).length).toBeGreaterThanOrEqual(MESSAGES_BURST);
		expect(new Set(strangers.map(({ status }) => status))).toEqual(new Set([101, 429]));
		expect(await rooms()).toEqual(before);
		expect((await jake.call.room.get.query()).room).toBe(jake.room);
	});

	test('[L8] nor do calls: to read, to join, to open without the key, or to open with what is none', async () => {
		const before = await rooms();
		const { room, invite } = callRelay({ server: relay.url, room: newSlug() });
		const refusals = [
			refusalFrom(room.get.query()),
			refusalFrom(invite.accept.mutate({ secret: 'A'.repeat(22), name: 'Eve', device: 'x' })),
			refusalFrom(room.create.mutate({ name: 'Eve', device: 'x', createKey: 'guessed' })),
			refusalFrom(room.create.mutate({ name: '', device: 'x', createKey: CREATE_KEY })),
		];
		for (const refused of await Promise.all(refusals))
			expect(['room-unknown', 'create-key-wrong', 'malformed', 'name-unfit', 'too-fast']).toContain(refused);
		expect(await rooms()).toEqual(before);
	});

	test('[L8] an address that asks too often is told so, and those who are members there are not slowed down', async () => {
		const ask = () => callRelay({ server: relay.url, room: newSlug() }).room.get.query().catch(refusalOf);
		const refused: unknown[] = [];
		// Those that are under way at once are all looked for.
		while (!refused.includes('too-fast') && refused.length < 10 * MESSAGES_BURST)
			refused.push(...(await Promise.all(Array.from({ length: 2 * MESSAGES_BURST }, ask))));
		expect(refused).toContain('too-fast');
		const own = await Promise.all(Array.from({ length: MESSAGES_BURST / 2 }, () => jake.call.room.get.query()));
		expect(own.every(({ room }) => room === jake.room)).toBe(true);
	});
});

describe('sockets that do not say whose they are', () => {
	test(`[L4] of ${MANY} silent ones ${STRANGERS_PER_ROOM} may wait, and after their five seconds none is left, whatever they answer`, async () => {
		const { room } = await openRoom(relay.url);
		const strangers = Array.from({ length: MANY }, () => new Mute(knocking(room)));
		await until(() => strangers.every(({ status }) => status === 101), 'all to be let knock');
		await until(() => strangers.filter(({ isOver }) => isOver).length >= MANY - STRANGERS_PER_ROOM, 'those pushed out to be cut');
		const waiting = strangers.filter(({ isOver }) => !isOver).length;
		expect(waiting).toBeLessThanOrEqual(STRANGERS_PER_ROOM);
		await Promise.all(strangers.map(({ ended }) => ended));
	});

	test('[L4] one that says something else is cut too, though it answers nothing', async () => {
		const stranger = new Mute(knocking(jake.room));
		await until(() => stranger.status === 101, 'the upgrade');
		stranger.socket.write(Buffer.from('81840000000061626364', 'hex'));
		await stranger.ended;
	});
});

// Each of them is waited for by a limit of its own.
describe.concurrent('requests that do not come to an end', () => {
	test('[L9] headers that never end are not waited for', async ({ expect }) => {
		const slow = new Mute('GET /health HTTP/1.1\r\nHost: x\r\n');
		await slow.ended;
		expect(slow.status).toBeNaN();
	});

	test('[L9] nor is a body: its sender is told, and the room goes on', async ({ expect }) => {
		const slow = new Mute(
			`POST /parties/main/${jake.room}/trpc/room.get HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
		);
		await slow.ended;
		expect(slow.status).toBe(408);
		expect(slow.heard.toString()).toContain('too-slow');
		expect((await jake.call.room.get.query()).room).toBe(jake.room);
	});
});

describe('headers of a sender’s own', () => {
	test('[L10] no address that they name buys another allowance', async () => {
		const ask = (number: number) =>
			fetch(`${relay.url}/parties/main/${jake.room}/trpc/room.get`, {
				method: 'POST',
				headers: { 'cf-connecting-ip': `10.0.0.${number}`, 'x-forwarded-for': `10.0.0.${number}`, 'x-pylon-from': `10.0.0.${number}` },
			});
		const answers = await Promise.all(Array.from({ length: MESSAGES_BURST * 4 }, (_, number) => ask(number)));
		expect(answers.map(({ status }) => status)).toContain(429);
	});

	test('[L6] what the runtime’s library takes orders from is not passed on', async () => {
		const response = await fetch(`${relay.url}/parties/main/${jake.room}/trpc/room.get`, {
			method: 'POST',
			headers: {
				'x-partykit-props': '{',
				'x-partykit-room': 'other',
				'content-type': 'application/json',
				authorization: `Bearer ${jake.credential}`,
			},
			body: '{}',
		});
		expect([response.status, (await response.json()).result.data.room]).toEqual([200, jake.room]);
	});
});
