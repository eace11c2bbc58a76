/** What a folder that is to be shared holds: a repository, several below it, or none. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { counted } from '../../shared/words.ts';
import { ifReadable } from '../base/missing-file.ts';
import { Worktrees } from '../git/worktree.ts';

/** Clones lie in a folder of clones, or in one for each of its owners. */
const DEEP_MAX = 3;
const FOLDERS_MAX = 2_000;
const NAMED_MAX = 3;

/** `path` is absolute. */
export function repositoriesIn(path: string): string[] | 'itself' {
	if (new Worktrees().at(path) !== undefined) return 'itself';
	const found: string[] = [];
	let folders = [path];
	let left = FOLDERS_MAX;
	for (let deep = 0; deep < DEEP_MAX && folders.length > 0; deep++) {
		const below = folders.flatMap(foldersIn).slice(0, left);
		left -= below.length;
		const isClone = (folder: string) => existsSync(join(folder, '.git'));
		found.push(...below.filter(isClone));
		folders = below.filter((folder) => !isClone(folder));
	}
	return found;
}

const foldersIn = (folder: string): string[] =>
	(ifReadable(() => readdirSync(folder, { withFileTypes: true })) ?? []).filter(isOfInterest).map(({ name }) => join(folder, name));

const isOfInterest = (entry: Dirent): boolean => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';

/** One sentence; undefined where it is a repository, as most are. */
export function foundWords(found: ReturnType<typeof repositoriesIn>): string | undefined {
	if (found === 'itself') return undefined;
	if (found.length === 0) return 'There is no repository in it yet: those that come will be shared.';
	const names = found.slice(0, NAMED_MAX).map((path) => basename(path));
	const more = found.length > NAMED_MAX ? `, and ${found.length - NAMED_MAX} more` : '';
	return `It holds ${counted(found.length, 'repository', 'repositories')}: ${names.join(', ')}${more}. All are shared, and those that come.`;
}
