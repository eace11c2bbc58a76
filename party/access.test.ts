import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRelay, openRoomSocket, type RelayClient } from '../shared/relay.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import {
	CREATE_KEY,
	joinAs,
	newSlug,
	openRoom,
	type Person,
	refusalFrom,
	report,
	type TriedRelay,
	tryRelay,
} from '../testing/try-relay.ts';
import { accessOf, procedureAccess } from './access.ts';
import type { ProcedureName } from './context.ts';

/** Every procedure, called so that only who calls it decides the outcome. */
interface World {
	admin: Person;
	member: Person;
	spare: Person;
	removed: Person;
	invite: { secret: string; inviteId: string };
	link: string;
}
type Caller = (client: RelayClient, world: World) => Promise<unknown>;

/** A name is one person's. */
let guests = 0;
const CALLS: Record<ProcedureName, Caller> = {
	'room.create': (client) => client.room.create.mutate({ name: 'Eve', device: 'laptop', createKey: CREATE_KEY }),
	'room.get': (client) => client.room.get.query(),
	'room.summary': (client) => client.room.summary.query(),
	'room.stats': (client) => client.room.stats.query(),
	'room.setPolicy': (client) => client.room.setPolicy.mutate(OPEN_POLICY),
	'room.recommend': (client) => client.room.recommend.mutate({ manner: 'ask' }),
	'room.delete': (client) => client.room.delete.mutate(),
	'room.watch': (client) => first(client),
	'invite.create': (client) => client.invite.create.mutate({}),
	'invite.list': (client) => client.invite.list.query(),
	'invite.revoke': (client, { invite }) => client.invite.revoke.mutate({ inviteId: invite.inviteId }),
	'invite.preview': (client, { invite }) => client.invite.preview.query({ secret: invite.secret }),
	'invite.accept': (client, { invite }) =>
		client.invite.accept.mutate({ secret: invite.secret, name: `Eve ${++guests}`, device: 'laptop' }),
	'operator.list': (client) => client.operator.list.query(),
	'operator.update': (client) => client.operator.update.mutate({}),
	'operator.setRole': (client, { spare }) => client.operator.setRole.mutate({ operatorId: spare.operatorId, role: 'member' }),
	'operator.remove': (client, { spare }) => client.operator.remove.mutate({ operatorId: spare.operatorId }),
	'operator.leave': (client) => client.operator.leave.mutate(),
	'device.link': (client) => client.device.link.mutate(),
	'device.claim': (client, { link }) => client.device.claim.mutate({ secret: link, label: 'Chrome' }),
	'device.list': (client) => client.device.list.query(),
	'device.revoke': (client) => client.device.revoke.mutate({ deviceId: '0123456789abcdef' }),
	'agent.report': (client) => client.agent.report.mutate(report([])),
	'agent.beat': (client) => client.agent.beat.mutate(),
	'agent.list': (client) => client.agent.list.query(),
	'collision.list': (client) => client.collision.list.query(),
};

/** What somebody whom the procedure is for gets, where it is not success: the call above is of no use to them. */
const EXPECTED: Record<string, string> = {
	'room.create': 'room-exists',
	'device.revoke': 'device-unknown',
};
const OPEN = ['room.create', 'invite.preview', 'invite.accept', 'device.claim'];

let relay: TriedRelay;
let elsewhere: Person;
beforeAll(async () => {
	relay = await tryRelay();
	elsewhere = await openRoom(relay.url, 'Elsewhere');
});
afterAll(() => relay.stop());

async function newWorld(): Promise<World> {
	const admin = await openRoom(relay.url, 'Admin');
	// A second admin, so that leaving is not refused for being the last.
	await joinAs(admin, relay.url, 'Second', 'admin');
	const [member, spare] = [await joinAs(admin, relay.url, 'Member'), await joinAs(admin, relay.url, 'Spare')];
	const removed = await joinAs(admin, relay.url, 'Removed');
	await admin.call.operator.remove.mutate({ operatorId: removed.operatorId });
	const { secret, inviteId } = await admin.call.invite.create.mutate({ uses: 'unlimited' });
	return { admin, member, spare, removed, invite: { secret, inviteId }, link: (await admin.call.device.link.mutate()).secret };
}

