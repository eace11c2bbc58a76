import { expect, test } from 'vitest';
import { pairGroups } from '../../shared/room/collision-pairs.ts';
import type { Agent } from '../../shared/room/events.ts';
import { agentKey } from '../../shared/room/fold.ts';
import { folded, shownIn } from '../../shared/room/folded-pairs.ts';
import { agentOf, meeting, modelOf, NOW, REPO } from '../../testing/sample-room.ts';
import { noAlerts } from './alerts.ts';
import { NO_FILTER, rowsOf } from './board.ts';
import { groupsIn, type Look } from './collision-list.ts';

const numbered = (prefix: string, count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}.ts`, 1]));
const agents = meeting(
	[
		agentOf('jake', { edits: { ...numbered('mine', 5), 'ours.ts': 1 }, task: 'Login' }),
		agentOf('andrew', { edits: { ...numbered('mine', 5), ...numbered('theirs', 2) }, status: 'idle' }),
		agentOf('ada', { edits: { 'ours.ts': 1, ...numbered('theirs', 2) }, branch: 'docs' }),
	],
	'mine0.ts',
	'theirs1.ts',
);

function groupsOf(list: Agent[], look: Partial<Look> = {}) {
	const model = modelOf(list);
	const rows = rowsOf(model.state, NOW);
	const nameOf = (operatorId: string) => model.state.operators.get(operatorId)?.name ?? operatorId;
	return groupsIn(pairGroups(model.collisions(NOW), 'jake'), {
		you: 'jake',
		alerts: noAlerts(),
		scope: { type: 'all' },
		filter: NO_FILTER,
		rowOf: (contender) => rows.find(({ key }) => key === agentKey(contender)),
		nameOf,
		...look,
	});
}
const summed = (groups: ReturnType<typeof groupsOf>) => groups.map(({ operatorIds, pairs }) => `${operatorIds.join(' ')} ${pairs.length}`);
const filtered = (filter: Partial<Look['filter']>) => summed(groupsOf(agents, { filter: { ...NO_FILTER, ...filter } }));

test('by pair of people, mine first, the worst leads', () => {
	expect(summed(groupsOf(agents))).toEqual(['jake andrew 5', 'jake ada 1', 'ada andrew 2']);
	expect(groupsOf(agents).map(({ pairs }) => pairs[0]?.level)).toEqual(['conflict', 'same file', 'conflict']);
});

test('three stand there in full, the rest folds into a line for each pair of people', () => {
	const shown = folded(groupsOf(agents));
	expect(shown.map(({ shown: full, rest }) => [full.length, rest.length])).toEqual([
		[3, 2],
		[0, 1],
		[0, 2],
	]);
	expect(shown[0]?.shown[0]?.level).toBe('conflict');
	expect(folded(groupsOf(agents).slice(1)).flatMap(({ rest }) => rest)).toEqual([]);
	expect(folded(groupsOf(agents).slice(2), shownIn(shown)).map(({ rest }) => rest.length)).toEqual([2]);
});

test('a conflict of mine stands there in full before a merely shared file does, whoever it is with', () => {
	const list = [
		agentOf('jake', { edits: { ...numbered('andrew', 4), 'ada.ts': 1 } }),
		agentOf('andrew', { edits: numbered('andrew', 4) }),
		agentOf('ada', { edits: { 'ada.ts': 1 } }),
	];
	const shown = folded(groupsOf(meeting(list, 'andrew0.ts', 'ada.ts')));
	expect(shown.map(({ shown: full, rest }) => [full.map(({ level }) => level), rest.length])).toEqual(
		expect.arrayContaining([
			[['conflict', 'same file'], 2],
			[['conflict'], 0],
		]),
	);
});

test('a view is mine, everyone’s or one person’s', () => {
	expect(summed(groupsOf(agents, { scope: { type: 'mine' } }))).toEqual(['jake andrew 5', 'jake ada 1']);
	expect(summed(groupsOf(agents, { scope: { type: 'operator', operatorId: 'ada' } }))).toEqual(['jake ada 1', 'ada andrew 2']);
});

test('a filter wants every word of a collision’s own texts, as of an agent’s', () => {
	expect(filtered({ text: 'MINE0 andrew' })).toEqual(['jake andrew 1']);
	expect(filtered({ text: 'docs' })).toEqual(['jake ada 1', 'ada andrew 2']);
	expect(filtered({ text: 'login' })).toEqual(['jake andrew 5', 'jake ada 1']);
	expect(filtered({ text: 'mine0 ada' })).toEqual([]);
	expect(filtered({ status: 'idle' })).toEqual(['jake andrew 5', 'ada andrew 2']);
	expect(filtered({ repo: REPO })).toHaveLength(3);
	expect(filtered({ repo: 'github.com/acme/web' })).toEqual([]);
});

test('[C8] what is muted is not listed, and a pair of people is no worse than what is left of it', () => {
	const [first] = groupsOf(agents, { alerts: { ...noAlerts(), mutedFiles: [`${REPO}\0mine0.ts`] } });
	expect([first?.level, first?.pairs.length]).toEqual(['same file', 4]);
	expect(summed(groupsOf(agents, { alerts: { ...noAlerts(), mutedPeople: ['andrew'] } }))).toEqual(['jake ada 1', 'ada andrew 2']);
});

test('[C2] between my own worktrees: mine, and nobody else’s', () => {
	const own = ['one', 'two'].map((worktree) => agentOf('jake', { worktree, edits: { 'a.ts': 1 } }));
	expect(groupsOf(own)).toMatchObject([{ isOwn: true, isMine: true, operatorIds: ['jake', 'jake'] }]);
	const others = ['one', 'two'].map((worktree) => agentOf('ada', { worktree, edits: { 'a.ts': 1 } }));
	expect(groupsOf(others)).toEqual([]);
});

test('[C8] a pair of people of which the worst is muted stands where what is left of it belongs', () => {
	const list = [
		agentOf('jake', { edits: { ...numbered('andrew', 2), 'ada.ts': 9 } }),
		agentOf('andrew', { edits: numbered('andrew', 2) }),
		agentOf('ada', { edits: { 'ada.ts': 9 } }),
	];
	const alerts = { ...noAlerts(), mutedFiles: [`${REPO}\0andrew0.ts`] };
	const told = meeting(list, 'andrew0.ts', 'ada.ts');
	expect(summed(groupsOf(told))).toEqual(['jake andrew 2', 'jake ada 1']);
	expect(summed(groupsOf(told, { alerts }))).toEqual(['jake ada 1', 'jake andrew 1']);
});
