/** What could be warned of, side by side, and what the product's rule is held to. */
import type { Figures } from './figures.ts';
import type { Rule } from './replay.ts';

const DAY_MS = 86_400_000;

export const OURS = 'Alive, and lines that meet';
export const RULES = {
	'Edited within 30 minutes (the former rule)': { isAlive: undefined, level: 'same file' },
	'Alive, whichever lines': { isAlive: true, level: 'same file' },
	[OURS]: { isAlive: true, level: 'conflict' },
	'… and both edited within 14 days': { isAlive: true, level: 'conflict', withinMs: 14 * DAY_MS },
} satisfies Record<string, Rule>;

/** Of the public repository; others are as they are. */
export const BARS: Record<string, (figures: Figures) => boolean> = {
	'precision ≥ 0.85': ({ precision }) => precision >= 0.85,
	'recall ≥ 0.95': ({ recall }) => recall >= 0.95,
	'branches ≤ 12 %': ({ branches }) => branches <= 0.12,
};
