/** What one operator's agents may hold of the room, in bytes and in changes a second: nobody fills it, or floods it, for all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyRoom, fold } from '../shared/fold.ts';
import { CHANGES_BURST, HELD_BYTES_PER_OPERATOR, HELD_BYTES_PER_ROOM, OPERATORS_PER_ROOM } from '../shared/limits.ts';
import type { SealedReport } from '../shared/report.ts';
import type { RoomEvent } from '../shared/room.ts';
import { joinAs, openRoom, type Person, refusalFrom, report, reportOf, sealedText, type TriedRelay, tryRelay } from './try-relay.ts';

let relay: TriedRelay;
beforeAll(async () => {
	relay = await tryRelay();
});
afterAll(() => relay.stop());

const PATH_BYTES = 2_000;
/** As many paths as one message takes. */
const PATHS = 30;
const pathOf = (bytes: number, index = 0) => ({ path: sealedText(`${index}`.padEnd(bytes - 7, 'x')), mode: 'edit' as const, age: 0 });

/** What the room holds of an agent, as its own fold makes it. */
function heldBytes(whole: SealedReport, { operatorId, deviceId }: Person): number {
	const room = emptyRoom('');
	fold(room, { type: 'agent', at: Date.now(), operatorId, deviceId, report: whole } as RoomEvent);
	return JSON.stringify([...room.agents.values()][0]).length;
}

/** An agent that the room holds in exactly so many bytes. */
function agentOf(number: number, bytes: number, of: Person): SealedReport {
	const touches = Array.from({ length: PATHS }, (_, index) => pathOf(PATH_BYTES, index));
	const whole = () => ({ ...reportOf(number), touches });
	while (touches.length > 1 && heldBytes(whole(), of) > bytes) touches.pop();
	const left = bytes - heldBytes(whole(), of) - JSON.stringify({ path: '', mode: 'edit', at: Date.now() }).length - 1;
	if (left >= 30) touches.push(pathOf(left, PATHS));
	else touches[0] = pathOf(PATH_BYTES + bytes - heldBytes(whole(), of));
	expect(heldBytes(whole(), of)).toBe(bytes);
	return whole();
}

const AGENT_BYTES = 60_000;
const tell = (person: Person, ...agents: SealedReport[]) => person.call.agent.report.mutate(report(agents));
const heldOf = async (person: Person) => {
	const { agents } = await person.call.agent.list.query();
	return agents.filter((agent) => agent.operatorId === person.operatorId).reduce((sum, agent) => sum + JSON.stringify(agent).length, 0);
};

/** To the last byte but so many. */
async function fill(person: Person, spare = 0): Promise<void> {
	for (let number = 0; number < 4; number++) await tell(person, agentOf(number, AGENT_BYTES, person));
	await tell(person, agentOf(4, HELD_BYTES_PER_OPERATOR - 4 * AGENT_BYTES - spare, person));
}

test(`[L8] [L5] of one operator's agents ${HELD_BYTES_PER_OPERATOR} bytes are held; a report that makes it one more is refused whole`, async () => {
	const jake = await openRoom(relay.url);
	const viewer = await jake.open('viewer');
	await fill(jake);
	expect(await heldOf(jake)).toBe(HELD_BYTES_PER_OPERATOR);
	const told = viewer.events.length;
	const more = {
		...agentOf(4, HELD_BYTES_PER_OPERATOR - 4 * AGENT_BYTES - heldBytes(reportOf(5), jake) + 1, jake),
		status: 'waiting' as const,
	};
	expect(await refusalFrom(tell(jake, reportOf(5), more))).toBe('too-much-held');
	const { agents } = await jake.call.agent.list.query();
	expect(agents.map((agent) => agent.status)).toEqual(Array(5).fill('working'));
	expect(viewer.events).toHaveLength(told);

	// What makes room, or grows no more, is taken; as is what goes in the same message.
	await jake.call.agent.report.mutate(report([], [{ agentId: reportOf(0).agentId, status: 'waiting', statusAge: 0 }]));
	await jake.call.agent.report.mutate(report([reportOf(5)], [], [reportOf(4).agentId]));
	expect(await heldOf(jake)).toBeLessThan(HELD_BYTES_PER_OPERATOR);
	viewer.close();
});

test('[L8] a patch counts what it adds, and what it takes away', async () => {
	const jake = await openRoom(relay.url);
	await fill(jake, 2_000);
	const { agentId } = reportOf(0);
	const patch = (index: number) => jake.call.agent.report.mutate(report([], [{ agentId, touches: [pathOf(1_500, index)] }]));
	await patch(50);
	expect(await refusalFrom(patch(51))).toBe('too-much-held');
	await patch(50);
	await tell(jake, reportOf(0));
	await patch(51);
});

test(`[L8] past ${HELD_BYTES_PER_ROOM} bytes of all, nobody grows beyond an equal share, which everyone has`, async () => {
	const jake = await openRoom(relay.url);
	for (let held = 0; held < HELD_BYTES_PER_ROOM; held += HELD_BYTES_PER_OPERATOR) {
		const other = await joinAs(jake, relay.url, `Member ${held}`);
		await fill(other);
	}
	const share = Math.floor(HELD_BYTES_PER_ROOM / OPERATORS_PER_ROOM);
	await tell(jake, agentOf(1, share, jake));
	expect(await refusalFrom(tell(jake, agentOf(1, share + 1, jake)))).toBe('too-much-held');
	expect(await heldOf(jake)).toBe(share);
}, 120_000);

test(`[L2] an operator's reports tell of ${CHANGES_BURST} agents at once, however many devices send them; others are not held up`, async () => {
	const jake = await openRoom(relay.url);
	const andrew = await joinAs(jake, relay.url, 'Andrew');
	const hundred = Array.from({ length: 100 }, (_, number) => reportOf(number));
	const reports = Array.from({ length: CHANGES_BURST / 100 + 3 }, () => tell(jake, ...hundred));
	const refused = (await Promise.allSettled(reports)).filter((call) => call.status === 'rejected');
	expect(refused.length).toBeGreaterThan(0);
	expect(await refusalFrom(Promise.reject(refused[0]?.reason))).toBe('too-fast');
	await tell(andrew, ...hundred);
});
