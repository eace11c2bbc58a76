/**
 * What files were like in commits, read from the trees themselves: most commits share most of them, so that few are read, and none twice.
 * Whether a blob is there does not matter (a partial clone has few).
 */
import { forgetFirst } from '../../base/forget-first.ts';
import type { Worktree } from '../worktree.ts';
import { readObjects } from './object-stream.ts';

const TREES_MAX = 20_000;
const FOLDER = '40000';
const GITLINK = '160000';

/** A file of a commit: its blob. `absent`: there is none, or a folder. Undefined: it cannot be told. */
export type TreeFile = string | 'absent' | undefined;

/** `commit`: hex digits, or `^1` behind them, say (gitrevisions(7)). */
export interface Wanted {
	commit: string;
	path: string;
}

interface Entry {
	oid: string;
	isFolder: boolean;
}

/** What is known of a tree; undefined by a name: there is no such entry. */
type Tree = Map<string, Entry | undefined>;

/** A path on its way through the trees: the tree that it has come to, and which of its names is looked for there. */
interface Way extends Wanted {
	names: readonly string[];
	depth: number;
	tree: string;
}

export class TreeFiles {
	/** Trees of commits, and what is known of trees. */
	readonly #roots = new Map<string, string>();
	readonly #trees = new Map<string, Tree>();

	/** Reads what has to be read for these, and says then what each is. */
	async asked(worktree: Worktree, wanted: readonly Wanted[]): Promise<(commit: string, path: string) => TreeFile> {
		const files = new Map<string, Map<string, TreeFile>>();
		const missing = new Set<string>();
		let open = this.#ways(wanted, files);
		while (open.length > 0) {
			const needed = new Map<string, Set<string>>();
			const further: Way[] = [];
			for (const way of open) {
				const file = this.#follow(way, missing);
				if (file !== 'further') files.get(way.commit)?.set(way.path, file);
				else {
					further.push(way);
					needed.set(way.tree, (needed.get(way.tree) ?? new Set()).add(way.names[way.depth] as string));
				}
			}
			open = further;
			await this.#read(worktree, needed, missing);
		}
		return (commit, path) => files.get(commit)?.get(path);
	}

	/** Forgets what was read first, when no answer is being put together. */
	trim(): void {
		while (this.#trees.size > TREES_MAX) forgetFirst(this.#trees);
		while (this.#roots.size > TREES_MAX) forgetFirst(this.#roots);
	}

	async #read(worktree: Worktree, needed: ReadonlyMap<string, ReadonlySet<string>>, missing: Set<string>): Promise<void> {
		const found = new Set<string>();
		await readObjects(worktree, [...needed.keys()], (object, tree) => {
			if (!tree) return;
			found.add(object);
			if (object.endsWith(TREE_OF)) this.#roots.set(object.slice(0, -TREE_OF.length), tree.oid);
			const known = this.#trees.get(tree.oid) ?? new Map();
			this.#trees.set(tree.oid, known);
			readTree(tree.bytes, tree.oid.length / 2, needed.get(object) as ReadonlySet<string>, known);
		});
		for (const object of needed.keys()) if (!found.has(object)) missing.add(object);
	}

	/** Each once; `files` gets a place for each. */
	#ways(wanted: readonly Wanted[], files: Map<string, Map<string, TreeFile>>): Way[] {
		const names = new Map<string, readonly string[]>();
		return wanted.flatMap(({ commit, path }) => {
			const known = files.get(commit) ?? new Map<string, TreeFile>();
			if (known.has(path)) return [];
			files.set(commit, known.set(path, undefined));
			const split = names.get(path) ?? path.split('/');
			names.set(path, split);
			return [{ commit, path, names: split, depth: 0, tree: `${commit}${TREE_OF}` }];
		});
	}

	/** As far as is known: to the file, or to a tree that has to be read. */
	#follow(way: Way, missing: ReadonlySet<string>): TreeFile | 'further' {
		if (way.depth === 0) way.tree = this.#roots.get(way.commit) ?? way.tree;
		for (;;) {
			if (missing.has(way.tree)) return undefined;
			const name = way.names[way.depth] as string;
			const tree = this.#trees.get(way.tree);
			if (!tree?.has(name)) return 'further';
			const entry = tree.get(name);
			const isLast = way.depth === way.names.length - 1;
			if (!entry || entry.isFolder === isLast) return 'absent';
			if (isLast) return entry.oid;
			way.tree = entry.oid;
			way.depth++;
		}
	}
}

const TREE_OF = '^{tree}';
const SPACE = 0x20;

/** Entries of a tree (gitformat-pack(5) knows them as `mode SP name NUL oid`): of these names, into `tree`. */
function readTree(bytes: Buffer, oidBytes: number, names: ReadonlySet<string>, tree: Tree): void {
	for (const name of names) tree.set(name, undefined);
	for (let at = 0; at < bytes.length; ) {
		const space = bytes.indexOf(SPACE, at);
		const end = bytes.indexOf(0, space);
		if (space === -1 || end === -1) return;
		const name = bytes.toString('utf8', space + 1, end);
		const mode = bytes.toString('latin1', at, space);
		at = end + 1 + oidBytes;
		if (names.has(name) && mode !== GITLINK) tree.set(name, { oid: bytes.toString('hex', end + 1, at), isFolder: mode === FOLDER });
	}
}
