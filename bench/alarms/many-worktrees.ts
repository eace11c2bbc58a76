/** A repository with many worktrees, in each of which an agent changed several files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from '../../bridge/changes/edit.ts';
import type { Scratch } from '../../testing/scratch.ts';

export const WORKTREES = 100;
export const EDITED = 20;
const FILES = 200;
const LINES = 200;
/** The default branch's commits from which the branches leave, and those after it. */
const BASES = 25;
const LATER = 100;
/** Worktrees whose change the default branch has had, as one commit each, before it moved on in the same files. */
export const LANDED = 5;

const pathOf = (file: number) => `pkg-${file % 20}/file-${file}.ts`;
/** Each worktree’s own, ten apart, so that several of them change each file. */
export const editedIn = (worktree: number) => Array.from({ length: EDITED }, (_, index) => pathOf((worktree * 7 + index * 10) % FILES));

export function change(folder: string, path: string, line: number, text: string): void {
	const lines = readFileSync(join(folder, path), 'utf8').split('\n');
	lines[line % LINES] = text;
	writeFileSync(join(folder, path), lines.join('\n'));
}

/** Half of the worktrees have committed their changes. Nothing of what others did after a branch left is fetched anew. */
export function furnish(scratch: Scratch): Edit[] {
	const root = scratch.repository('large');
	const git = (folder: string, ...args: string[]) => scratch.git(folder, ...args);
	for (let file = 0; file < FILES; file++) {
		mkdirSync(join(root, pathOf(file), '..'), { recursive: true });
		writeFileSync(join(root, pathOf(file)), Array.from({ length: LINES }, (_, line) => `export const x${line} = ${file};`).join('\n'));
	}
	git('large', 'add', '--all');
	for (let base = 0; base < BASES; base++) {
		change(root, pathOf(base), 100, `base ${base}`);
		git('large', 'commit', '--quiet', '-am', `Base ${base}`);
		for (let worktree = base; worktree < WORKTREES; worktree += BASES) {
			git('large', 'worktree', 'add', '--quiet', '-b', `fix-${worktree}`, `../fix-${worktree}`);
			edit(scratch, worktree);
		}
	}
	for (let worktree = 0; worktree < LANDED; worktree++) {
		for (const path of editedIn(worktree)) change(root, path, worktree, `changed in ${worktree}`);
		git('large', 'commit', '--quiet', '-am', `Land ${worktree}`);
		for (const path of editedIn(worktree)) change(root, path, worktree, 'moved on');
	}
	for (let commit = 0; commit < LATER; commit++) {
		change(root, pathOf(commit % 40), 150 + (commit % 40), `later ${commit}`);
		git('large', 'commit', '--quiet', '-am', `Later ${commit}`);
	}
	git('large', 'update-ref', 'refs/remotes/origin/main', 'main');
	git('large', 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
	return Array.from({ length: WORKTREES }, (_, worktree) => worktree).flatMap((worktree) =>
		editedIn(worktree).map((path) => ({
			worktreeTop: join(scratch.home, `fix-${worktree}`),
			root,
			branch: `fix-${worktree}`,
			path,
			at: Date.now(),
		})),
	);
}

function edit(scratch: Scratch, worktree: number): void {
	const folder = `fix-${worktree}`;
	for (const path of editedIn(worktree)) change(join(scratch.home, folder), path, worktree, `changed in ${worktree}`);
	if (worktree % 2 === 0) scratch.git(folder, 'commit', '--quiet', '-am', 'Mine');
}
