/**
 * What is said of two people in one file, alike on every surface: popup, panel, mark on GitHub, terminal. Pure and free of zod, so that a
 * content script can carry it. Tenses are true: somebody "is editing" only while they are.
 */
import { ENGLISH, type Language } from './phrases.ts';
import type { AgentKind } from './report/facts.ts';
import { AGENT_NAMES } from './report/facts.ts';
import type { Pair } from './room/collision-pairs.ts';
import type { Contender } from './room/collisions.ts';
import { doSpansMeet, parseSpans } from './room/spans.ts';
import { agoIn } from './words.ts';

/** What a surface knows of those in a file. */
export interface Names {
	/** The operator who looks. */
	you: string;
	nameOf: (operatorId: string) => string;
	/** undefined where the agent has vanished meanwhile. */
	kindOf: (contender: Contender) => AgentKind | undefined;
	/** Whether its status is `working`, and its machine is heard. */
	isWorking: (contender: Contender) => boolean;
	/** Since when its machine is away. What is said of its change is as of then. */
	offlineSince?: (contender: Contender) => number | undefined;
	/** Where more than one is shown: the repository's name stands before the path. */
	hasManyRepos?: boolean;
	/** Whoever looks has several agents: which of them it is is said. */
	hasManyAgents?: boolean;
}

export interface PairWords {
	/** `src/auth/login.ts`, with the repository where there are several: `acme/api src/auth/login.ts`. */
	path: string;
	/** `40–58`, where it is known in which lines they meet. */
	lines: string | undefined;
	/** `Andrew's Codex changed the same lines`. */
	words: string;
	/** `11 min ago, unmerged on fix/session-expiry`. */
	time: string;
	/** All of it: `src/auth/login.ts 40–58 · Andrew's Codex changed … · 11 min ago, unmerged on fix/session-expiry`. */
	sentence: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Who works and touched the file so lately is at it. */
export const AT_IT_MS = 2 * MINUTE_MS;
const LATELY_MS = 30 * MINUTE_MS;

/** The other of the two speaks, or the one of whom there is most to say. */
export function pairWordsIn(language: Language, pair: Pair, names: Names, now: number): PairWords {
	const [speaker, listener] = pair.one.operatorId === names.you && !pair.isOwn ? [pair.other, pair.one] : [pair.one, pair.other];
	const path = names.hasManyRepos ? `${shortRepo(pair.repo)} ${pair.path}` : pair.path;
	const lines = pair.level === 'conflict' ? lineRange(speaker, listener) : undefined;
	const words = did(pair, speaker, listener, names, now, language);
	const time = when(speaker, names, now, language);
	return { path, lines, words, time, sentence: [lines === undefined ? path : `${path} ${lines}`, words, time].join(' · ') };
}

export const pairWords = (pair: Pair, names: Names, now: number): PairWords => pairWordsIn(ENGLISH, pair, names, now);

/** Whether both are at it now: the only time at which two in the same file ask for a look. */
export const areBothAtIt = ({ one, other }: Pair, names: Names, now: number): boolean =>
	isAtIt(one, names, now) && isAtIt(other, names, now);

const isAtIt = (contender: Contender, names: Names, now: number): boolean => names.isWorking(contender) && now - contender.at <= AT_IT_MS;

function did(pair: Pair, speaker: Contender, listener: Contender, names: Names, now: number, language: Language): string {
	if (pair.level === 'reading') return readingWords(pair, names, now, language);
	const isPlain = listener.operatorId === names.you && !pair.isOwn && !names.hasManyAgents;
	const phrase = `pair${whatOf(pair)}${isAtIt(speaker, names, now) ? 'Now' : ''}${isPlain ? '' : 'As'}` as const;
	return language.say(phrase, owned(speaker, names, language, 'begins'), owned(listener, names, language, 'within'));
}

function whatOf({ level, verdict }: Pair): 'Lines' | 'File' | 'Apart' {
	if (level === 'conflict') return 'Lines';
	return verdict === 'apart' ? 'Apart' : 'File';
}

/** Of a pair that reads `other` is the reader. */
function readingWords({ one, other }: Pair, names: Names, now: number, language: Language): string {
	const phrase = isAtIt(other, names, now) ? 'pairReadNow' : 'pairRead';
	return language.say(phrase, owned(other, names, language, 'begins'), owned(one, names, language, 'within'));
}

function when(contender: Contender, { offlineSince }: Names, now: number, language: Language): string {
	const { at, mode, branch } = contender;
	const age = now - at;
	if (mode === 'read') return agoIn(language, age);
	const on = branch === undefined ? '' : 'On';
	const awaySince = offlineSince?.(contender);
	if (awaySince !== undefined) return language.say(`unmergedAsOf${on}`, asOf(awaySince, now, language), branch ?? '');
	if (age <= LATELY_MS) return language.say(`unmergedAgo${on}`, agoIn(language, age), branch ?? '');
	return language.say(`unmergedSince${on}`, since(at, now, language), branch ?? '');
}

/** `18:10` on the same day, then `yesterday 18:10`, `Tuesday 18:10`, `12 Nov 18:10`. */
function asOf(at: number, now: number, language: Language): string {
	const [then, today, yesterday] = [at, now, now - DAY_MS].map((time) => new Date(time).toDateString());
	const clock = new Date(at).toTimeString().slice(0, 5);
	if (then === today) return clock;
	return language.say('dayAndTime', then === yesterday ? language.say('yesterday') : since(at, now, language), clock);
}

/** `14:05` on the same day, then `Tuesday`, then `12 Nov`. */
function since(at: number, now: number, { weekday, dayOfMonth }: Language): string {
	const [then, today] = [new Date(at), new Date(now)];
	if (then.toDateString() === today.toDateString()) return then.toTimeString().slice(0, 5);
	return now - at < 6 * DAY_MS ? weekday(then) : dayOfMonth(then);
}

/** It begins a sentence, or stands within one: that makes a difference of one's own. */
function owned(contender: Contender, { you, nameOf, kindOf }: Names, { say }: Language, where: 'begins' | 'within'): string {
	const kind = kindOf(contender);
	const agent = kind === undefined ? say('agentGone') : AGENT_NAMES[kind];
	if (contender.operatorId === you) return say(where === 'begins' ? 'agentYours' : 'agentYoursWithin', agent);
	return say('agentOf', nameOf(contender.operatorId), agent);
}

/** `github.com/acme/api` → `acme/api`. */
export const shortRepo = (repo: string): string =>
	repo
		.split('/')
		.slice(-2)
		.join('/')
		.replace(/@[0-9a-f]{12}$/, '');

/** The lines in which they meet, of the speaker's base; all of its lines where that cannot be told. */
function lineRange(speaker: Contender, listener: Contender): string | undefined {
	const [mine, theirs] = [speaker, listener].map(({ lines }) => (lines === undefined ? undefined : parseSpans(lines)));
	if (mine === undefined) return undefined;
	const meeting = theirs?.base === mine.base ? mine.spans.filter((span) => doSpansMeet([span], theirs.spans)) : mine.spans;
	const [first, last] = [meeting[0], meeting.at(-1)];
	if (first === undefined || last === undefined) return undefined;
	const [from, to] = [Math.max(1, Math.ceil(first[0] / 2)), Math.max(1, Math.floor(last[1] / 2))];
	return to > from ? `${from}–${to}` : String(from);
}
