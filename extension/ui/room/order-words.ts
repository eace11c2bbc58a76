/** What groupings and orders are called. */
import type { Grouping, Sort } from '../../room/grouping.ts';
import type { TextKey } from '../../texts.ts';

export const GROUPED = {
	branch: 'byBranch',
	person: 'byPerson',
	repo: 'byRepo',
	status: 'byStatus',
	pull: 'byPull',
	none: 'byNothing',
} as const satisfies Record<Grouping, TextKey>;

export const SORTED = { attention: 'sortAttention', recent: 'sortRecent', title: 'sortTitle' } as const satisfies Record<Sort, TextKey>;
