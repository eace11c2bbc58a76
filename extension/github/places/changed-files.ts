/** What the marks of changed files have in common, in their headers and in the tree. */
import type { MarkContent } from '../mark/mark-content.ts';
import type { GitHubPage } from '../page/page.ts';
import type { Renamed } from '../page/renames.ts';

export const showsDiffs = (page: GitHubPage): boolean =>
	page.kind === 'compare' || page.kind === 'commit' || (page.kind === 'pull' && page.tab === 'files');

/** Of two marks for one row the later stays: the file's own path comes after its old one. */
export const inOrder = (contents: ReadonlyMap<string, MarkContent>, renames: ReadonlyMap<string, Renamed>): [string, MarkContent][] =>
	[...contents].sort(([one], [other]) => Number(renames.has(other)) - Number(renames.has(one)));
