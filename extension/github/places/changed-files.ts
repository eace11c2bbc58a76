/** What the marks of changed files have in common, in their headers, in the tree and in the pull request's summary. */
import type { MarkContent } from '../mark/mark-content.ts';
import type { RepoPage } from '../page/page.ts';
import type { RenamedFile } from '../page/pull/pull-payload.ts';
import { renamesOf } from '../page/pull/renames.ts';
import type { Scene } from './place.ts';

export const showsDiffs = (page: RepoPage): boolean =>
	page.kind === 'compare' || page.kind === 'commit' || (page.kind === 'pull' && page.tab === 'files');

export interface ChangedFile extends RenamedFile {
	content: MarkContent;
}

const known = new WeakMap<Scene, ChangedFile[]>();

/**
 * The room's files by what GitHub calls them on this page, once for each pass over it: a file that is renamed there counts by its old path,
 * too. Of two marks for one row the later stays: that of the file's own path.
 */
export function changedFiles(scene: Scene): ChangedFile[] {
	const before = known.get(scene);
	if (before !== undefined) return before;
	const { document, page, contents, digests } = scene;
	const renames = renamesOf(document, page, contents.keys());
	const own = [...contents].map(([path, content]) => ({ path, digest: digests.get(path) ?? '', content }));
	const files = [...own.flatMap((file) => renamedFile(file, renames)), ...own];
	known.set(scene, files);
	return files;
}

function renamedFile({ path, content }: ChangedFile, renames: ReadonlyMap<string, RenamedFile>): ChangedFile[] {
	const renamed = renames.get(path);
	return renamed === undefined ? [] : [{ ...renamed, content }];
}
