/** How many agents are what, and where: each counts among those that pass the other's filter. Pure. */
import { type Filter, type Row, STATUSES } from './board.ts';

export interface ChipCounts {
	/** Those that there are, and the chosen one; none where there is but one. */
	statuses: { status: Row['status']; count: number }[];
	/** The fullest first; none where there is but one. */
	repos: { repo: string; name: string; count: number }[];
}

const REPOS_SHOWN = 6;

export function chipCounts(rows: readonly Row[], filter: Filter): ChipCounts {
	const inRepo = rows.filter(({ agent }) => filter.repo === undefined || agent.repo === filter.repo);
	const statuses = STATUSES.map((status) => ({ status, count: inRepo.filter((row) => row.status === status).length }));
	const there = statuses.filter(({ status, count }) => count > 0 || status === filter.status);
	const repos = new Map<string, number>(filter.repo === undefined ? [] : [[filter.repo, 0]]);
	for (const { agent, status } of rows) {
		if (filter.status === undefined || status === filter.status) repos.set(agent.repo, (repos.get(agent.repo) ?? 0) + 1);
	}
	const all = [...repos].map(([repo, count]) => ({ repo, count })).sort((one, other) => other.count - one.count);
	return {
		statuses: filter.status === undefined && there.length < 2 ? [] : there,
		repos: all.length < 2 && filter.repo === undefined ? [] : named(all.slice(0, REPOS_SHOWN)),
	};
}

/** What all of them begin with, `github.com/acme/`, is said of none. */
function named(repos: { repo: string; count: number }[]): ChipCounts['repos'] {
	const owners = new Set(repos.map(({ repo }) => repo.slice(0, repo.lastIndexOf('/') + 1)));
	const before = repos.length > 1 && owners.size === 1 ? ([...owners][0] ?? '') : 'github.com/';
	return repos.map(({ repo, count }) => ({ repo, name: repo.startsWith(before) ? repo.slice(before.length) : repo, count }));
}
