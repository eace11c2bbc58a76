import { describe, expect, test } from 'vitest';
import { areBothAtIt, type Names, pairWords } from './collision-words.ts';
import type { AgentKind } from './report/facts.ts';
import type { Pair } from './room/collision-pairs.ts';
import type { Contender } from './room/collisions.ts';
import { NO_BASE, type Span, spansText } from './room/spans.ts';

/** A Thursday, 12:00 of this machine's clock. */
const NOW = new Date(2026, 10, 26, 12).getTime();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const kinds: Record<string, AgentKind> = { jake: 'claude-code', andrew: 'codex', bea: 'cursor' };
const names: Names = {
	you: 'jake',
	nameOf: (operatorId) => ({ jake: 'Jake', andrew: 'Andrew', bea: 'Bea' })[operatorId] ?? operatorId,
	kindOf: ({ agentId }) => kinds[agentId],
	isWorking: () => true,
};
const BASE = 'a'.repeat(40);
const who = (operatorId: string, ago: number, more: Partial<Contender> = {}): Contender => ({
	operatorId,
	agentId: operatorId,
	worktree: operatorId,
	branch: `fix/${operatorId}`,
	mode: 'edit',
	at: NOW - ago,
	...more,
});
const lines = (...spans: Span[]) => ({ lines: spansText({ base: BASE, spans }) });
const pair = (one: Contender, other: Contender, more: Partial<Pair> = {}): Pair => ({
	repo: 'github.com/acme/api',
	path: 'src/login.ts',
	level: 'conflict',
	isOwn: false,
	one,
	other,
	verdict: 'meets',
	...more,
});
const sentence = (of: Pair, more: Partial<Names> = {}) => pairWords(of, { ...names, ...more }, NOW).sentence;

describe('what is said of a conflict', () => {
	test('names the other, the lines in which they meet, when that was and where it is', () => {
		const jake = who('jake', MINUTE_MS, lines([84, 90]));
		const andrew = who('andrew', 11 * MINUTE_MS, lines([10, 12], [80, 116]));
		expect(sentence(pair(jake, andrew))).toBe(
			"src/login.ts 40–58 · Andrew's Codex changed the same lines · 11 min ago, unmerged on fix/andrew",
		);
	});

	test('is true in its tense: only who works and touched the file within two minutes is editing', () => {
		const said = (ago: number, isWorking = true) => sentence(pair(who('jake', 0), who('andrew', ago)), { isWorking: () => isWorking });
		expect(said(2 * MINUTE_MS)).toContain("Andrew's Codex is editing the same lines");
		expect(said(2 * MINUTE_MS + 1)).toContain("Andrew's Codex changed the same lines");
		expect(said(MINUTE_MS, false)).toContain("Andrew's Codex changed the same lines");
	});

	test.each([
		[30 * MINUTE_MS, '30 min ago, unmerged on fix/andrew'],
		[2 * HOUR_MS, 'since 10:00, unmerged on fix/andrew'],
		[2 * 24 * HOUR_MS, 'since Tuesday, unmerged on fix/andrew'],
		[9 * 24 * HOUR_MS, 'since 17 Nov, unmerged on fix/andrew'],
	])('of %d ms ago says %s', (ago, words) => {
		expect(pairWords(pair(who('jake', 0), who('andrew', ago)), names, NOW).time).toBe(words);
	});

	test('without a branch it is unmerged all the same', () => {
		expect(sentence(pair(who('jake', 0), who('andrew', 0, { branch: undefined })))).toMatch(/· just now, unmerged$/);
	});

	test('of an insertion and of a new file one line is told', () => {
		const at = (...spans: Span[]) => pairWords(pair(who('jake', 0, lines([9, 9])), who('andrew', 0, lines(...spans))), names, NOW).lines;
		expect([at([9, 9]), at([8, 8])]).toEqual(['5', '4']);
		// Lines next to each other meet too.
		expect(pairWords(pair(who('jake', 0, lines([26, 26])), who('andrew', 0, lines([28, 28]))), names, NOW).lines).toBe('14');
		const fresh = { lines: spansText({ base: NO_BASE, spans: [[1, 1]] }) };
		expect(pairWords(pair(who('jake', 0, fresh), who('andrew', 0, fresh)), names, NOW).lines).toBe('1');
	});

	test('of other people names both, and the repository where several are shown', () => {
		expect(sentence(pair(who('bea', 0), who('andrew', 0)), { hasManyRepos: true })).toBe(
			"acme/api src/login.ts · Bea's Cursor is editing the same lines as Andrew's Codex · just now, unmerged on fix/bea",
		);
	});

	test('of several agents of one’s own says which', () => {
		expect(sentence(pair(who('jake', 0), who('andrew', 0)), { hasManyAgents: true })).toContain('the same lines as your Claude Code ·');
	});

	test('[C9] of a machine that is away, as of when it was last heard: today, yesterday, this week, before', () => {
		const timeOf = (awaySince: number) => {
			const offlineSince = ({ operatorId }: Contender) => (operatorId === 'andrew' ? awaySince : undefined);
			return pairWords(pair(who('jake', 0), who('andrew', 20 * 24 * HOUR_MS)), { ...names, isWorking: () => false, offlineSince }, NOW)
				.time;
		};
		const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 10).getTime();
		expect([at(26, 9), at(25, 18), at(22, 18), at(15, 18)].map(timeOf)).toEqual([
			'offline since 09:10, unmerged on fix/andrew',
			'offline since yesterday 18:10, unmerged on fix/andrew',
			'offline since Sunday 18:10, unmerged on fix/andrew',
			'offline since 15 Nov 18:10, unmerged on fix/andrew',
		]);
	});

	test('an agent that has vanished is called an agent', () => {
		expect(sentence(pair(who('jake', 0), who('andrew', 0, { agentId: 'gone' })))).toContain("Andrew's agent");
	});
});

