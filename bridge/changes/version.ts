/** A file as it is in four places (at the base, on the default branch, where a change lives, beside it), and what follows from that. */
import type { TreeFile } from '../git/objects/tree-files.ts';
import type { Held } from '../git/objects/working-file.ts';

/** What a file holds somewhere. `absent`: there is none. Undefined: it cannot be told. */
export type Version = Held | 'absent' | undefined;

export function versionOf(file: TreeFile): Version {
	return file === undefined || file === 'absent' ? file : [file];
}

export interface Versions {
	base: Version;
	main: Version;
	held: Version;
	/** Where nothing was changed unless `held` is something else; a place that has none compares with the base alone. */
	besides: Version | 'none';
}

/** `in doubt`: the default branch has changed the file too, and may have had this change. */
export type Verdict = 'alive' | 'over' | 'unknown' | 'in doubt';

export function verdictOf({ base, main, held, besides }: Versions): Verdict {
	if (base === undefined || main === undefined || held === undefined || besides === undefined) return 'unknown';
	if (besides !== 'none' && isSame(held, besides)) return 'over';
	if (isSame(held, base) || isSame(held, main)) return 'over';
	// Whoever deleted a file that others still change has not been merged.
	return held === 'absent' || isSame(base, main) ? 'alive' : 'in doubt';
}

export const isThere = (version: Version): version is Held => version !== undefined && version !== 'absent';

export function isSame(one: Version, other: Version): boolean {
	if (!isThere(one) || !isThere(other)) return one !== undefined && one === other;
	return one.some((name) => other.includes(name));
}
