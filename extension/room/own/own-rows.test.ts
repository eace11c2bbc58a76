import { expect, test } from 'vitest';
import { agentOf, MIN, NOW, snapshotOf } from '../../../testing/sample-room.ts';
import { inScope } from '../board.ts';
import { RoomModel } from '../room-model.ts';
import { privateAgents } from './own-agents.ts';
import { ownRows } from './own-rows.ts';

const rowsBeside = (own: RoomModel, room: RoomModel, now = NOW, known: Parameters<typeof ownRows>[3] = new Map()) =>
	ownRows(privateAgents(own, room, now), room, room.relayTime(now), known);

/** A model that heard a snapshot at this machine's `heardAt`. */
function modelOf(agents: Parameters<typeof snapshotOf>[0], heardAt = NOW): RoomModel {
	const model = new RoomModel();
	model.apply({ event: snapshotOf(agents), heardAt });
	return model;
}

const [shared, secret] = [
	agentOf('jake', { task: 'Shared' }),
	agentOf('jake', { task: 'Secret', repo: 'github.com/jake/diary', edits: { 'a.ts': 2 } }),
];

test('[P12] what the room does not hear of is a private row of mine; what it hears of is not told twice', () => {
	const rows = rowsBeside(modelOf([shared, secret]), modelOf([shared]));
	expect(rows.map(({ agent, isMine, isPrivate }) => [agent.task, isMine, isPrivate])).toEqual([['Secret', true, true]]);
});

test('[P12] it is in my view, and in nobody else’s, nor in that of all', () => {
	const [row] = rowsBeside(modelOf([secret]), modelOf([shared]));
	if (row === undefined) throw new Error('There is no row.');
	expect([inScope(row, { type: 'mine' }), inScope(row, { type: 'all' })]).toEqual([true, false]);
});

test('its times are put onto the relay’s clock, which the other rows go by', () => {
	// This machine's clock is ten minutes behind the relay's.
	const [row] = rowsBeside(modelOf([secret]), modelOf([shared], NOW - 10 * MIN), NOW - 10 * MIN);
	expect([row?.since, row?.agent.touches[0]?.at]).toEqual([secret.statusSince + 10 * MIN, NOW - 2 * MIN + 10 * MIN]);
});

test('a row that still holds is the same one, so that nothing is drawn again', () => {
	const [own, room] = [modelOf([secret]), modelOf([shared])];
	const [before] = rowsBeside(own, room);
	if (before === undefined) throw new Error('There is no row.');
	expect(rowsBeside(own, room, NOW, new Map([[before.key, before]]))[0]).toBe(before);
});
