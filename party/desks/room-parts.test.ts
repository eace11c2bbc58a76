/** The largest room there is: 500 operators, 1,000 sockets. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATORS_PER_ROOM, SOCKETS_PER_ROOM } from '../../shared/limits.ts';
import { CLOSE } from '../../shared/refusal.ts';
import { openRoom, type Person, type TriedRelay, tryRelay } from '../../testing/try-relay.ts';

let relay: TriedRelay;
let admin: Person;
const credentials: string[] = [];
beforeAll(async () => {
	relay = await tryRelay({ trustProxy: true });
	admin = await openRoom(relay.url, 'Admin');
	credentials.push(admin.credential);
});
afterAll(() => relay.stop());

/** As a proxy hands them on, each from an address of its own, so that they do not share a stranger's allowance. */
async function accept(secret: string, number: number): Promise<{ credential?: string; refusal?: string }> {
	const response = await fetch(`${relay.url}/parties/main/${admin.room}/trpc/invite.accept`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.${number >> 8}.${number & 255}` },
		body: JSON.stringify({ secret, name: `Member ${number}`, device: 'laptop' }),
	});
	const { result, error } = (await response.json()) as { result?: { data: { credential: string } }; error?: { data: { refusal: string } } };
	return { ...(result && { credential: result.data.credential }), ...(error && { refusal: error.data.refusal }) };
}

interface Tried {
	socket: WebSocket;
	answer: Promise<'answered' | number>;
}

function trySocket(credential: string): Tried {
	const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/parties/main/${admin.room}?connectionParams=1`);
	const answer = new Promise<'answered' | number>((resolve) => {
		socket.addEventListener('message', (event) => String(event.data).includes('"result"') && resolve('answered'));
		socket.addEventListener('close', (event) => resolve(event.code));
	});
	socket.addEventListener('open', () => {
		socket.send(JSON.stringify({ method: 'connectionParams', data: { credential } }));
		socket.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'room.get' } }));
	});
	return { socket, answer };
}

test(`[L4] ${OPERATORS_PER_ROOM} operators get in, one more is refused, and one that goes makes room`, async () => {
	const { secret } = await admin.call.invite.create.mutate({ uses: 'unlimited' });
	for (let number = 1; number < OPERATORS_PER_ROOM; number++) {
		const { credential, refusal } = await accept(secret, number);
		expect(refusal).toBeUndefined();
		credentials.push(credential ?? '');
	}
	expect(await accept(secret, OPERATORS_PER_ROOM)).toEqual({ refusal: 'room-full' });
	await admin.call.operator.remove.mutate({ operatorId: 'member-1' });
	credentials.splice(1, 1);
	const { credential } = await accept(secret, OPERATORS_PER_ROOM + 1);
	credentials.push(credential ?? '');
	const operators = await admin.call.operator.list.query();
	expect([operators.length, new Set(operators.map((operator) => operator.operatorId)).size]).toEqual([
		OPERATORS_PER_ROOM,
		OPERATORS_PER_ROOM,
	]);
}, 120_000);

test(`[L4] ${SOCKETS_PER_ROOM} sockets are let in, one more is refused, and one that goes makes room`, async () => {
	const tried: Tried[] = [];
	for (let number = 0; number < SOCKETS_PER_ROOM; number += 50) {
		const some = Array.from({ length: 50 }, (_, index) => trySocket(credentials[(number + index) % credentials.length] ?? ''));
		expect(new Set(await Promise.all(some.map(({ answer }) => answer)))).toEqual(new Set(['answered']));
		tried.push(...some);
	}
	expect(await trySocket(admin.credential).answer).toBe(CLOSE.tooMany.code);
	tried.at(-1)?.socket.close();
	await expect.poll(() => trySocket(admin.credential).answer).toBe('answered');
	expect((await admin.call.room.stats.query()).sockets).toBe(SOCKETS_PER_ROOM);
	for (const { socket } of tried) socket.close();
}, 120_000);
