/** Where branches left the default branch: one question for all of them, and none twice. */
import { forgetFirst } from '../../base/forget-first.ts';
import { git } from '../git.ts';
import type { Worktree } from '../worktree.ts';

const KNOWN_MAX = 5_000;
/** `1764230400 -<commit> <parent>…`: when it was committed; a dash before those that are the default branch's. */
const LINE = /^(\d+) (-?)([0-9a-f]{40,64})((?: [0-9a-f]{40,64})*)$/;

/** The commits that the heads have and the default branch has not, and those of its own that they follow. */
interface Own {
	parents: ReadonlyMap<string, readonly string[]>;
	/** When each was committed, s. */
	boundary: ReadonlyMap<string, number>;
}

export class MergeBases {
	readonly #known = new Map<string, string | undefined>();

	/**
	 * For each head its merge base with `mains`, the default branch's commits; undefined where they have none. Of several the latest. Undefined
	 * altogether where git fails.
	 */
	async of(worktree: Worktree, heads: ReadonlySet<string>, mains: readonly string[]): Promise<Map<string, string | undefined> | undefined> {
		const ends = mains.join(' ');
		const keyOf = (head: string) => `${head} ${ends}`;
		const fresh = [...heads].filter((head) => !this.#known.has(keyOf(head)));
		if (fresh.length > 0) {
			const own = await ownCommits(worktree, fresh, mains);
			if (!own) return undefined;
			for (const head of fresh) this.#known.set(keyOf(head), baseOf(head, own));
		}
		const found = new Map([...heads].map((head) => [head, this.#known.get(keyOf(head))]));
		while (this.#known.size > KNOWN_MAX) forgetFirst(this.#known);
		return found;
	}
}

async function ownCommits(worktree: Worktree, heads: readonly string[], mains: readonly string[]): Promise<Own | undefined> {
	const answer = await git(worktree, 'ownCommits', [...heads, ...mains.map((main) => `^${main}`), ''].join('\n'));
	if (answer === undefined) return undefined;
	const parents = new Map<string, string[]>();
	const boundary = new Map<string, number>();
	for (const line of answer.split('\n')) {
		const [, seconds, dash, commit, before = ''] = LINE.exec(line) ?? [];
		if (commit === undefined) continue;
		if (dash === '-') boundary.set(commit, Number(seconds));
		else parents.set(commit, before.split(' ').slice(1));
	}
	return { parents, boundary };
}

/** A commit that is not among the heads' own is the default branch's already. */
function baseOf(head: string, { parents, boundary }: Own): string | undefined {
	if (!parents.has(head)) return head;
	let latest: string | undefined;
	const seen = new Set([head]);
	for (const commit of seen) {
		for (const parent of parents.get(commit) ?? []) seen.add(parent);
		const at = boundary.get(commit);
		if (at !== undefined && (latest === undefined || at > (boundary.get(latest) ?? 0))) latest = commit;
	}
	return latest;
}
