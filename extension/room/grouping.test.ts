import { expect, test } from 'vitest';
import { agentOf, MIN, modelOf, NOW } from '../../testing/sample-room.ts';
import { type Row, rowsOf } from './board.ts';
import { type AgentGroup, GROUPINGS, type Grouping, grouped, sorted, workstreamsIn } from './grouping.ts';

const rowsFor = (...agents: ReturnType<typeof agentOf>[]): Row[] => rowsOf(modelOf(agents).state, NOW);
const look = (grouping: Grouping, foldsQuiet = true) => ({ grouping, foldsQuiet, now: NOW, pullOf: () => undefined });
const groupsOf = (...asked: Parameters<typeof grouped>) => grouped(...asked).groups;
const shape = (groups: AgentGroup[]) => groups.map(({ rows, hasHeader }) => [hasHeader, ...rows.map(({ agent }) => agent.task)]);

const alone = agentOf('ada', { task: 'alone', branch: 'docs', since: 1 });
const [one, two] = [
	agentOf('jake', { task: 'one', branch: 'feat', since: 2 }),
	agentOf('andrew', { task: 'two', branch: 'feat', since: 3 }),
];
const idle = agentOf('andrew', { task: 'idle', status: 'idle', branch: 'feat', since: 4 });
const left = agentOf('ada', { task: 'left', status: 'idle', since: 90, touches: [{ path: 'a.ts', mode: 'alive', at: NOW - 90 * MIN }] });

test('a branch with one agent takes no header; those that rest come last, by themselves', () => {
	expect(shape(groupsOf(rowsFor(left, idle, two, one, alone), look('branch')))).toEqual([
		[false, 'alone'],
		[true, 'one', 'two'],
		[true, 'idle'],
		[true, 'left'],
	]);
});

test('of what a row itself does not say, one alone has a header too: else it would pass for one of the group before it', () => {
	const web = agentOf('ada', { task: 'web', repo: 'github.com/acme/web', status: 'error', since: 5 });
	expect(shape(groupsOf(rowsFor(two, one, web), look('repo')))).toEqual([
		[true, 'one', 'two'],
		[true, 'web'],
	]);
	expect(shape(groupsOf(rowsFor(two, one, web), look('status')))).toEqual([
		[true, 'one', 'two'],
		[true, 'web'],
	]);
});

test('where somebody looks for them, those that rest stand where they belong', () => {
	expect(shape(groupsOf(rowsFor(idle, two, one), look('branch', false)))).toEqual([[true, 'one', 'two', 'idle']]);
});

test.each(GROUPINGS)('by %s: every agent is somewhere, once', (grouping) => {
	const groups = groupsOf(rowsFor(left, idle, two, one, alone), look(grouping));
	expect(groups.flatMap(({ rows }) => rows.map(({ agent }) => agent.task)).sort()).toEqual(['alone', 'idle', 'left', 'one', 'two']);
	expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
});

test('by pull request: those without one come last', () => {
	const rows = rowsFor(alone, one, two);
	const pullOf = ({ agent }: Row) => (agent.branch === 'feat' ? 'https://github.com/acme/api/pull/1' : undefined);
	expect(shape(groupsOf(rows, { ...look('pull'), pullOf }))).toEqual([
		[true, 'one', 'two'],
		[false, 'alone'],
	]);
});

test('while somebody points at them nothing changes its place, whatever changes of it; what is new comes last', () => {
	const held = grouped(rowsFor(one, two, alone), look('branch')).places;
	const fresh = agentOf('ada', { task: 'new', branch: 'zoo', status: 'waiting' });
	const changed = rowsFor({ ...one, status: 'idle' }, { ...two, branch: 'main' }, { ...alone, status: 'waiting' }, fresh);
	expect(shape(groupsOf(changed, look('branch'), held))).toEqual([
		[false, 'alone'],
		[true, 'one', 'two'],
		[false, 'new'],
	]);
});

test('sorted by what was done last, and by title', () => {
	const rows = rowsFor(
		agentOf('jake', { task: 'b', title: 'Zoo', lastActive: NOW - 5 * MIN }),
		agentOf('jake', { task: 'a', lastActive: NOW - MIN }),
		agentOf('jake', { task: 'c', since: 3 }),
	);
	const tasks = (list: Row[]) => list.map(({ agent }) => agent.task);
	expect(tasks(sorted(rows, 'recent'))).toEqual(['a', 'c', 'b']);
	expect(tasks(sorted(rows, 'title'))).toEqual(['a', 'c', 'b']);
	expect(sorted(rows, 'attention')).toEqual(rows);
});

test('workstreams are repository, branch and fork', () => {
	expect(workstreamsIn(rowsFor(one, two, alone, agentOf('ada', { branch: 'feat', head: 'github.com/ada/api' })))).toBe(3);
});
