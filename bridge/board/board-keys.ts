/** What keys do to a board that stays: it scrolls, groups and filters. Pure. */
import { STATUS_WORDS } from '../../shared/words.ts';
import { stateOf } from './agent-words.ts';
import { type BoardState, GROUPINGS, type Grouping } from './board.ts';
import type { ListedAgent } from './listed-agent.ts';
import type { RoomAgent } from './listing.ts';

export interface BoardChoice {
	/** Lines that are scrolled past. */
	top: number;
	grouping: Grouping;
	/** Of many agents those that are idle are counted, in one line at the end. */
	foldsIdle: boolean;
	/** What agents and collisions are filtered by. */
	text: string;
	/** Keys are letters of the filter. */
	isTyping: boolean;
	isHelp: boolean;
}

export const FIRST_CHOICE: BoardChoice = { top: 0, grouping: 'branch', foldsIdle: true, text: '', isTyping: false, isHelp: false };

/** As Node's readline names keys; `text` is what one types. */
export interface Key {
	name: string | undefined;
	text: string | undefined;
	isHeld: boolean;
}

/** In the extension's words. */
export const RETRY = 'Retry now';

const PAGE = 10;
const STEPS: Readonly<Record<string, number>> = {
	j: 1,
	down: 1,
	k: -1,
	up: -1,
	space: PAGE,
	pagedown: PAGE,
	pageup: -PAGE,
	home: Number.NEGATIVE_INFINITY,
	end: Number.POSITIVE_INFINITY,
};

export function afterKey(choice: BoardChoice, key: Key): BoardChoice | 'quit' | 'retry' {
	const { name = '', text = '', isHeld } = key;
	if (isHeld) return name === 'c' || name === 'd' ? 'quit' : choice;
	if (choice.isTyping) return afterLetter(choice, name, text);
	if (Object.hasOwn(STEPS, name)) return { ...choice, isHelp: false, top: Math.max(0, choice.top + (STEPS[name] ?? 0)) };
	if (text === '/') return { ...choice, isTyping: true, isHelp: false, top: 0 };
	if (text === '?') return { ...choice, isHelp: !choice.isHelp };
	if (text === 'g')
		return { ...choice, grouping: GROUPINGS[(GROUPINGS.indexOf(choice.grouping) + 1) % GROUPINGS.length] ?? 'branch', top: 0 };
	if (text === 'i') return { ...choice, foldsIdle: !choice.foldsIdle };
	if (name === 'escape') return { ...choice, isHelp: false, text: '', top: 0 };
	if (name === 'r') return 'retry';
	return name === 'q' ? 'quit' : choice;
}

function afterLetter(choice: BoardChoice, name: string, text: string): BoardChoice {
	if (name === 'return' || name === 'enter') return { ...choice, isTyping: false };
	if (name === 'escape') return { ...choice, isTyping: false, text: '' };
	if (name === 'backspace') return { ...choice, text: [...choice.text].slice(0, -1).join('') };
	return /^[^\p{C}]+$/u.test(text) ? { ...choice, text: choice.text + text, top: 0 } : choice;
}

/** Every word must be somewhere in an agent's texts; of collisions, in their path or the names of those in it. */
export function filtered(state: BoardState, text: string): BoardState {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return state;
	const has = (...texts: (string | null | undefined)[]) => words.every((word) => texts.join('\n').toLowerCase().includes(word));
	const agentHas = (agent: ListedAgent | RoomAgent) =>
		has(
			'operatorName' in agent ? agent.operatorName : '',
			agent.kind,
			STATUS_WORDS[agent.status],
			stateOf(agent).seen,
			agent.title,
			agent.task,
			agent.repo,
			agent.branch,
			...agent.touches.map(({ path }) => path),
		);
	if (state.type === 'local') return { ...state, agents: state.agents.filter(agentHas) };
	const { listing } = state;
	const collisions = listing.collisions.filter(({ path, contenders }) => has(path, ...contenders.map(({ operatorName }) => operatorName)));
	return { ...state, listing: { ...listing, agents: listing.agents.filter(agentHas), collisions } };
}

export const KEY_LINES: readonly string[] = [
	'j k, arrows   one line down, up',
	'space         ten lines down; Page Up goes back',
	'Home, End     to the first line, to the last',
	'g             group by branch, person, status',
	'i             show those that are idle, or count them',
	'/             filter; Enter keeps it, Esc ends it',
	`r             ${RETRY}, where the relay does not answer`,
	'?             these keys; ? or Esc leads back',
	'q             quit',
];

/** As many lines as there are rows, from where it is scrolled to, and one that says which keys there are. */
export function scrolled(lines: readonly string[], rows: number, choice: BoardChoice, isAway = false): { lines: string[]; top: number } {
	const space = Math.max(1, rows - 1);
	const top = Math.min(choice.top, Math.max(0, lines.length - space));
	return { lines: [...lines.slice(top, top + space), `  ${foot(choice, lines.length - top - space, isAway)}`], top };
}

function foot({ isTyping, text, grouping }: BoardChoice, below: number, isAway: boolean): string {
	if (isTyping) return `/${text}▏ Enter keeps it, Esc ends it`;
	const more = below > 0 ? [`${below} more`] : [];
	return [...more, `by ${grouping}`, ...(text === '' ? [] : [`/${text}`]), ...(isAway ? [`r ${RETRY}`] : []), '? keys'].join(' · ');
}
