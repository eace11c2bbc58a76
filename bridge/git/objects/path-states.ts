/** What files were like on the default branch since a branch left it. */
import { git } from '../git.ts';
import type { Worktree } from '../worktree.ts';

/** Of one file; the latest. */
const STATES_MAX = 64;

/** By path: the blobs that it was in commits of `main` that `base` has not, latest first. Undefined where git fails. */
export async function pathStates(
	worktree: Worktree,
	main: string,
	base: string,
	paths: ReadonlySet<string>,
): Promise<Map<string, string[]> | undefined> {
	const wanted = [...paths].map((path) => `:(top,literal)${path}`);
	const answer = await git(worktree, 'pathStates', [main, `^${base}`, '--', ...wanted, ''].join('\n'));
	if (answer === undefined) return undefined;
	const states = new Map<string, string[]>();
	for (const line of answer.split('\n')) {
		const space = line.indexOf(' ');
		const path = line.slice(space + 1);
		if (space === -1 || !paths.has(path)) continue;
		const known = states.get(path) ?? [];
		if (known.length < STATES_MAX) known.push(line.slice(0, space));
		states.set(path, known);
	}
	return states;
}
