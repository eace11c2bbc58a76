import { describe, expect, test } from 'vitest';
import type { AgentKind } from './report/facts.ts';
import type { Collision, Contender } from './room/collisions.ts';
import { ago, collisionWords, counted, initials, middleCut, span } from './words.ts';

const NOW = 1_000_000_000;
const kinds: Record<string, AgentKind> = { a1: 'claude-code', b1: 'codex', b2: 'gemini-cli', c1: 'cursor' };
const names = {
	you: 'jake',
	nameOf: (operatorId: string) => ({ jake: 'Jake', andrew: 'Andrew', bea: 'Bea' })[operatorId] ?? operatorId,
	kindOf: (contender: Contender) => kinds[contender.agentId],
};
const contender = (operatorId: string, agentId: string, mode: 'edit' | 'read', minutes: number): Contender => ({
	operatorId,
	agentId,
	mode,
	at: NOW - minutes * 60_000,
});
const sentence = (...contenders: Contender[]) => {
	const collision: Collision = { repo: 'github.com/acme/api', path: 'src/auth/login.ts', severity: 'collision', contenders };
	return collisionWords(collision, names, NOW).sentence;
};

describe('the collision sentence', () => {
	test('names the other, what they do and for how long', () => {
		expect(sentence(contender('jake', 'a1', 'edit', 1), contender('andrew', 'b1', 'edit', 3))).toBe(
			"src/auth/login.ts · Andrew's Codex is editing it too · 3 min",
		);
	});
	test('says who only reads', () => {
		expect(sentence(contender('jake', 'a1', 'edit', 1), contender('andrew', 'b1', 'read', 3))).toMatch(/· Andrew's Codex is reading it ·/);
		expect(sentence(contender('jake', 'a1', 'read', 1), contender('andrew', 'b1', 'edit', 3))).toMatch(
			/is editing it, yours is reading it ·/,
		);
	});
	test('lets the agent that edits speak for an operator with two', () => {
		expect(sentence(contender('andrew', 'b2', 'read', 0), contender('jake', 'a1', 'edit', 1), contender('andrew', 'b1', 'edit', 9))).toBe(
			"src/auth/login.ts · Andrew's Codex is editing it too · 9 min",
		);
	});
	test('of others tells both sides', () => {
		expect(sentence(contender('bea', 'c1', 'edit', 2), contender('andrew', 'b1', 'edit', 3))).toMatch(
			/· Bea's Cursor and Andrew's Codex are editing it · 2 min$/,
		);
		expect(sentence(contender('bea', 'c1', 'read', 2), contender('andrew', 'b1', 'edit', 3))).toMatch(
			/· Andrew's Codex is editing it, Bea's Cursor is reading it · 3 min$/,
		);
	});
	test('calls an agent that has vanished an agent', () => {
		expect(sentence(contender('jake', 'a1', 'edit', 1), contender('andrew', 'gone', 'edit', 0))).toMatch(
			/Andrew's agent is editing it too · now$/,
		);
	});
});

describe('a path cut in the middle', () => {
	test.each([
		['src/auth/login.ts', 40, 'src/auth/login.ts'],
		['src/server/auth/session/login.ts', 24, 'src/…/session/login.ts'],
		['src/server/auth/session/login.ts', 16, 'src/…/login.ts'],
		['src/server/auth/session/login.ts', 12, '…/login.ts'],
		['a-very-long-file-name.generated.ts', 12, 'a-ver…ted.ts'],
	])('%s in %i characters', (path, max, cut) => {
		expect(middleCut(path, max)).toBe(cut);
		expect([...middleCut(path, max)].length).toBeLessThanOrEqual(max);
	});
});

test('times are short', () => {
	expect([0, -5, 59_999, 60_000, 3_600_000, 90_000_000].map(span)).toEqual(['now', 'now', 'now', '1 min', '1 h', '1 d']);
	expect([ago(10), ago(180_000)]).toEqual(['just now', '3 min ago']);
});

test('counts agree with their noun', () => {
	expect([counted(1, 'file'), counted(1204, 'file'), counted(0, 'repository', 'repositories'), counted(1234567, 'token')]).toEqual([
		'1 file',
		'1,204 files',
		'0 repositories',
		'1,234,567 tokens',
	]);
});

test('initials are the first letters of the first and last word', () => {
	expect([initials('Jake'), initials('ada lovelace'), initials('Émile-Zola'), initials('Jake (jake-2)')]).toEqual(['J', 'AL', 'ÉZ', 'J2']);
});
