/** What a person chose to see of a room, as it stands in a page's address. Pure. */
import { type Filter, NO_FILTER, type Scope, STATUSES } from './board.ts';
import { GROUPINGS, type Grouping, SORTS, type Sort } from './grouping.ts';

export interface Choice {
	scope: Scope;
	filter: Filter;
	grouping: Grouping;
	sort: Sort;
	/** The list of agents, or the pictures alone. */
	page: 'board' | 'pictures';
	/** How far back the lanes of the pictures go. */
	hours: Hours;
}

/** Of the last day is told what this browser saw. */
export const HOURS = [2, 4, 8, 24] as const;
export type Hours = (typeof HOURS)[number];

export const FIRST_CHOICE: Choice = {
	scope: { type: 'mine' },
	filter: NO_FILTER,
	grouping: 'branch',
	sort: 'attention',
	page: 'board',
	hours: 2,
};

/** What is as `first` has it is left out. */
export function toQuery({ scope, filter, grouping, sort, page, hours }: Choice, first: Choice): string {
	const query = new URLSearchParams();
	if (scope.type === 'operator') query.set('person', scope.operatorId);
	else if (scope.type !== first.scope.type) query.set('view', scope.type);
	if (filter.text.trim() !== '') query.set('q', filter.text);
	if (filter.repo !== undefined) query.set('repo', filter.repo);
	if (filter.status !== undefined) query.set('status', filter.status);
	if (grouping !== first.grouping) query.set('group', grouping);
	if (sort !== first.sort) query.set('sort', sort);
	if (page !== first.page) query.set('page', page);
	if (hours !== first.hours) query.set('hours', String(hours));
	return query.toString();
}

/** What an address does not say, or says of what there is not, is as `first` has it. */
export function fromQuery(query: string, first: Choice): Choice {
	const said = new URLSearchParams(query);
	const filter = { text: said.get('q') ?? '', repo: said.get('repo') ?? undefined, status: among(STATUSES, said.get('status')) };
	return {
		scope: scopeOf(said) ?? first.scope,
		filter,
		grouping: among(GROUPINGS, said.get('group')) ?? first.grouping,
		sort: among(SORTS, said.get('sort')) ?? first.sort,
		page: among(['board', 'pictures'] as const, said.get('page')) ?? first.page,
		hours: HOURS.find((hours) => String(hours) === said.get('hours')) ?? first.hours,
	};
}

function scopeOf(said: URLSearchParams): Scope | undefined {
	const operatorId = said.get('person');
	if (operatorId !== null && operatorId !== '') return { type: 'operator', operatorId };
	const type = among(['mine', 'all'] as const, said.get('view'));
	return type && { type };
}

const among = <Word extends string>(words: readonly Word[], said: string | null): Word | undefined => words.find((word) => word === said);

export const isFiltered = ({ text, repo, status }: Filter): boolean => text.trim() !== '' || repo !== undefined || status !== undefined;
