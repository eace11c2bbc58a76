/**
 * Where a file was moved without git's having been told: to the file that git does not know and that is most like it, by the measure that
 * git takes once it hears of it (diffcore-rename.c): bytes that both have, of all that the larger one has, at least half.
 */
import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ifReadable } from '../../base/missing-file.ts';
import { withPlainEnds } from '../content.ts';
import { git } from '../git.ts';
import { plainFile } from '../plain-file.ts';
import type { Worktree } from '../worktree.ts';
import { blobContents } from './blobs.ts';
import type { Moved } from './moves.ts';

const ALIKE_MIN = 0.5;
/** Of those with another name. */
const LOOKED_AT_MAX = 200;
const LOOKED_AT_BYTES = 2 * 1024 * 1024;

/** Files that git does not know, by their paths; none where git fails. */
export async function untrackedFiles(worktree: Worktree): Promise<string[]> {
	const answer = (await git(worktree, 'untracked')) ?? '';
	return answer.split('\0').filter((path) => path !== '' && !path.endsWith('/'));
}

/** Which of the `untracked` it is; one of the same name, if any is like it. Undefined where nothing is. */
export async function untrackedMove(worktree: Worktree, untracked: readonly string[], before: Moved): Promise<string | undefined> {
	const blob = untracked.length === 0 ? undefined : (await blobContents(worktree, [before.oid])).get(before.oid);
	if (blob === undefined || blob.length === 0 || blob.length > LOOKED_AT_BYTES) return undefined;
	const old = withPlainEnds(blob);
	const name = basename(before.path);
	const named = Map.groupBy(untracked, (path) => basename(path) === name);
	const found = await mostLike(worktree, old, named.get(true) ?? []);
	return found ?? (await mostLike(worktree, old, (named.get(false) ?? []).slice(0, LOOKED_AT_MAX)));
}

async function mostLike(worktree: Worktree, old: Buffer, paths: readonly string[]): Promise<string | undefined> {
	let best: { path: string; alike: number } | undefined;
	for (const path of paths) {
		const file = join(worktree.top, path);
		const fresh = isOfLikeSize(file, old.length) ? await plainFile(file, LOOKED_AT_BYTES) : undefined;
		const alike = fresh === undefined ? 0 : likeness(old, withPlainEnds(fresh.bytes));
		if (alike >= ALIKE_MIN && alike > (best?.alike ?? 0)) best = { path, alike };
	}
	return best?.path;
}

/** CRLF may make it twice as large. */
function isOfLikeSize(file: string, size: number): boolean {
	const found = ifReadable(() => lstatSync(file, { throwIfNoEntry: false }))?.size ?? 0;
	return found >= size * ALIKE_MIN && found <= (2 * size) / ALIKE_MIN;
}

/** Line by line, wherever a line stands. */
function likeness(old: Buffer, fresh: Buffer): number {
	const counts = new Map<string, number>();
	for (const line of linesOf(old)) counts.set(line, (counts.get(line) ?? 0) + 1);
	let both = 0;
	for (const line of linesOf(fresh)) {
		const left = counts.get(line) ?? 0;
		if (left === 0) continue;
		counts.set(line, left - 1);
		both += line.length;
	}
	return both / Math.max(old.length, fresh.length);
}

const linesOf = (bytes: Buffer): string[] => bytes.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
