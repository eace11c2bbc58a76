import { expect, test } from 'vitest';
import { AGAIN_MS, keyOf, nothingAsked, questionsOf, withAsked, withFault } from './pull-questions.ts';

const REPO = 'github.com/acme/api';
const NOW = 1_000_000;
const login = { repo: REPO, branch: 'feat/login' };

test('a branch whose pull request is not known is asked about once in ten minutes', () => {
	const [question, ...others] = questionsOf([login, login], [], nothingAsked(), NOW);
	expect([question, others]).toEqual([{ repo: REPO, head: 'feat/login' }, []]);
	const asked = withAsked(nothingAsked(), [{ repo: REPO, head: 'feat/login' }], NOW);
	expect(questionsOf([login], [], asked, NOW + AGAIN_MS - 1)).toEqual([]);
	expect(questionsOf([login], [], asked, NOW + AGAIN_MS)).toHaveLength(1);
	expect(Object.keys(withAsked(asked, [], NOW + AGAIN_MS).asked)).toEqual([]);
});

test('a fork is asked about by its own name, in the repository that it is a fork of', () => {
	const forked = { ...login, head: 'github.com/ada/api' };
	const [own, fork] = questionsOf([login, forked], [], nothingAsked(), NOW);
	expect(fork).toEqual({ repo: REPO, head: 'feat/login', headRepo: 'github.com/ada/api' });
	expect(own && fork && keyOf(own) !== keyOf(fork)).toBe(true);
});

test('nothing is asked where the answer is known, or where GitHub cannot know it', () => {
	expect(questionsOf([login], [{ repo: REPO, head: 'feat/login', number: 7, source: 'header' }], nothingAsked(), NOW)).toEqual([]);
	const elsewhere = [
		{ repo: REPO },
		{ repo: 'local/api@0123456789ab', branch: 'main' },
		{ repo: 'git.acme.dev/acme/api', branch: 'main' },
		{ repo: 'github.com/acme/..', branch: 'main' },
		{ repo: 'github.com/../user', branch: 'main' },
		{ repo: 'github.com/acme/api/../../../user', branch: 'main' },
		{ repo: REPO, head: 'github.com/a b/api', branch: 'main' },
	];
	expect(questionsOf(elsewhere, [], nothingAsked(), NOW)).toEqual([]);
});

test('a few at a time, the next ones next', () => {
	const agents = Array.from({ length: 5 }, (_, index) => ({ repo: REPO, branch: `branch-${index}` }));
	const first = questionsOf(agents, [], nothingAsked(), NOW);
	expect(first.map(({ head }) => head)).toEqual(['branch-0', 'branch-1', 'branch-2']);
	const next = questionsOf(agents, [], withAsked(nothingAsked(), first, NOW), NOW);
	expect(next.map(({ head }) => head)).toEqual(['branch-3', 'branch-4']);
});

test('however many branches a teammate names, GitHub is asked sixty times in ten minutes', () => {
	const agents = Array.from({ length: 500 }, (_, index) => ({ repo: REPO, branch: `branch-${index}` }));
	let record = nothingAsked();
	let asked = 0;
	for (let second = 0; second < 300; second++) {
		const questions = questionsOf(agents, [], record, NOW + second);
		asked += questions.length;
		record = withAsked(record, questions, NOW + second);
	}
	expect(asked).toBe(60);
	expect(questionsOf(agents, [], record, NOW + AGAIN_MS)).toHaveLength(3);
});

test('a token that does not work is not tried again; too many requests are followed by rest; other faults are counted', () => {
	expect(questionsOf([login], [], withFault(nothingAsked(), 'token', NOW), NOW + 10 * AGAIN_MS)).toEqual([]);
	const limited = withFault(nothingAsked(), 'limit', NOW);
	expect(questionsOf([login], [], limited, NOW + AGAIN_MS - 1)).toEqual([]);
	expect(questionsOf([login], [], limited, NOW + AGAIN_MS)).toHaveLength(1);
	const hidden = withFault(withFault(nothingAsked(), 'hidden', NOW), 'hidden', NOW);
	expect(hidden.faults).toEqual({ hidden: 2 });
	expect(questionsOf([login], [], hidden, NOW)).toHaveLength(1);
});
