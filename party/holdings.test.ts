/** What one operator's agents may hold of the room, in bytes and in changes a second: nobody fills it, or floods it, for all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	CHANGES_BURST,
	HELD_BYTES_PER_OPERATOR,
	HELD_BYTES_PER_ROOM,
	OPERATORS_PER_ROOM,
	type SEALED_LENGTHS,
	TOUCHES_MAX,
} from '../shared/limits.ts';
import type { SealedReport } from '../shared/report/report.ts';
import type { RoomEvent, SealedAgent } from '../shared/room/events.ts';
import { emptyRoom, fold } from '../shared/room/fold.ts';
import type { Sealed } from '../shared/seal.ts';
import { eventually } from '../testing/eventually.ts';
import {
	agentIdOf,
	joinAs,
	openRoom,
	type Person,
	refusalFrom,
	report,
	reportOf,
	sealedText,
	type TriedRelay,
	tryRelay,
} from '../testing/try-relay.ts';
import { Holdings } from './holdings.ts';

let relay: TriedRelay;
beforeAll(async () => {
	relay = await tryRelay();
});
afterAll(() => relay.stop());

/** One more file of an agent, sealed at the length. */
const touch = (index: number, characters: (typeof SEALED_LENGTHS)[number] = 128) => ({
	path: sealedText(`${index}`).padEnd(characters, '_') as Sealed,
	mode: 'edit' as const,
	age: 0,
});
/** What a short one adds to what is held. */
const TOUCH_BYTES = JSON.stringify({ path: touch(1).path, mode: 'edit', at: Date.now() }).length + 1;

const tell = (person: Person, ...agents: SealedReport[]) => person.call.agent.report.mutate(report(agents));
const add = (person: Person, number: number, ...touches: ReturnType<typeof touch>[]) =>
	person.call.agent.report.mutate(report([], [{ agentId: agentIdOf(number), touches }]));
const heldOf = async (person: Person) => {
	const { agents } = await person.call.agent.list.query();
	return agents.filter((agent) => agent.operatorId === person.operatorId).reduce((sum, agent) => sum + JSON.stringify(agent).length, 0);
};

/** Five agents, until not one more file has its place. */
async function fill(person: Person): Promise<void> {
	for (const [number, files] of [14, 14, 14, 14, 6].entries()) {
		await tell(person, { ...reportOf(number), touches: Array.from({ length: files }, (_, index) => touch(index, 4_096)) });
	}
	const left = HELD_BYTES_PER_OPERATOR - (await heldOf(person));
	await add(person, 4, ...Array.from({ length: Math.floor(left / TOUCH_BYTES) }, (_, index) => touch(1_000 + index)));
}

test(`[L11] [L5] of one operator's agents ${HELD_BYTES_PER_OPERATOR} bytes are held; a report that makes it more is refused whole`, async () => {
	const jake = await openRoom(relay.url);
	const viewer = await jake.open('viewer');
	await fill(jake);
	const held = await heldOf(jake);
	expect([held <= HELD_BYTES_PER_OPERATOR, held + TOUCH_BYTES > HELD_BYTES_PER_OPERATOR]).toEqual([true, true]);
	const isIdle = { agentId: agentIdOf(0), status: 'idle' as const };
	expect(await refusalFrom(jake.call.agent.report.mutate(report([reportOf(5)], [isIdle])))).toBe('too-much-held');
	const { agents } = await jake.call.agent.list.query();
	expect(agents.map((agent) => agent.status)).toEqual(Array(5).fill('working'));

	// What grows no more is taken; as is what has the place of something that goes in the same message.
	await jake.call.agent.report.mutate(report([], [isIdle]));
	await jake.call.agent.report.mutate(report([reportOf(5)], [], [agentIdOf(4)]));
	expect(await heldOf(jake)).toBeLessThan(HELD_BYTES_PER_OPERATOR);

	// Both are told once: of what was refused nobody heard.
	const timesTold = (words: string) => JSON.stringify(viewer.events).split(words).length - 1;
	const newest = `"agentId":"${agentIdOf(5)}"`;
	await eventually(
		() => timesTold(newest),
		(times) => times > 0,
		15_000,
	);
	expect([timesTold(newest), timesTold('"status":"idle"')]).toEqual([1, 1]);
	viewer.close();
});

