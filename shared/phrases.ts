/**
 * What terminal and browser say alike, in English. The extension has each of them in every language, by the same key, in `_locales`.
 * A phrase is a whole one wherever it can be: languages order and bend words in their own ways. Pure and free of zod.
 */

/** `$1`, `$2` … stand for what is filled in. */
export const PHRASES = {
	statusWorking: 'working',
	statusWaiting: 'waiting',
	statusIdle: 'idle',
	statusError: 'error',
	statusUnknown: 'unknown',
	statusStale: 'stale',
	statusOffline: 'offline',
	statusPaused: 'paused',

	timeNow: 'now',
	justNow: 'just now',
	// Abbreviated: so no language needs forms for one and for many of them.
	spanMinutes: '$1 min',
	spanHours: '$1 h',
	spanDays: '$1 d',
	timeAgo: '$1 ago',
	yesterday: 'yesterday',
	/** `yesterday 18:10`, `12 Nov 18:10`. */
	dayAndTime: '$1 $2',

	/** At a sentence's beginning, and within one. */
	agentYours: 'Your $1',
	agentYoursWithin: 'your $1',
	/** Of a person, which agent. */
	agentOf: "$1's $2",
	agentGone: 'agent',

	// Who, and as whose where that is not plain. `Apart`: other lines of the same file.
	pairLinesNow: '$1 is editing the same lines',
	pairLinesNowAs: '$1 is editing the same lines as $2',
	pairLines: '$1 changed the same lines',
	pairLinesAs: '$1 changed the same lines as $2',
	pairFileNow: '$1 is editing the same file',
	pairFileNowAs: '$1 is editing the same file as $2',
	pairFile: '$1 changed the same file',
	pairFileAs: '$1 changed the same file as $2',
	pairApartNow: '$1 is editing other lines of the same file',
	pairApartNowAs: '$1 is editing other lines of the same file as $2',
	pairApart: '$1 changed other lines of the same file',
	pairApartAs: '$1 changed other lines of the same file as $2',
	pairReadNow: '$1 is reading what $2 changed',
	pairRead: '$1 read what $2 changed',

	// When, and on which branch where that is known.
	unmergedAgo: '$1, unmerged',
	unmergedAgoOn: '$1, unmerged on $2',
	unmergedSince: 'since $1, unmerged',
	unmergedSinceOn: 'since $1, unmerged on $2',
	unmergedAsOf: 'offline since $1, unmerged',
	unmergedAsOfOn: 'offline since $1, unmerged on $2',
} as const;

export type Phrase = keyof typeof PHRASES;

/** A language that these are said in. */
export interface Language {
	say: (phrase: Phrase, ...parts: string[]) => string;
	/** `Tuesday`. */
	weekday: (date: Date) => string;
	/** `12 Nov`. */
	dayOfMonth: (date: Date) => string;
}

// Intl would do it, and takes 30 ms to wake in a command that runs for 100.
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const ENGLISH: Language = {
	say: (phrase, ...parts) => PHRASES[phrase].replace(/\$(\d)/g, (_, nth) => parts[Number(nth) - 1] ?? ''),
	weekday: (date) => WEEKDAYS[date.getDay()] as string,
	dayOfMonth: (date) => `${date.getDate()} ${MONTHS[date.getMonth()]}`,
};
