/** Where this user's own changes conflict with others', as bridges on either side found. */
import { counted } from '../../shared/words.ts';
import { inFileOf } from './elsewhere.ts';
import type { Knowledge, KnownAgent } from './known-agent.ts';
import type { InFile } from './question.ts';
import { indexOf } from './touch-index.ts';

export interface OwnConflict {
	repo: string;
	path: string;
	others: InFile[];
}

/** In every repository, or in one. */
export function conflictsOf(knowledge: Knowledge, now: number, only?: string): OwnConflict[] {
	const found = Map.groupBy(knowledge.meeting(), ({ agentId }) => agentId);
	const own = knowledge.own().filter(({ repo }) => repo !== undefined && (only === undefined || repo === only));
	return [...Map.groupBy(own, ({ repo }) => repo as string)].flatMap(([repo, mine]) => {
		const known = [...knowledge.agents(repo)];
		const told = pathsMet(known);
		const conflicts = mine.flatMap(({ agentId, kind, branch, worktree = '', touches }) => {
			const ours = found.get(agentId) ?? [];
			const paths = new Set([...ours.map(({ path }) => path), ...(told.get(agentId) ?? [])]);
			return [...paths].flatMap((path) => {
				if (indexOf(touches).byPath.get(path)?.mode !== 'alive') return [];
				const met = new Set(ours.flatMap((each) => (each.path === path ? each.others : [])));
				const all = inFileOf({ kind, agentId, repo, worktree, branch, meets: () => met }, known, path, now);
				return all.flatMap((each) => (each.in.is === 'conflict' ? [{ path, in: each.in }] : []));
			});
		});
		return [...Map.groupBy(conflicts, ({ path }) => path)].map(([path, all]) => ({ repo, path, others: all.map((each) => each.in) }));
	});
}

/** By agent, the paths in which others' bridges found it to meet theirs. */
function pathsMet(known: readonly KnownAgent[]): ReadonlyMap<string, string[]> {
	const met = known.flatMap(({ facts }) =>
		indexOf(facts.touches).meeting.flatMap(({ path, meets = [] }) => meets.map((id) => ({ id, path }))),
	);
	return new Map([...Map.groupBy(met, ({ id }) => id)].map(([id, all]) => [id, all.map(({ path }) => path)]));
}

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