test('[L11] a patch counts what it adds, and what it takes away', async () => {
	const jake = await openRoom(relay.url);
	await fill(jake);
	expect(await refusalFrom(add(jake, 0, touch(2_000)))).toBe('too-much-held');
	await add(jake, 0, touch(1, 4_096));
	await tell(jake, reportOf(1));
	await add(jake, 0, touch(2_000));
});

test(`[L11] past ${HELD_BYTES_PER_ROOM} bytes of all, nobody grows beyond an equal share, which everyone has`, async () => {
	const jake = await openRoom(relay.url);
	for (let held = 0; held < HELD_BYTES_PER_ROOM; held += HELD_BYTES_PER_OPERATOR) {
		const other = await joinAs(jake, relay.url, `Member ${held}`);
		await fill(other);
	}
	await tell(jake, { ...reportOf(1), touches: [touch(1_000, 4_096), touch(1_001, 4_096)] });
	const share = HELD_BYTES_PER_ROOM / OPERATORS_PER_ROOM;
	const files = Math.floor((share - (await heldOf(jake))) / TOUCH_BYTES);
	await add(jake, 1, ...Array.from({ length: files }, (_, index) => touch(index)));
	expect(await refusalFrom(add(jake, 1, touch(files)))).toBe('too-much-held');
	expect(share - (await heldOf(jake))).toBeLessThan(TOUCH_BYTES);
}, 120_000);

test('[L11] 500 agents of 50 people, each with 100 living files, fit', () => {
	const holdings = new Holdings();
	const room = emptyRoom('');
	const touches = Array.from({ length: TOUCHES_MAX }, (_, index) => ({ ...touch(index), mode: 'alive' as const }));
	for (let number = 0; number < 500; number++) {
		const operatorId = `operator-${number % 50}`;
		const task = sealedText('Move the session store to the new cache');
		const told = {
			type: 'agent' as const,
			at: Date.now(),
			operatorId,
			deviceId: '0'.repeat(16),
			report: reportOf(number, [], { task, touches }),
		};
		expect(holdings.isTooMuch(operatorId, holdings.tried(room.agents as Map<string, SealedAgent>, operatorId, [told]))).toBe(false);
		holdings.take(fold(room, told as RoomEvent));
	}
});

test('[L11] to the byte', () => {
	const holdings = new Holdings();
	const room = emptyRoom('');
	const by = { type: 'agent' as const, at: 1, operatorId: 'jake', deviceId: '0'.repeat(16) };
	const told = (task: number) => ({ ...by, report: reportOf(1, [], { task: 'x'.repeat(task) as Sealed }) });
	const blank = holdings.tried(new Map(), 'jake', [told(0)]).bytes;
	const tooMuch = (task: number) => holdings.isTooMuch('jake', holdings.tried(new Map(), 'jake', [told(task)]));
	expect([tooMuch(HELD_BYTES_PER_OPERATOR - blank), tooMuch(HELD_BYTES_PER_OPERATOR - blank + 1)]).toEqual([false, true]);
	holdings.take(fold(room, told(HELD_BYTES_PER_OPERATOR - blank) as RoomEvent));
	expect(holdings.of('jake')).toEqual({ agents: 1, bytes: HELD_BYTES_PER_OPERATOR });
	holdings.take(fold(room, { type: 'operator-gone', at: 1, operatorId: 'jake' }));
	expect(holdings.of('jake')).toEqual({ agents: 0, bytes: 0 });
});

test(`[L2] an operator's reports tell of ${CHANGES_BURST} agents at once, however many devices send them; others are not held up`, async () => {
	const jake = await openRoom(relay.url);
	const andrew = await joinAs(jake, relay.url, 'Andrew');
	const hundred = Array.from({ length: 100 }, (_, number) => reportOf(number));
	const reports = Array.from({ length: CHANGES_BURST / 100 + 8 }, () => tell(jake, ...hundred));
	const refused = (await Promise.allSettled(reports)).filter((call) => call.status === 'rejected');
	expect(refused.length).toBeGreaterThan(0);
	expect(await refusalFrom(Promise.reject(refused[0]?.reason))).toBe('too-fast');
	await tell(andrew, ...hundred);
});
