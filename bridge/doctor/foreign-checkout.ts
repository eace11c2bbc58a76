/** Checkouts that another user owns: their configuration may name programs to run, so git is not asked there, whatever is called safe. */
import { localPath } from '../base/agent-path.ts';
import { tilde } from '../base/home.ts';
import { isOurs } from '../git/owner.ts';
import { resolved, Worktrees } from '../git/worktree.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { type Finding, note, problem } from './finding.ts';

/** The top of the checkout that a folder lies in, where somebody else owns it. */
function foreignTop(folder: string): string | undefined {
	const top = new Worktrees().at(folder)?.top;
	return top === undefined || isOurs(top) ? undefined : top;
}

/** To take it over would make its configuration one's own. */
const CLONE_IT = 'Clone it anew as yourself, and work there.';

/** Where agents work in such a one. */
export function checkForeign(agents: readonly LocalAgent[], home: string): Finding[] {
	const tops = new Set(agents.flatMap(({ repo, cwd }) => (repo === undefined ? (foreignTop(localPath(cwd)) ?? []) : [])));
	return [...tops].map((top) => {
		const text = `Another user owns ${tilde(top, home)}: git is not asked there, and agents that work in it have no repository and are never shared.`;
		return note('sessions', text, CLONE_IT);
	});
}

/** Where such a one is shared. */
export function checkSharedForeign(path: string, absolute: string): Finding | undefined {
	const top = foreignTop(resolved(absolute));
	if (top === undefined) return undefined;
	return problem('sharing', `${path} is shared, but another user owns it: nothing of it is told.`, CLONE_IT);
}
