/** What a repository's attributes say of paths (gitattributes(5)). */
import { git } from './git.ts';
import type { Worktree } from './worktree.ts';

/** By attribute: its value, `set`, `unset` or `unspecified`. */
type Attributes = ReadonlyMap<string, string>;

/** Attributes by which git would run a program or translate letters before it compares. Pointers of Git LFS are compared by us. */
const PLAIN_VALUES: ReadonlySet<string> = new Set(['unspecified', 'unset', 'lfs']);

/** Whether git keeps a file as it is, but for the ends of its lines, by its `converted` attributes; where git failed nobody knows. */
export function isKeptPlainly(attributes: Attributes | undefined): boolean {
	return attributes !== undefined && [...attributes.values()].every((value) => PLAIN_VALUES.has(value));
}

/** Of each path (relative to the top); of none where git fails. */
export async function attributesOf(
	worktree: Worktree,
	question: 'generated' | 'converted' | 'lineEnds',
	paths: readonly string[],
): Promise<ReadonlyMap<string, Attributes>> {
	const fields = ((await git(worktree, question, `${paths.join('\0')}\0`)) ?? '').split('\0');
	const found = new Map<string, Map<string, string>>();
	for (let at = 0; at + 2 < fields.length; at += 3) {
		const [path = '', attribute = '', value = ''] = fields.slice(at, at + 3);
		const known = found.get(path) ?? new Map<string, string>();
		found.set(path, known.set(attribute, value));
	}
	return found;
}
