/** Where this user's own changes conflict with others', as bridges on either side found. */
import { counted } from '../../shared/words.ts';
import { inFileOf } from './elsewhere.ts';
import type { Knowledge, KnownAgent } from './known-agent.ts';
import type { InFile } from './question.ts';

export interface OwnConflict {
	repo: string;
	path: string;
	others: InFile[];
}

/** In every repository, or in one. */
export function conflictsOf(knowledge: Knowledge, now: number, only?: string): OwnConflict[] {
	const found = Map.groupBy(knowledge.meeting(), ({ agentId, path }) => keyOf(agentId, path));
	const met = (key: string) => new Set(found.get(key)?.flatMap(({ others }) => others));
	const own = knowledge.own().filter(({ repo }) => repo !== undefined && (only === undefined || repo === only));
	return [...Map.groupBy(own, ({ repo }) => repo as string)].flatMap(([repo, mine]) => {
		const known = [...knowledge.agents(repo)];
		const isMet = isMetBy(known);
		const conflicts = mine.flatMap((agent) =>
			agent.touches.flatMap(({ path, mode }) => {
				const key = keyOf(agent.agentId, path);
				if (mode !== 'alive' || !(found.has(key) || isMet.has(key))) return [];
				const { agentId, kind, branch, worktree = '' } = agent;
				const asker = { kind, agentId, repo, worktree, branch, meets: () => met(key) };
				return inFileOf(asker, known, path, now).flatMap((each) => (each.in.is === 'conflict' ? [{ path, in: each.in }] : []));
			}),
		);
		return [...Map.groupBy(conflicts, ({ path }) => path)].map(([path, all]) => ({ repo, path, others: all.map((each) => each.in) }));
	});
}

const keyOf = (agentId: string, path: string): string => `${agentId}\0${path}`;

/** Whom others' bridges found to meet theirs. */
const isMetBy = (known: readonly KnownAgent[]): ReadonlySet<string> =>
	new Set(known.flatMap(({ facts }) => facts.touches.flatMap(({ path, meets = [] }) => meets.map((id) => keyOf(id, path)))));

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
