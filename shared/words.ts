/**
 * The words that every surface says alike: popup, panel, mark on GitHub, terminal. English where no other language is given: the extension
 * has them in the browser's, by `extension/words.ts`. Pure and free of zod, so that a content script can carry it.
 */
import { ENGLISH, type Language, PHRASES, type Phrase } from './phrases.ts';
import type { ShownStatus } from './room/freshness.ts';

/** The phrase that always goes with the shape. `paused` is said of an operator. */
export const STATUS_PHRASES = {
	working: 'statusWorking',
	waiting: 'statusWaiting',
	idle: 'statusIdle',
	error: 'statusError',
	unknown: 'statusUnknown',
	stale: 'statusStale',
	offline: 'statusOffline',
	paused: 'statusPaused',
} as const satisfies Record<ShownStatus | 'paused', Phrase>;

/** The word of it, in English. */
export const STATUS_WORDS: Readonly<Record<ShownStatus | 'paused', string>> = {
	working: PHRASES.statusWorking,
	waiting: PHRASES.statusWaiting,
	idle: PHRASES.statusIdle,
	error: PHRASES.statusError,
	unknown: PHRASES.statusUnknown,
	stale: PHRASES.statusStale,
	offline: PHRASES.statusOffline,
	paused: PHRASES.statusPaused,
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long: `now` under a minute, then `3 min`, `2 h`, `5 d`. A negative time (a clock set back) is `now`. */
export function spanIn({ say }: Language, ms: number): string {
	if (ms < MINUTE_MS) return say('timeNow');
	if (ms < HOUR_MS) return say('spanMinutes', `${Math.floor(ms / MINUTE_MS)}`);
	if (ms < DAY_MS) return say('spanHours', `${Math.floor(ms / HOUR_MS)}`);
	return say('spanDays', `${Math.floor(ms / DAY_MS)}`);
}

export const span = (ms: number): string => spanIn(ENGLISH, ms);

/** How long ago: `just now`, `3 min ago`. */
export const agoIn = (language: Language, ms: number): string =>
	ms < MINUTE_MS ? language.say('justNow') : language.say('timeAgo', spanIn(language, ms));

export const ago = (ms: number): string => agoIn(ENGLISH, ms);

/** Intl would do it, and takes 30 ms to wake in a command that runs for 100. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** `1 file`, `2 files`, `1,204 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
	`${String(count).replace(THOUSANDS, ',')} ${count === 1 ? one : many}`;

export const possessive = (name: string): string => `${name}'s`;

/** `Jake` → `J`, `Ada Lovelace` → `AL`, `Jake (jake-2)` → `J2`: what a round badge holds. */
export function initials(name: string): string {
	const words = name.split(/[\s\-_.()]+/).filter((word) => word !== '');
	const first = words[0] ?? '?';
	const last = words.length > 1 ? (words.at(-1) ?? '') : '';
	return [first, last]
		.map((word) => [...word][0] ?? '')
		.join('')
		.toUpperCase();
}

/**
 * A path of at most `max` characters, cut in the middle so that the file's name stays readable:
 * `src/…/session/login.ts`. A name too long by itself loses its own middle.
 */
export function middleCut(path: string, max: number): string {
	if (length(path) <= max) return path;
	const parts = path.split('/');
	const name = parts.at(-1) ?? path;
	const first = parts[0] ?? '';
	if (parts.length > 2) {
		for (let from = 2; from < parts.length; from++) {
			const cut = `${first}/…/${parts.slice(from).join('/')}`;
			if (length(cut) <= max) return cut;
		}
	}
	if (parts.length > 1 && length(name) + 2 <= max) return `…/${name}`;
	return cutWord(name, max);
}

function cutWord(word: string, max: number): string {
	const letters = [...word];
	if (letters.length <= max) return word;
	if (max <= 1) return '…';
	const tail = Math.ceil((max - 1) / 2);
	return `${letters.slice(0, max - 1 - tail).join('')}…${letters.slice(letters.length - tail).join('')}`;
}

/** A sentence of at most `max` characters, cut at its end. */
export function endCut(text: string, max: number): string {
	const letters = [...text];
	return letters.length <= max
		? text
		: `${letters
				.slice(0, Math.max(0, max - 1))
				.join('')
				.trimEnd()}…`;
}

const length = (text: string): number => [...text].length;
