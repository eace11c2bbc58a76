/** Which paths a repository marks as generated (gitattributes(5), `linguist-generated`). */
import { join, posix } from 'node:path';
import { statOf, textIn } from '../base/missing-file.ts';
import { attributesOf } from './attributes.ts';
import type { Worktree } from './worktree.ts';

const MARKS: ReadonlySet<string | undefined> = new Set(['set', 'true']);

/** Whether the repository has a file that could mark them (gitattributes(5)): most have none, and git need not be started. */
function marksAny({ top, commonFolder }: Worktree, paths: readonly string[]): boolean {
	const folders = new Set(['.']);
	for (const path of paths) for (let at = posix.dirname(path); at !== '.' && !folders.has(at); at = posix.dirname(at)) folders.add(at);
	const files = [...folders].map((folder) => join(top, folder, '.gitattributes'));
	return [join(commonFolder, 'info', 'attributes'), ...files].some(
		(file) => statOf(file) && textIn(file)?.includes('linguist-generated') !== false,
	);
}

/** What git says of each path (relative to the top); of those that it fails at, nothing. */
export async function generatedOf(worktree: Worktree, paths: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
	if (!marksAny(worktree, paths)) return new Map(paths.map((path) => [path, false]));
	const found = await attributesOf(worktree, 'generated', paths);
	return new Map([...found].map(([path, values]) => [path, MARKS.has(values.get('linguist-generated'))]));
}
