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

/** `first`: the branch that the repository began with here, where that says something. Undefined where nobody can tell. */
export function defaultBranch(refs: Refs, first: () => string | undefined): DefaultBranch | undefined {
	const remotes = remotesOf(refs);
	const said = new Map(remotes.map((remote) => [remote, headAt(refs, remote)]));
	for (const remote of remotes) {
		const names = [said.get(remote), ...said.values(), ...USUAL];
		const found = firstOf(refs, `refs/remotes/${remote}`, names) ?? firstOf(refs, `refs/remotes/${remote}`, [first()]);
		if (found) return found;
	}
	return refs.hasFetched ? undefined : (firstOf(refs, 'refs/heads', USUAL) ?? firstOf(refs, 'refs/heads', [first()]));
}

/** Which one a remote itself said it is, when it was cloned. */
function headAt(refs: Refs, remote: string): string | undefined {
	const prefix = `refs/remotes/${remote}/`;
	const target = refs.targetOf(`${prefix}HEAD`);
	return target?.startsWith(prefix) ? target.slice(prefix.length) : undefined;
}

function firstOf(refs: Refs, folder: string, names: readonly (string | undefined)[]): DefaultBranch | undefined {
	for (const name of names) {
		const commit = name === undefined ? undefined : refs.commitOf(`${folder}/${name}`);
		if (commit !== undefined) return { ref: `${folder}/${name}`, commit };
	}
	return undefined;
}