const WHO = {
	nobody: () => undefined,
	'an invite holder': () => undefined,
	'one with a made-up credential': () => 'A'.repeat(43),
	'an operator of another room': () => elsewhere.credential,
	'a removed member': ({ removed }: World) => removed.credential,
	'a member': ({ member }: World) => member.credential,
	'an admin': ({ admin }: World) => admin.credential,
} satisfies Record<string, (world: World) => string | undefined>;

function expected(who: keyof typeof WHO, path: string): string {
	const needs = accessOf(path);
	if (needs === 'anyone') return EXPECTED[path] ?? 'done';
	if (who === 'a removed member') return 'removed';
	if (who !== 'a member' && who !== 'an admin') return 'signed-out';
	if (needs === 'admin' && who === 'a member') return 'admin-only';
	return EXPECTED[path] ?? 'done';
}

describe('who may do what', () => {
	test('every procedure of the router is tried, and only those', () => {
		expect(Object.keys(CALLS).sort()).toEqual(
			procedureAccess()
				.map(({ path }) => path)
				.sort(),
		);
		expect(procedureAccess().flatMap(({ path, who }) => (who === 'anyone' ? path : []))).toEqual(OPEN);
	});

	for (const who of Object.keys(WHO) as (keyof typeof WHO)[]) {
		test(`${who}, over HTTP and on the socket`, async () => {
			const world = await newWorld();
			const outcomes: Record<string, [string, string]> = {};
			for (const [path, call] of Object.entries(CALLS)) {
				// What ends the caller or the room gets a world of its own.
				const isFinal = ['room.delete', 'operator.leave', 'operator.remove', 'device.claim', 'invite.revoke'].includes(path);
				const overHttp = isFinal ? await newWorld() : world;
				const onSocket = isFinal ? await newWorld() : world;
				outcomes[path] = [await http(path, call, overHttp, WHO[who](overHttp)), await socket(path, call, onSocket, WHO[who](onSocket))];
			}
			const wanted = Object.keys(CALLS).map((path) => {
				const outcome = expected(who, path);
				return [path, [path === 'room.watch' ? 'socket only' : outcome, isLetIn(who) ? outcome : 'not let in']];
			});
			expect(outcomes).toEqual(Object.fromEntries(wanted));
		});
	}

	test('a room that was never opened answers nothing but its opening', async () => {
		const client = callRelay({ server: relay.url, room: newSlug(), credential: elsewhere.credential });
		const world = await newWorld();
		for (const [path, call] of Object.entries(CALLS)) {
			if (path === 'room.create' || path === 'room.watch') continue;
			expect([path, await outcome(call(client, world))]).toEqual([path, 'room-unknown']);
		}
	});

	test('the table in the docs says what the router says', async () => {
		const docs = await readFile(new URL('../docs/procedures.md', import.meta.url), 'utf8');
		expect(docs, 'run: npm run docs').toBe((await import('./access.ts')).accessTable());
	});
});

const isLetIn = (who: keyof typeof WHO): boolean => who === 'a member' || who === 'an admin';

async function outcome(call: Promise<unknown>): Promise<string> {
	let isDone = false;
	const done = call.then((value) => {
		isDone = true;
		return value;
	});
	const refused = refusalFrom(done);
	return refused.catch((error) => {
		if (isDone) return 'done';
		throw error;
	});
}

async function http(path: string, call: Caller, world: World, credential: string | undefined): Promise<string> {
	if (path === 'room.watch') return 'socket only';
	return outcome(call(callRelay({ server: relay.url, room: world.admin.room, credential }), world));
}

/** Whoever the relay does not know is not let in at all, and cannot ask. */
async function socket(path: string, call: Caller, world: World, credential: string | undefined): Promise<string> {
	const over = Promise.withResolvers<string>();
	const { client, close } = openRoomSocket({
		server: relay.url,
		room: world.admin.room,
		credential: credential ?? '',
		onState: (state) => state === 'closed' && over.resolve('not let in'),
	});
	const result = await Promise.race([over.promise, outcome(call(client, world)).catch(() => over.promise)]);
	close();
	return path === 'room.watch' || result !== 'unreachable' ? result : over.promise;
}

function first(client: RelayClient): Promise<unknown> {
	return new Promise((resolve, reject) => {
		const watching = client.room.watch.subscribe(
			{ as: 'viewer' },
			{
				onData: (event) => {
					resolve(event);
					watching.unsubscribe();
				},
				onError: reject,
				onComplete: () => reject(new Error('The subscription ended.')),
			},
		);
	});
}
