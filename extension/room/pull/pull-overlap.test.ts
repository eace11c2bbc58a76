import { expect, test } from 'vitest';
import { pairGroups } from '../../../shared/room/collision-pairs.ts';
import { agentOf, meeting, modelOf, NOW, REPO } from '../../../testing/sample-room.ts';
import { rowsOf } from '../board.ts';
import { overlapOf, splitByPull } from './pull-overlap.ts';

const pull = {
	repo: REPO,
	number: 7,
	base: 'main',
	head: 'feat/login',
	headRepo: undefined,
	source: 'header' as const,
	files: ['f1', 'f2'],
	isUnmarked: false,
};

test('the panel leads with the branch, then the files by name, then the rest', () => {
	const model = modelOf([
		agentOf('jake', { task: 'on it', branch: 'feat/login', edits: { 'a.ts': 1 } }),
		agentOf('andrew', { task: 'meets it', branch: 'other', edits: { 'a.ts': 1, 'b.ts': 1 }, reads: { 'c.ts': 1 } }),
		agentOf('ada', { task: 'elsewhere', repo: 'github.com/acme/web', edits: { 'a.ts': 1 } }),
	]);
	const digests: Record<string, string> = { 'a.ts': 'f1', 'b.ts': 'f3', 'c.ts': 'f2' };
	const overlap = overlapOf(pull, rowsOf(model.state, NOW), (path) => digests[path]);
	expect(overlap.onBranch.map((row) => row.agent.task)).toEqual(['on it']);
	expect(overlap.inFiles.map(({ row, paths }) => [row.agent.task, paths])).toEqual([['meets it', ['a.ts', 'c.ts']]]);
	expect(overlap.rest.map((row) => row.agent.task)).toEqual(['elsewhere']);
});

test('what meets its changes is what is in its files and on its branch, whoever sees it', () => {
	const files = { 'a.ts': 1, 'b.ts': 1 };
	const model = modelOf(
		meeting([
			agentOf('jake', { branch: 'feat/login', edits: files }),
			agentOf('andrew', { branch: 'other', edits: files }),
			agentOf('ada', { branch: 'third', edits: { 'a.ts': 1 } }),
		]),
	);
	const digests: Record<string, string> = { 'a.ts': 'f1', 'b.ts': 'f3' };
	const groups = pairGroups(model.collisions(NOW), 'jake');
	const { onPull, others } = splitByPull(
		groups,
		pull,
		(path) => digests[path],
		() => undefined,
	);
	const named = (list: typeof groups) =>
		list.flatMap(({ operatorIds, pairs }) => pairs.map(({ path }) => [...operatorIds, path].join(' '))).sort();
	expect(named(onPull)).toEqual(['jake ada a.ts', 'jake andrew a.ts']);
	expect(named(others)).toEqual(['ada andrew a.ts', 'jake andrew b.ts']);
});
