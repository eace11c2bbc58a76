import { expect, test } from 'vitest';
import { agentOf, MIN, meeting, modelOf, NOW, REPO, snapshotOf } from '../../../testing/sample-room.ts';
import { pageViewOf } from '../../background/ports/page-view-of.ts';
import { noAlerts } from '../alerts.ts';
import { namesIn } from '../names-in.ts';
import { RoomModel } from '../room-model.ts';
import { privateAgents, withPrivate } from './own-agents.ts';
import { collisionsBeside } from './own-collisions.ts';

const DIARY = 'github.com/jake/diary';
/** On this machine its person is `self`, and two of their worktrees meet in a file of a repository that is not shared. */
const diary = meeting(
	['one', 'two'].map((worktree) => agentOf('self', { repo: DIARY, worktree, branch: worktree, edits: { 'plan.ts': 3 } })),
);

function machineOf(agents: Parameters<typeof snapshotOf>[0]): RoomModel {
	const model = new RoomModel();
	model.apply({ event: snapshotOf(agents, { you: 'self' }), heardAt: NOW });
	return model;
}

const pathsOf = (room: RoomModel, own: RoomModel | undefined) =>
	collisionsBeside(room, own, NOW).map(({ repo, path, level, isOwn }) => [repo, path, level, isOwn]);

test('[P12] worktrees of which the room does not hear collide beside it, as those of whoever looks', () => {
	const room = modelOf(meeting([agentOf('jake', { edits: { 'a.ts': 1 } }), agentOf('andrew', { edits: { 'a.ts': 1 } })]));
	const own = machineOf(diary);
	expect(pathsOf(room, own)).toEqual([
		[REPO, 'a.ts', 'conflict', false],
		[DIARY, 'plan.ts', 'conflict', true],
	]);
	const [, beside] = collisionsBeside(room, own, NOW);
	expect(new Set(beside?.contenders.map(({ operatorId }) => operatorId))).toEqual(new Set(['jake']));
	expect(room.collisions(NOW).map(({ path }) => path)).toEqual(['a.ts']);
	const names = withPrivate(namesIn(room.state, NOW), privateAgents(own, room, NOW));
	expect(beside?.contenders.map((each) => names.kindOf(each))).toEqual(['claude-code', 'claude-code']);
});

test('what the room tells of, too, is told once', () => {
	const shared = meeting(['one', 'two'].map((worktree) => agentOf('jake', { worktree, branch: worktree, edits: { 'a.ts': 2 } })));
	const alsoHere = shared.map((agent) => ({ ...agent, operatorId: 'self' }));
	expect(pathsOf(modelOf(shared), machineOf([...alsoHere, ...diary]))).toEqual([
		[REPO, 'a.ts', 'conflict', true],
		[DIARY, 'plan.ts', 'conflict', true],
	]);
	const third = agentOf('self', { worktree: 'three', branch: 'three', edits: { 'a.ts': 1 } });
	const [mixed, ...more] = collisionsBeside(modelOf(shared), machineOf([...alsoHere, third]), NOW);
	expect([mixed?.contenders.length, mixed?.level, more]).toEqual([3, 'conflict', []]);
});

test('without a host, or where it is what is shown, the room’s own are all', () => {
	const machine = machineOf(diary);
	expect(pathsOf(machine, machine)).toEqual([[DIARY, 'plan.ts', 'conflict', true]]);
	expect(pathsOf(modelOf([]), undefined)).toEqual([]);
});

test('their times are put onto the relay’s clock', () => {
	// This machine's clock is ten minutes behind the relay's.
	const room = new RoomModel();
	room.apply({ event: snapshotOf([]), heardAt: NOW - 10 * MIN });
	const own = new RoomModel();
	own.apply({ event: snapshotOf(diary, { you: 'self' }), heardAt: NOW });
	const [beside] = collisionsBeside(room, own, NOW - 10 * MIN);
	expect(beside?.contenders[0]?.at).toBe(NOW - 3 * MIN + 10 * MIN);
});

test('[P12] a page of their repository shows them to whoever looks, marked private, and how they meet', () => {
	const shown = { model: modelOf([]), own: machineOf(diary), connection: { type: 'live' as const }, alerts: noAlerts(), seen: [] };
	const view = pageViewOf(shown, { repo: DIARY, pull: undefined }, NOW);
	if (view.type !== 'room') throw new Error('It is not shown.');
	expect(view.agents.map(({ isPrivate, operatorId }) => [isPrivate, operatorId])).toEqual([
		[true, 'jake'],
		[true, 'jake'],
	]);
	expect(view.files).toMatchObject([{ path: 'plan.ts', pair: { level: 'conflict', isAlarming: true } }]);
	const elsewhere = pageViewOf(shown, { repo: REPO, pull: undefined }, NOW);
	expect(elsewhere).toMatchObject({ agents: [], files: [] });
});
