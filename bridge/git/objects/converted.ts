/**
 * Files that git keeps in another form than they have in a worktree, which only a filter of the repository's own, say, could compare (SPEC
 * G4). Whether they changed is told from the index.
 */
import { join, posix } from 'node:path';
import { attributesOf, isKeptPlainly } from '../attributes.ts';
import { changedFiles } from '../changed.ts';
import type { Worktree } from '../worktree.ts';
import type { KnownTexts } from './known-texts.ts';

const CONVERTS = /filter|ident|working-tree-encoding/;

/** By path, of those that are kept in another form: whether they changed; undefined where git fails. */
export async function convertedOf(
	worktree: Worktree,
	paths: readonly string[],
	textOf: (file: string) => ReturnType<KnownTexts['of']>,
): Promise<ReadonlyMap<string, boolean | undefined>> {
	const doubtful = paths.filter((path) => attributeFiles(worktree, path).some((file) => CONVERTS.test(textOf(file) ?? '')));
	if (doubtful.length === 0) return new Map();
	const attributes = await attributesOf(worktree, 'converted', doubtful);
	const converted = doubtful.filter((path) => !isKeptPlainly(attributes.get(path)));
	if (converted.length === 0) return new Map();
	const changed = await changedFiles(worktree, 0);
	const names = changed && new Set(changed.map(({ path }) => path));
	return new Map(converted.map((path) => [path, names?.has(path)]));
}

/** Where a repository may say so (gitattributes(5)). */
function attributeFiles({ top, commonFolder }: Worktree, path: string): string[] {
	const files = [join(commonFolder, 'info/attributes'), join(top, '.gitattributes')];
	for (let at = posix.dirname(path); at !== '.'; at = posix.dirname(at)) files.push(join(top, at, '.gitattributes'));
	return files;
}
