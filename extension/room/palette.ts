/** What can be gone to or done by typing: people, agents, branches, files and commands. Pure. */

import { AGENT_NAMES } from '../../shared/report/facts.ts';
import type { Operator } from '../../shared/room/events.ts';
import type { Row, Scope } from './board.ts';
import type { Grouping, Sort } from './grouping.ts';

export type PaletteAction =
	| { type: 'scope'; scope: Scope }
	| { type: 'agent'; key: string }
	/** Filters by it. */
	| { type: 'text'; text: string }
	| { type: 'group'; grouping: Grouping }
	| { type: 'sort'; sort: Sort }
	| { type: 'help' | 'options' | 'clear' | 'pictures' };

export interface PaletteEntry {
	kind: 'command' | 'person' | 'agent' | 'branch' | 'file';
	label: string;
	action: PaletteAction;
}

/** Commands come first, in the words of whoever offers them. */
export function paletteEntries(commands: readonly PaletteEntry[], people: readonly Operator[], rows: readonly Row[]): PaletteEntry[] {
	const branches = new Set(rows.flatMap(({ agent }) => agent.branch ?? []));
	const files = new Set(rows.flatMap(({ agent }) => agent.touches.map(({ path }) => path)));
	const text = (kind: 'branch' | 'file') => (label: string) => ({ kind, label, action: { type: 'text' as const, text: label } });
	return [
		...commands,
		...people.map(({ name, operatorId }) => ({
			kind: 'person' as const,
			label: name,
			action: { type: 'scope' as const, scope: { type: 'operator' as const, operatorId } },
		})),
		...rows.map((row) => ({ kind: 'agent' as const, label: labelOf(row), action: { type: 'agent' as const, key: row.key } })),
		...[...branches].map(text('branch')),
		...[...files].map(text('file')),
	];
}

const labelOf = ({ agent, operator }: Row): string =>
	[operator.name, AGENT_NAMES[agent.kind], agent.title ?? agent.task].filter((part) => part !== undefined).join(' · ');

/** Every word is in it; those that begin with what was typed come first, otherwise all stay in their order. */
export function found(entries: readonly PaletteEntry[], typed: string, most: number): PaletteEntry[] {
	const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
	const all = entries.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
	const begins = ({ label }: PaletteEntry) => Number(!label.toLowerCase().startsWith(words[0] ?? ''));
	return all.sort((one, other) => begins(one) - begins(other)).slice(0, most);
}
