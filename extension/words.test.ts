/** What all surfaces say alike, in each language, and when `Intl` is asked, which takes longer to load than a popup to draw. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Names } from '../shared/collision-words.ts';
import type { Pair } from '../shared/room/collision-pairs.ts';
import type { Contender } from '../shared/room/collisions.ts';

/** A Thursday, 12:00 of this machine's clock. */
const NOW = new Date(2026, 10, 26, 12).getTime();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const names: Names = {
	you: 'jake',
	nameOf: () => 'Andrew',
	kindOf: ({ operatorId }) => (operatorId === 'jake' ? 'claude-code' : 'codex'),
	isWorking: () => false,
};
const contender = (operatorId: string, age: number): Contender => ({
	operatorId,
	agentId: operatorId,
	worktree: operatorId,
	branch: 'fix/a',
	mode: 'edit',
	at: NOW - age,
});
const met = (age: number): Pair => ({
	repo: 'github.com/acme/api',
	path: 'a.ts',
	level: 'conflict',
	isOwn: false,
	one: contender('jake', 0),
	other: contender('andrew', age),
	verdict: 'meets',
});

/** As a browser of this language would load them. */
async function speaking(language: string) {
	const catalogue: Record<string, { message: string }> = JSON.parse(
		readFileSync(join(import.meta.dirname, `public/_locales/${language}/messages.json`), 'utf8'),
	);
	const getMessage = (key: string, parts: string[]) =>
		(catalogue[key]?.message ?? '').replace(/\$(\d)/g, (_, nth) => parts[Number(nth) - 1] ?? '');
	vi.stubGlobal('chrome', { i18n: { getMessage } });
	vi.resetModules();
	return { ...(await import('./words.ts')), ...(await import('./texts.ts')) };
}

/** Asking any of it is a failure. */
const withoutIntl = () => vi.stubGlobal('Intl', {});

afterEach(() => {
	vi.unstubAllGlobals();
});

describe('German', () => {
	test('says ages, whose agent it is and who meets whom, without asking Intl', async () => {
		const { ago, agentOf, pairWords, span, statusWord, textOf } = await speaking('de');
		withoutIntl();
		expect([0, 3 * MINUTE_MS, 120 * MINUTE_MS, 5 * DAY_MS].map(span)).toEqual(['jetzt', '3 min', '2 h', '5 Tg.']);
		expect([0, 3 * MINUTE_MS, 5 * DAY_MS].map(ago)).toEqual(['eben', 'vor 3 min', 'vor 5 Tg.']);
		expect(statusWord('waiting')).toBe('wartet');
		expect([true, false].map((isYou) => agentOf({ name: 'Jonas', isYou }, 'codex'))).toEqual(['Dein Codex', 'Codex von Jonas']);
		expect(pairWords(met(11 * MINUTE_MS), names, NOW).sentence).toBe(
			'a.ts · Codex von Andrew hat dieselben Zeilen geändert · vor 11 min, ungemergt auf fix/a',
		);
		expect([1, 2].map((count) => textOf('moreCollisions', count))).toEqual(['und 1 weitere Datei', 'und 2 weitere Dateien']);
	});

	test('leaves days, lists and large numbers to Intl', async () => {
		const { listed, numeral, pairWords } = await speaking('de');
		const time = (age: number) => pairWords(met(age), names, NOW).time;
		expect([2 * DAY_MS, 14 * DAY_MS].map(time)).toEqual(['seit Dienstag, ungemergt auf fix/a', 'seit 12. Nov., ungemergt auf fix/a']);
		expect(numeral(120_345)).toBe('120.345');
		expect(listed(['Ada', 'Bea', 'Jonas'])).toBe('Ada, Bea und Jonas');
	});
});

test('English asks Intl for nothing but lists of several', async () => {
	const { ago, listed, pairWords, textOf } = await speaking('en');
	withoutIntl();
	expect(ago(3 * MINUTE_MS)).toBe('3 min ago');
	expect(textOf('moreCollisions', 2)).toBe('and 2 more files');
	expect(listed(['Ada'])).toBe('Ada');
	const time = (age: number) => pairWords(met(age), names, NOW).time;
	expect([2 * DAY_MS, 14 * DAY_MS].map(time)).toEqual(['since Tuesday, unmerged on fix/a', 'since 12 Nov, unmerged on fix/a']);
});
