/** What a mark says of several agents at once: of those on a branch, or in a pull request's files. */
import { STATUS_WORDS, span } from '../../../shared/words.ts';
import { text, textOf } from '../../texts.ts';
import { ownedAgent, type RoomView } from './file-content.ts';
import { isCollision, type MarkContent, peopleOf, type Severity, type Worker, worst } from './mark-content.ts';

/** `Andrew's Codex is working on this branch`, `3 agents on this branch`. */
export function whoIs(workers: readonly Worker[], where: 'Branch' | 'Files' | 'Pull'): string {
	const [first, ...others] = workers;
	if (first === undefined || others.length > 0) return textOf(`mark${where}`, workers.length);
	return text(`mark${where}One`, ownedAgent(first), STATUS_WORDS[first.agent.status]);
}

/** `files`: those that the words cover; their collisions are counted and colour the mark. */
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
	const severity: Severity = worst(files.map((file) => file.severity));
	const collisions = files.filter((file) => isCollision(file.severity)).length;
	const all = [...words, ...(collisions === 0 ? [] : [textOf('summaryCollisions', collisions)])].join(' · ');
	const only = workers.length === 1 ? workers[0] : undefined;
	const time = only === undefined ? undefined : span(now - only.agent.statusSince);
	return {
		severity,
		people: peopleOf(workers),
		lead: undefined,
		words: all,
		time,
		subject,
		workers,
		focus: only === undefined ? {} : { agentKey: only.agent.key },
		staleSince: view.staleSince,
		now,
	};
}

/** The files of those that any of these agents is in. */
export function filesOf(workers: readonly Worker[], contents: Iterable<MarkContent>): MarkContent[] {
	const keys = new Set(workers.map(({ agent }) => agent.key));
	return [...contents].filter((file) => file.workers.some(({ agent }) => keys.has(agent.key)));
}
