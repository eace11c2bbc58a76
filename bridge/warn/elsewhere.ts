/** Who else is in a file, and who else works in a repository, of all that the bridge knows. Pure. */
import { COLLISION_WINDOW_MS } from '../../shared/limits.ts';
import { covers, MINUTE_MS, openPlans, planEnd } from '../../shared/room/planned.ts';
import { NO_BASE, parseSpans } from '../../shared/room/spans.ts';
import type { Asker, KnownAgent } from './known-agent.ts';
import type { InFile, InRepository } from './question.ts';
import { indexOf } from './touch-index.ts';

/** An agent that has done nothing for so long, and of whose changes none lives, is not at work there. */
const AT_WORK_MS = 30 * MINUTE_MS;

type Touch = KnownAgent['facts']['touches'][number];
type Planned = NonNullable<KnownAgent['facts']['planned']>[number];

/** With whose it is, unique over all rooms, and when a claim was made. */
export interface Found {
	person: string;
	/** This machine's clock. */
	at: number;
	in: InFile;
}

/** What others have in a file, worst first. `path` is relative to the repository's root. */
export function inFileOf(asker: Asker, agents: Iterable<KnownAgent>, path: string, now: number): Found[] {
	const found: Found[] = [];
	const met = asker.meets(path);
	for (const agent of agents) {
		const touch = indexOf(agent.facts.touches).byPath.get(path);
		if (touch !== undefined && counts(touch, agent, now) && isElsewhere(asker, agent)) found.push(changeOf(asker, agent, touch, met, now));
		const planned = planOver(agent, path, now);
		if (planned !== undefined && !isSelf(asker, agent)) found.push(planOf(asker, agent, planned, now));
	}
	return found.sort((one, other) => RANK[one.in.is] - RANK[other.in.is] || other.at - one.at);
}

function planOver({ facts, ahead }: KnownAgent, path: string, now: number): Planned | undefined {
	if (facts.planned === undefined) return undefined;
	return openPlans(facts.planned, now + ahead).find((each) => covers(each.path, path));
}

/** What is worse is told first. */
export const RANK: Readonly<Record<InFile['is'], number>> = { conflict: 0, reserves: 1, 'same file': 2, plans: 3, reading: 4 };

const isSelf = ({ agentId }: Asker, { who, facts }: KnownAgent): boolean => who === 'you' && agentId === facts.agentId;

/** Agents of one person in one worktree share its files: between them nothing has to be merged. */
const isElsewhere = (asker: Asker, agent: KnownAgent): boolean => agent.who !== 'you' || agent.facts.worktree !== asker.worktree;

function counts({ mode, at }: Touch, { ahead }: KnownAgent, now: number): boolean {
	return mode === 'alive' || (mode === 'edit' && now - (at - ahead) <= COLLISION_WINDOW_MS);
}

function changeOf(asker: Asker, agent: KnownAgent, touch: Touch, met: ReadonlySet<string>, now: number): Found {
	const { agentId } = agent.facts;
	const isMeeting = met.has(agentId) || (asker.agentId !== undefined && touch.meets?.includes(asker.agentId) === true);
	const at = touch.at - agent.ahead;
	return {
		person: agent.person,
		at,
		in: { ...base(asker, agent, at, now), is: isMeeting ? 'conflict' : 'same file', lines: linesOf(touch.lines) },
	};
}

function planOf(asker: Asker, agent: KnownAgent, { at: told, minutes, claim }: Planned, now: number): Found {
	const at = told - agent.ahead;
	const minutesLeft = Math.ceil((planEnd({ at, minutes }) - now) / MINUTE_MS);
	return { person: agent.person, at, in: { ...base(asker, agent, at, now), is: claim, lines: [], minutesLeft } };
}

function base(asker: Asker, { who, facts }: KnownAgent, at: number, now: number) {
	const minutesAgo = Math.max(0, Math.floor((now - at) / MINUTE_MS));
	return { who, agent: facts.kind, branch: branchOf(asker, facts.branch), minutesAgo };
}

function branchOf(asker: Asker, branch: string | undefined): InFile['branch'] {
	if (asker.branch === undefined || branch === undefined) return 'unknown';
	return asker.branch === branch ? 'same' : 'another';
}

/** Of half lines (`room/spans.ts`): what was put between two lines is told as those two. A new file has none. */
function linesOf(text: string | undefined): [number, number][] {
	const spans = text === undefined ? undefined : parseSpans(text);
	if (spans === undefined || spans.base === NO_BASE) return [];
	return spans.spans.map(([from, to]) => [Math.max(1, Math.floor(from / 2)), Math.ceil(to / 2)]);
}

/** Who else works in the asker's repository, or has something unmerged or planned there: who needs looking at first. */
export function inRepositoryOf(asker: Asker, agents: Iterable<KnownAgent>, now: number): InRepository[] {
	const found: InRepository[] = [];
	for (const agent of agents) {
		const each = atWork(asker, agent, now);
		if (each !== undefined && !isSelf(asker, agent)) found.push(each);
	}
	return found.sort((one, other) => Number(one.who === 'you') - Number(other.who === 'you') || one.minutesAgo - other.minutesAgo);
}

function atWork(asker: Asker, agent: KnownAgent, now: number): InRepository | undefined {
	const { facts, isAway, ahead, who } = agent;
	const changed = indexOf(facts.touches).alive;
	const planned = openPlans(facts.planned, now + ahead).length;
	const last = Math.max(facts.touches[0]?.at ?? 0, facts.statusSince) - ahead;
	const isBusy = !isAway && (facts.status === 'working' || facts.status === 'waiting') && now - last <= AT_WORK_MS;
	if (!isBusy && changed === 0 && planned === 0) return undefined;
	const { minutesAgo, branch } = base(asker, agent, last, now);
	return { who, agent: facts.kind, status: isAway ? 'away' : facts.status, changed, planned, branch, minutesAgo };
}
