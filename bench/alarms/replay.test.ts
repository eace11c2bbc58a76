import { describe, expect, test } from 'vitest';
import { figuresOf } from './figures.ts';
import { type MergedPair, type Merges, PUBLIC_MERGES, readMerges } from './merges.ts';
import { type Rule, replay } from './replay.ts';
import { BARS, OURS, RULES } from './rules.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LIVING: Rule = { isAlive: true, level: 'conflict' };
const LATELY: Rule = { isAlive: undefined, level: 'same file' };

/** Two branches in one file, the first merged at ten o'clock, the other an hour later. */
const pair = (changes: Partial<MergedPair> = {}): MergedPair => ({
	branches: [0, 1],
	file: 0,
	merged: 10 * HOUR,
	edits: [[HOUR], [4 * HOUR]],
	commonSpans: [[[8, 10]], [[10, 10]]],
	conflicts: true,
	...changes,
});
const history = (...pairs: MergedPair[]): Merges => ({
	branches: [
		{ author: 1, start: 0, merged: 10 * HOUR },
		{ author: 2, start: 0, merged: 11 * HOUR },
		{ author: 3, start: 0, merged: 20 * HOUR },
	],
	pairs,
});
const alarmsOf = (merges: Merges, rule: Rule) =>
	replay(merges, rule).map(({ at, pair }) => [at / 1_000 / HOUR, ...pair.branches, pair.file]);

describe('the replay', () => {
	test('warns from the moment on in which both have changed what meets', () => {
		expect(alarmsOf(history(pair()), LIVING)).toEqual([[4, 0, 1, 0]]);
	});

	test('does not warn of what is apart, nor where that is not known', () => {
		expect(alarmsOf(history(pair({ commonSpans: [[[8, 10]], [[14, 14]]] })), LIVING)).toEqual([]);
		expect(alarmsOf(history(pair({ commonSpans: [[[8, 10]], null] })), LIVING)).toEqual([]);
	});

	test('does not warn once one has landed', () => {
		expect(alarmsOf(history(pair({ edits: [[HOUR], [10 * HOUR + 1]] })), LIVING)).toEqual([]);
		expect(alarmsOf(history(pair({ edits: [[HOUR], [10 * HOUR]] })), LIVING)).toHaveLength(1);
	});

	test('where git says nothing, an edit counts for half an hour', () => {
		const edits = (minutes: number): MergedPair['edits'] => [[HOUR], [HOUR + minutes * MINUTE]];
		expect(alarmsOf(history(pair({ edits: edits(30) })), LATELY)).toHaveLength(1);
		expect(alarmsOf(history(pair({ edits: edits(31) })), LATELY)).toEqual([]);
	});

	test('figures count alarms by files, alerts by people and branches', () => {
		const merges = history(
			pair(),
			pair({ file: 1, conflicts: false }),
			pair({ branches: [1, 2], file: 2, merged: 11 * HOUR, commonSpans: [[], []] }),
		);
		expect(figuresOf(merges, replay(merges, LIVING))).toEqual({
			alarms: 2,
			precision: 1 / 2,
			recall: 1 / 2,
			headStart: { median: 6, firstQuartile: 6 },
			perPersonWeek: 2 / 3,
			branches: 2 / 3,
		});
	});
});

describe('on a public repository', () => {
	const merges = readMerges(PUBLIC_MERGES);
	const figures = figuresOf(merges, replay(merges, RULES[OURS]));

	test.each(Object.entries(BARS))('living changes whose lines meet: %s', (_bar, isMet) => {
		expect(figures).toSatisfy(isMet);
	});

	test('there is time to talk: half of the true alarms come two days before the first merge', () => {
		expect(figures.headStart.median).toBeGreaterThan(48);
	});
});
