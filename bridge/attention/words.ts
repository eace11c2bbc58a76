/**
 * What is said of what is due. SPEC N5, N6. Of one's own agents: which kind, for how long, in which repository, and the path of one's own
 * change. Of others their name, and that only where it may be said. What is free text goes nowhere but onto this machine's own desktop.
 */
import type { Warnings } from '../../shared/alerts/due-alerts.ts';
import { filesIn } from '../../shared/alerts/open-alerts.ts';
import { shortRepo } from '../../shared/collision-words.ts';
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import type { CollisionAlert } from '../../shared/room/collision-pairs.ts';
import { counted, middleCut, span } from '../../shared/words.ts';
import { plainLine } from '../base/plain-line.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { Message } from './message.ts';

export type WaitingAgent = Pick<LocalAgent, 'agentId' | 'kind' | 'repo' | 'statusSince' | 'task'>;

export interface Speech {
	/** Undefined where it is not known, or may not be said. */
	nameOf: (alert: CollisionAlert) => string | undefined;
	/** What an agent works on is said too. */
	hasTasks: boolean;
	now: number;
}

const TITLE_MAX = 60;
const LINE_MAX = 200;
/** Files and people that a digest names. */
const NAMED_MAX = 3;

/** One for each that is told alone, and one for all others. */
export function messagesOf(
	{ alone, digest }: { alone: Warnings<WaitingAgent>; digest: Warnings<WaitingAgent> },
	speech: Speech,
): Message[] {
	return [
		...alone.collisions.map((alert) => conflictMessage(alert, speech)),
		...alone.waits.map((agent) => waitMessage(agent, speech)),
		...(digest.collisions.length + digest.waits.length === 0 ? [] : [digestMessage(digest, speech)]),
	];
}

function conflictMessage(alert: CollisionAlert, { nameOf }: Speech): Message {
	const [path = '', ...more] = alert.paths;
	const others = more.length === 0 ? [] : [`and in ${counted(more.length, 'other file')}`];
	return message(`A conflict in ${fileOf(path)}`, [`${path} · ${shortRepo(alert.repo)}`, whoIn(alert, nameOf(alert)), ...others]);
}

function whoIn({ one, other }: CollisionAlert, name: string | undefined): string {
	if (one.operatorId === other.operatorId) return 'between worktrees of yours';
	return name === undefined ? 'with a teammate’s work' : `with ${name}’s work`;
}

function waitMessage({ kind, repo, statusSince, task }: WaitingAgent, { hasTasks, now }: Speech): Message {
	const title = `Your ${AGENT_NAMES[kind]} waits for you`;
	const where = repo === undefined ? [] : [shortRepo(repo)];
	const since = now - statusSince < 60_000 ? [] : [span(now - statusSince)];
	return message(title, [[...since, ...where].join(' · '), ...(hasTasks && task !== undefined ? [task] : [])]);
}

function digestMessage({ collisions, waits }: Warnings<WaitingAgent>, { nameOf }: Speech): Message {
	const files = [...new Set(collisions.flatMap(({ paths }) => paths.map(fileOf)))];
	const people = new Set(collisions.flatMap((alert) => (alert.one.operatorId === alert.other.operatorId ? [] : (nameOf(alert) ?? []))));
	const conflicts = collisions.length === 0 ? [] : [`${counted(filesIn(collisions), 'file')} in conflict`];
	const waiting = waits.length === 0 ? [] : [`${counted(waits.length, 'agent')} of yours ${waits.length === 1 ? 'waits' : 'wait'} for you`];
	const [title = '', ...rest] = [...conflicts, ...waiting];
	return message(title, [
		...rest,
		...(files.length === 0 ? [] : [`in ${listed(files)}`]),
		...(people.size === 0 ? [] : [`with ${listed([...people])}`]),
	]);
}

function listed(all: readonly string[]): string {
	const more = all.length - NAMED_MAX;
	return `${all.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${counted(more, 'other')}` : ''}`;
}

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A line of somebody's that would be several is one. */
const message = (title: string, lines: readonly string[]): Message => ({
	title: plainLine(middleCut(title, TITLE_MAX), TITLE_MAX) ?? 'Pylon',
	lines: lines.flatMap((line) => plainLine(line, LINE_MAX) ?? []),
});
