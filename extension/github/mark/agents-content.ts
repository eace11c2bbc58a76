/** What a mark says of several agents at once: of those on a branch, or in a pull request's files. */
import { text, textOf } from '../../texts.ts';
import { agentOf, span, statusWord } from '../../words.ts';
import type { RoomView } from './file-content.ts';
import { isConflict, type MarkContent, peopleOf, type Worker, worst } from './mark-content.ts';

/** `Andrew's Codex is working on this branch`, `3 agents on this branch`. */
export function whoIs(workers: readonly Worker[], where: 'Branch' | 'Files' | 'Pull'): string {
	const [first, ...others] = workers;
	if (first === undefined || others.length > 0) return textOf(`mark${where}`, workers.length);
	return text(`mark${where}One`, agentOf(first.person, first.agent.kind), statusWord(first.agent.status));
}

/** `files`: those that the words cover; those that conflict are named first, where no row is too short for it, listed in the card, and colour the mark. */
export function agentsContent(
	view: RoomView,
	{
		words,
		workers,
		files,
		subject,
		now,
	}: { words: string[]; workers: Worker[]; files: readonly MarkContent[]; subject: string; now: number },
): MarkContent {
	const inConflict = worstFirst(files.filter((file) => isConflict(file.level)));
	const all = [...(inConflict.length === 0 ? [] : [conflictWords(inConflict)]), ...words].join(' · ');
	const only = workers.length === 1 ? workers[0] : undefined;
	const time = only === undefined ? undefined : span(now - only.agent.statusSince);
	return {
		level: worst(files.map((file) => file.level)),
		people: peopleOf(workers),
		lead: undefined,
		words: all,
		time,
		subject,
		workers,
		conflicts: inConflict.map((file) => ({ path: file.subject, words: file.words })),
		focus: only === undefined ? {} : { agentKey: only.agent.key },
		staleSince: view.staleSince,
		now,
	};
}

/** Those of the viewer before those of others. */
const worstFirst = (files: MarkContent[]): MarkContent[] => [
	...files.filter(({ level }) => level === 'conflict-mine'),
	...files.filter(({ level }) => level !== 'conflict-mine'),
];

const NAMED_MAX = 2;

/** `login.ts conflicts`, `3 of its files conflict: login.ts, session.ts …`. */
function conflictWords(files: readonly MarkContent[]): string {
	const named = files.slice(0, NAMED_MAX).map(({ subject }) => subject.split('/').at(-1) ?? subject);
	return textOf('markConflicts', files.length, named.join(', ') + (files.length > NAMED_MAX ? ' …' : ''));
}

/** The files of those that any of these agents is in. */
export function filesOf(workers: readonly Worker[], contents: Iterable<MarkContent>): MarkContent[] {
	const keys = new Set(workers.map(({ agent }) => agent.key));
	return [...contents].filter((file) => file.workers.some(({ agent }) => keys.has(agent.key)));
}
