/** The branch that changes are merged into, as far as this repository has heard of it. Nothing is fetched. */
import type { Refs } from './refs.ts';

export interface DefaultBranch {
	/** `refs/remotes/origin/main`; without a remote `refs/heads/main`. */
	ref: string;
	/** Its newest known commit. */
	commit: string;
}

/** What it is called where nobody says. */
const USUAL = ['main', 'master', 'trunk'];
/** Who has it, first: as a repository is named (SPEC A7). */
const REMOTES = ['upstream', 'origin'];

/** Remotes of which something was fetched, the one that is merged into first. */
export function remotesOf(refs: Refs): string[] {
	return [...new Set([...REMOTES, ...refs.remotes.toSorted()])];
}

/** `first`: the branch that this clone began with. Undefined where nobody can tell. */
export function defaultBranch(refs: Refs, first: string | undefined): DefaultBranch | undefined {
	const remotes = remotesOf(refs);
	const said = remotes.flatMap((remote) => {
		const prefix = `refs/remotes/${remote}/`;
		const target = refs.targetOf(`${prefix}HEAD`);
		return target?.startsWith(prefix) ? [target.slice(prefix.length)] : [];
	});
	const usual = [...USUAL, ...(first === undefined ? [] : [first])];
	for (const remote of remotes) {
		const own = refs.targetOf(`refs/remotes/${remote}/HEAD`)?.slice(`refs/remotes/${remote}/`.length);
		const names = [...(own === undefined ? [] : [own]), ...said, ...usual];
		const found = firstOf(refs, `refs/remotes/${remote}`, names);
		if (found) return found;
	}
	return refs.hasFetched ? undefined : firstOf(refs, 'refs/heads', usual);
}

function firstOf(refs: Refs, folder: string, names: readonly string[]): DefaultBranch | undefined {
	for (const name of names) {
		const commit = refs.commitOf(`${folder}/${name}`);
		if (commit !== undefined) return { ref: `${folder}/${name}`, commit };
	}
	return undefined;
}
