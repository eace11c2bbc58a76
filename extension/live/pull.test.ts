import { expect, test } from 'vitest';
import { agentOf, modelOf, NOW, REPO } from '../../testing/sample-room.ts';
import { rowsOf } from './board.ts';
import { pullFacts } from './pull.ts';
import { isOnPull, pullUrl, withSeen } from './pull-branch.ts';
import { meet } from './pull-meeting.ts';

const pull = { repo: REPO, number: 7, base: 'main', head: 'feat/login', headRepo: undefined, files: ['f1', 'f2'], isUnmarked: false };

test('an agent is on a pull request by repository and branch, the fork included', () => {
	expect(isOnPull({ repo: REPO, branch: 'feat/login' }, pull)).toBe(true);
	expect(isOnPull({ repo: REPO, branch: 'main' }, pull)).toBe(false);
	expect(isOnPull({ repo: REPO, branch: undefined }, { ...pull, head: undefined })).toBe(false);
	const forked = { ...pull, headRepo: 'github.com/ada/api' };
	expect(isOnPull({ repo: REPO, branch: 'feat/login', head: 'github.com/ada/api' }, forked)).toBe(true);
	expect(isOnPull({ repo: 'github.com/ada/api', branch: 'feat/login' }, forked)).toBe(true);
	expect(isOnPull({ repo: REPO, branch: 'feat/login' }, forked)).toBe(false);
	expect(isOnPull({ repo: REPO, branch: 'feat/login', head: 'github.com/ada/api' }, pull)).toBe(false);
});

test('an address may spell a repository in another case than its remote does, but never a branch', () => {
	const typed = { ...pull, repo: 'github.com/Acme/API' };
	expect(isOnPull({ repo: REPO, branch: 'feat/login' }, typed)).toBe(true);
	expect(isOnPull({ repo: REPO, branch: 'feat/login', head: 'github.com/Ada/api' }, { ...typed, headRepo: 'github.com/ada/API' })).toBe(
		true,
	);
	expect(isOnPull({ repo: REPO, branch: 'Feat/login' }, typed)).toBe(false);
});

test('the panel leads with the branch, then the files by name, then the rest', () => {
	const model = modelOf([
		agentOf('jake', { task: 'on it', branch: 'feat/login', edits: { 'a.ts': 1 } }),
		agentOf('andrew', { task: 'meets it', branch: 'other', edits: { 'a.ts': 1, 'b.ts': 1 }, reads: { 'c.ts': 1 } }),
		agentOf('ada', { task: 'elsewhere', repo: 'github.com/acme/web', edits: { 'a.ts': 1 } }),
	]);
	const digests: Record<string, string> = { 'a.ts': 'f1', 'b.ts': 'f3', 'c.ts': 'f2' };
	const meeting = meet(pull, rowsOf(model.state, NOW), (path) => digests[path]);
	expect(meeting.onBranch.map((row) => row.agent.task)).toEqual(['on it']);
	expect(meeting.inFiles.map(({ row, paths }) => [row.agent.task, paths])).toEqual([['meets it', ['a.ts', 'c.ts']]]);
	expect(meeting.rest.map((row) => row.agent.task)).toEqual(['elsewhere']);
});

test('a branch leads to the pull request that a page has shown for it last', () => {
	const once = withSeen([], pull);
	expect(withSeen(once, pull)).toBe(once);
	const again = withSeen(once, { ...pull, number: 8 });
	expect(again).toHaveLength(1);
	expect(pullUrl({ repo: REPO, branch: 'feat/login' }, again)).toBe('https://github.com/acme/api/pull/8');
	expect(pullUrl({ repo: REPO, branch: 'main' }, again)).toBeUndefined();
});

test('what a page says is checked: no more than names and digests', () => {
	const facts = { repo: REPO, files: ['a'.repeat(64)], isUnmarked: false };
	expect(pullFacts.safeParse(facts).success).toBe(true);
	expect(pullFacts.safeParse({ ...facts, files: ['src/a.ts'] }).success).toBe(false);
	expect(pullFacts.safeParse({ ...facts, title: 'x' }).success).toBe(false);
});
