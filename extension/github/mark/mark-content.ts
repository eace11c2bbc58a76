/** What one mark shows, whichever place it is in. */
import type { PageAgent, PageFile, PagePerson } from '../../contract/page-view.ts';

export type Severity = PageFile['severity'];

/** An agent, and what it did to the file that the mark is about. */
export interface Worker {
	person: PagePerson;
	agent: PageAgent;
	touch: { mode: 'edit' | 'read'; at: number } | undefined;
}

export interface MarkContent {
	severity: Severity;
	/** Whom the badges show. */
	people: PagePerson[];
	/** The path, where the words are about a file: not shown beside it, but spoken by screen readers. */
	lead: string | undefined;
	words: string;
	time: string | undefined;
	/** What the card is about: a path, or a branch. */
	subject: string;
	workers: Worker[];
	/** What the side panel shows first. */
	focus: { path?: string; agentKey?: string };
	staleSince: number | undefined;
	now: number;
}

const RANKS: Readonly<Record<Severity, number>> = { 'collision-mine': 0, collision: 1, note: 2, touched: 3 };

export const worst = (severities: Iterable<Severity>): Severity =>
	[...severities].reduce((one, other) => (RANKS[other] < RANKS[one] ? other : one), 'touched');

export const isCollision = (severity: Severity): boolean => severity === 'collision' || severity === 'collision-mine';

export const peopleOf = (workers: readonly Worker[]): PagePerson[] => [...new Set(workers.map(({ person }) => person))];

/** Whether all agents of a person are offline. */
export const isOffline = (person: PagePerson, workers: readonly Worker[]): boolean =>
	workers.every((worker) => worker.person !== person || worker.agent.status === 'offline');

/** All of it in one line. */
export const sentenceOf = ({ lead, words, time }: MarkContent): string =>
	[lead, words, time].filter((part) => part !== undefined).join(' · ');
