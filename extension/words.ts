/** What every surface says alike, here in the language of the texts. The rules are in `shared/`, where the terminal has its English. */
import { type Names, type PairWords, pairWordsIn } from '../shared/collision-words.ts';
import { ENGLISH, type Language } from '../shared/phrases.ts';
import { AGENT_NAMES, type AgentKind } from '../shared/report/facts.ts';
import type { Pair } from '../shared/room/collision-pairs.ts';
import { agoIn, STATUS_PHRASES, spanIn } from '../shared/words.ts';
import { text } from './texts.ts';

let weekdays: Intl.DateTimeFormat | undefined;
let days: Intl.DateTimeFormat | undefined;

/** Intl writes days, of which `_locales` has no names. It takes longer to load than a popup to draw, and English can do without. */
const HERE: Language = {
	say: text,
	weekday: (date) => {
		if (text('htmlLang') === 'en') return ENGLISH.weekday(date);
		weekdays ??= new Intl.DateTimeFormat(text('htmlLang'), { weekday: 'long' });
		return weekdays.format(date);
	},
	dayOfMonth: (date) => {
		if (text('htmlLang') === 'en') return ENGLISH.dayOfMonth(date);
		days ??= new Intl.DateTimeFormat(text('htmlLang'), { day: 'numeric', month: 'short' });
		return days.format(date);
	},
};

/** How long: `now`, `3 min`, `2 h`, `5 d`. */
export const span = (ms: number): string => spanIn(HERE, ms);

/** How long ago: `just now`, `3 min ago`. */
export const ago = (ms: number): string => agoIn(HERE, ms);

/** The word that always goes with the shape. `paused` is said of an operator. */
export const statusWord = (status: keyof typeof STATUS_PHRASES): string => text(STATUS_PHRASES[status]);

/** `Your Codex`, `Andrew's Codex`. */
export const agentOf = (person: { name: string; isYou: boolean }, kind: AgentKind): string =>
	person.isYou ? text('agentYours', AGENT_NAMES[kind]) : text('agentOf', person.name, AGENT_NAMES[kind]);

export const pairWords = (pair: Pair, names: Names, now: number): PairWords => pairWordsIn(HERE, pair, names, now);
