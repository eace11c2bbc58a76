/** What files were like in commits: asked together, and never twice, since commits do not change. */
import { join } from 'node:path';
import { forgetFirst } from '../../base/forget-first.ts';
import { namesIn } from '../../base/missing-file.ts';
import { git } from '../git.ts';
import type { Worktree } from '../worktree.ts';

const KNOWN_MAX = 30_000;
const BLOB = /^([0-9a-f]{40,64}) blob (\d+)$/;

export interface Blob {
	oid: string;
	size: number;
}

/** A file of a commit: `<commit>:<path>`. `absent`: there is none, or a folder. Undefined: it cannot be told. */
export type TreeFile = Blob | 'absent' | undefined;

/** `<commit>:<path>`, as gitrevisions(7) has it; undefined for paths that cannot be asked for. */
export function treeFileName(commit: string, path: string): string | undefined {
	const isPlain = path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
	return isPlain && !/[\n\r\0]/.test(path) ? `${commit}:${path}` : undefined;
}

export class TreeFiles {
	readonly #known = new Map<string, Blob | 'absent'>();

	/** Asks for those that are not yet known, and says then what each name stands for. */
	async asked(worktree: Worktree, names: ReadonlySet<string>): Promise<(name: string) => TreeFile> {
		const found = new Map<string, TreeFile>();
		const fresh: string[] = [];
		for (const name of names) {
			const known = this.#known.get(name);
			if (known === undefined) fresh.push(name);
			else found.set(name, known);
		}
		for (const [name, file] of await askedFiles(worktree, fresh)) {
			found.set(name, file);
			if (file === undefined) continue;
			this.#known.set(name, file);
			if (this.#known.size > KNOWN_MAX) forgetFirst(this.#known);
		}
		return (name) => found.get(name);
	}
}

/** Of a commit that is not there nothing is told, nor of what is missing where git was to fetch things when they are needed. */
async function askedFiles(worktree: Worktree, names: readonly string[]): Promise<Map<string, TreeFile>> {
	if (names.length === 0) return new Map();
	const commits = [...new Set(names.map(commitOf))];
	const answer = await git(worktree, 'objects', [...names, ...commits.map((commit) => `${commit}^{tree}`), ''].join('\n'));
	const lines = answer?.split('\n') ?? [];
	if (lines.length !== names.length + commits.length + 1) return new Map();
	const isPartial = namesIn(join(worktree.commonFolder, 'objects/pack')).some((name) => name.endsWith('.promisor'));
	const there = new Set(commits.filter((_, index) => / tree \d+$/.test(lines[names.length + index] as string)));
	return new Map(
		names.map((name, index): [string, TreeFile] => {
			const [, oid, size] = BLOB.exec(lines[index] as string) ?? [];
			if (oid !== undefined) return [name, { oid, size: Number(size) }];
			return [name, there.has(commitOf(name)) && !isPartial ? 'absent' : undefined];
		}),
	);
}

const commitOf = (name: string): string => name.slice(0, name.indexOf(':'));