describe('what is said of less', () => {
	test('of one file, that it is one file, and where that is known, that the lines are others', () => {
		const both = pair(who('jake', 0), who('andrew', 5 * MINUTE_MS), { level: 'same file', verdict: undefined as never });
		expect(pairWords(both, names, NOW).words).toBe("Andrew's Codex changed the same file");
		expect(pairWords({ ...both, verdict: 'apart' }, names, NOW).words).toBe("Andrew's Codex changed other lines of the same file");
	});

	test('of who reads, what was changed by whom', () => {
		const reads = (ago: number) => pairWords(pair(who('jake', 0), who('andrew', ago, { mode: 'read' }), { level: 'reading' }), names, NOW);
		expect([reads(0).words, reads(0).time]).toEqual(["Andrew's Codex is reading what your Claude Code changed", 'just now']);
		expect([reads(5 * MINUTE_MS).words, reads(5 * MINUTE_MS).time]).toEqual([
			"Andrew's Codex read what your Claude Code changed",
			'5 min ago',
		]);
		const mine = pair(who('andrew', 0), who('jake', 0, { mode: 'read' }), { level: 'reading' });
		expect(pairWords(mine, names, NOW).words).toBe("Your Claude Code is reading what Andrew's Codex changed");
	});
});

test('both are at it only while both work and touched the file within 2 minutes', () => {
	const both = (one: number, other: number, working = ['jake', 'andrew']) =>
		areBothAtIt(pair(who('jake', one), who('andrew', other)), { ...names, isWorking: ({ agentId }) => working.includes(agentId) }, NOW);
	expect(both(0, 2 * MINUTE_MS)).toBe(true);
	expect([both(0, 2 * MINUTE_MS + 1), both(3 * MINUTE_MS, 0), both(0, 0, ['jake']), both(0, 0, ['andrew'])]).toEqual([
		false,
		false,
		false,
		false,
	]);
});
