/** Where this user's own changes conflict with others', as bridges on either side found. */
import { counted } from '../../shared/words.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { inFileOf } from './elsewhere.ts';
import type { KnownAgent } from './known-agent.ts';
import type { InFile } from './question.ts';
import type { Knowledge } from './warner.ts';

export interface OwnConflict {
	repo: string;
	path: string;
	others: InFile[];
}

/** In every repository, or in one. */
export function conflictsOf(knowledge: Knowledge, now: number, only?: string): OwnConflict[] {
	const own = knowledge.own().filter(({ repo }) => repo !== undefined && (only === undefined || repo === only));
	return [...Map.groupBy(own, ({ repo }) => repo as string)].flatMap(([repo, mine]) => conflictsIn(repo, mine, knowledge, now));
}

function conflictsIn(repo: string, mine: readonly LocalAgent[], knowledge: Knowledge, now: number): OwnConflict[] {
	const known = [...knowledge.agents(repo)];
	const metByOthers = metBy(known);
	const byPath = new Map<string, InFile[]>();
	for (const agent of mine) {
		for (const { path, mode } of agent.touches) {
			if (mode !== 'alive') continue;
			const { agentId, kind, branch, worktree = '' } = agent;
			const met = knowledge.meets(agentId, path);
			if (met.size === 0 && !metByOthers.has(`${path}\0${agentId}`)) continue;
			const asker = { kind, agentId, repo, worktree, branch, meets: () => met };
			const others = inFileOf(asker, known, path, now).flatMap((each) => (each.in.is === 'conflict' ? [each.in] : []));
			if (others.length > 0) byPath.set(path, [...(byPath.get(path) ?? []), ...others]);
		}
	}
	return [...byPath].map(([path, others]) => ({ repo, path, others }));
}

/** Whom others' bridges found to conflict with theirs, by path and agent. */
const metBy = (known: readonly KnownAgent[]): ReadonlySet<string> =>
	new Set(known.flatMap(({ facts }) => facts.touches.flatMap(({ path, meets = [] }) => meets.map((id) => `${path}\0${id}`))));

/** For a prompt: `2 agents · 1 conflict with Andrew`. Empty where there is nothing. */
export function lineOf(knowledge: Knowledge, now: number): string {
	const busy = knowledge.own().filter(({ status }) => status === 'working' || status === 'waiting').length;
	const conflicts = conflictsOf(knowledge, now);
	const people = [...new Set(conflicts.flatMap(({ others }) => others.map(({ who }) => who)))];
	return [
		...(busy > 0 ? [counted(busy, 'agent')] : []),
		...(conflicts.length > 0 ? [`${counted(conflicts.length, 'conflict')} with ${peopleWords(people)}`] : []),
	].join(' · ');
}

function peopleWords(people: readonly string[]): string {
	const [first = '', ...rest] = people.map((who) => (who === 'you' ? 'your own' : who));
	return rest.length === 0 ? first : `${first} and ${counted(rest.length, 'other')}`;
}
