/** Checkouts that another user owns: their configuration may name programs to run, so git is not asked there, unless the user declares them safe. */
import { localPath } from '../base/agent-path.ts';
import { tilde } from '../base/home.ts';
import { isTrusted } from '../git/trust/owner.ts';
import { resolved, Worktrees } from '../git/worktree.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { type Finding, note, problem } from './finding.ts';

/** The top of the checkout that a folder lies in, where somebody else owns it. */
function foreignTop(folder: string): string | undefined {
	const top = new Worktrees().at(folder)?.top;
	return top === undefined || isTrusted(top) ? undefined : top;
}

/** As git itself says it. */
const trustIt = (top: string): string => `If you trust it: git config --global --add safe.directory ${typed(top)}`;

/** As it is given to a shell: somebody else may have named the folder. */
function typed(path: string): string {
	const [, sign = '', rest = ''] = /^(~\/)?(.*)$/s.exec(path) ?? [];
	return /^[\w@%+=:,./-]*$/.test(rest) ? path : `${sign}'${rest.replaceAll("'", `'\\''`)}'`;
}

/** Where agents work in such a one. */
export function checkForeign(agents: readonly LocalAgent[], home: string): Finding[] {
	const tops = new Set(agents.flatMap(({ repo, cwd }) => (repo === undefined ? (foreignTop(localPath(cwd)) ?? []) : [])));
	return [...tops].map((top) => {
		const text = `Another user owns ${tilde(top, home)}: git is not asked there, and agents that work in it have no repository and are never shared.`;
		return note('sessions', text, trustIt(tilde(top, home)));
	});
}

/** Where such a one is shared. */
export function checkSharedForeign(path: string, absolute: string): Finding | undefined {
	const top = foreignTop(resolved(absolute));
	if (top === undefined) return undefined;
	return problem('sharing', `${path} is shared, but another user owns it: nothing of it is told.`, trustIt(path));
}
