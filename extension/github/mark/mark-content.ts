/** What one mark shows, whichever place it is in. */
import type { Level } from '../../../shared/room/collisions.ts';
import type { PageAgent, PagePair, PagePerson } from '../../contract/page-view.ts';

/** As on every host of ours. `conflict-mine` is an open conflict that involves the viewer, and the only red one. */
export type MarkLevel = 'conflict-mine' | 'conflict' | 'same-file' | 'reading' | 'touched';

/** An agent, and what it did to the file that the mark is about. */
export interface Worker {
	person: PagePerson;
	agent: PageAgent;
	touch: { mode: 'edit' | 'read'; at: number } | undefined;
}

export interface MarkContent {
	level: MarkLevel;
	/** Whom the badges show. */
	people: PagePerson[];
	/** The path, where the words are about a file: not shown beside it, but spoken by screen readers. */
	lead: string | undefined;
	words: string;
	time: string | undefined;
	/** What the card is about: a path, or a branch. */
	subject: string;
	workers: Worker[];
	/** Of several files: what is said of each that conflicts. */
	conflicts: { path: string; words: string }[];
	/** What the side panel shows first. */
	focus: { path?: string; agentKey?: string };
	staleSince: number | undefined;
	now: number;
}

const LEVELS: readonly MarkLevel[] = ['conflict-mine', 'conflict', 'same-file', 'reading', 'touched'];
const NAMES: Readonly<Record<Level, MarkLevel>> = { conflict: 'conflict', 'same file': 'same-file', reading: 'reading' };

export const levelOf = (pair: PagePair | undefined): MarkLevel => {
	if (pair === undefined) return 'touched';
	return pair.isAlarming ? 'conflict-mine' : NAMES[pair.level];
};

export const worst = (levels: Iterable<MarkLevel>): MarkLevel =>
	[...levels].reduce((one, other) => (LEVELS.indexOf(other) < LEVELS.indexOf(one) ? other : one), 'touched');

export const isConflict = (level: MarkLevel): boolean => level === 'conflict' || level === 'conflict-mine';

export const peopleOf = (workers: readonly Worker[]): PagePerson[] => [...new Set(workers.map(({ person }) => person))];

/** Whether all agents of a person are offline. */
export const isOffline = (person: PagePerson, workers: readonly Worker[]): boolean =>
	workers.every((worker) => worker.person !== person || worker.agent.status === 'offline');

/** All of it in one line. */
export const sentenceOf = ({ lead, words, time }: MarkContent): string =>
	[lead, words, time].filter((part) => part !== undefined).join(' · ');
