/** Asks git about a worktree, without trusting what lies in it. */
import { dirname, join } from 'node:path';
import { statOf } from './absent.ts';
import type { Worktree } from './repository.ts';
import { Turns } from './turns.ts';

const GIT_TIMEOUT_MS = 5000;
const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;
const turns = new Turns(4);

/**
 * Output of git in a worktree, or undefined where it fails: to have failed is not to have found nothing. Git finds the repository itself,
 * since one that is named to it (GIT_DIR) is trusted whoever owns it, and a repository may name programs to run (filters). It looks no
 * higher than the top, takes no locks, runs no hooks and no monitor, and fetches nothing. Git's own check counts what the user declared
 * safe; a repository that somebody else owns is not asked at all.
 */
export async function git({ top }: Worktree, args: string[], input?: string): Promise<string | undefined> {
	if (!isOurs(top)) return undefined;
	return turns.take(() => output([...SAFE, '-C', top, ...args], { ...ownEnvironment(), GIT_CEILING_DIRECTORIES: dirname(top) }, input));
}

const SAFE = [
	'--no-optional-locks',
	...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'].flatMap((set) => ['-c', set]),
];

/** Ours or root's. Where users have no numbers, git's own check has to do. */
export function isOurs(top: string): boolean {
	const us = process.getuid?.();
	const owner = statOf(join(top, '.git'))?.uid;
	return owner !== undefined && (us === undefined || owner === us || owner === 0);
}

/** Where git's own configuration lies. All else that a shell or a hook says of git is about another repository. */
export const KEPT_VARIABLES: ReadonlySet<string> = new Set([
	'GIT_CONFIG_GLOBAL',
	'GIT_CONFIG_SYSTEM',
	'GIT_CONFIG_NOSYSTEM',
	'GIT_EXEC_PATH',
]);

function ownEnvironment(): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') || KEPT_VARIABLES.has(name));
	return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' };
}

/** What starts processes is loaded with the first question: most boards are drawn without one. */
async function output(args: string[], env: NodeJS.ProcessEnv, input: string | undefined): Promise<string | undefined> {
	const [{ execFile }, { promisify }] = await Promise.all([import('node:child_process'), import('node:util')]);
	const pending = promisify(execFile)('git', args, { timeout: GIT_TIMEOUT_MS, maxBuffer: OUTPUT_MAX_BYTES, windowsHide: true, env });
	pending.child.stdin?.on('error', () => undefined); // Git ended before it read everything: its exit code says why.
	pending.child.stdin?.end(input);
	try {
		return (await pending).stdout;
	} catch (error) {
		// Exit code 1 is an answer ("nothing found"), not a failure; without git or in a broken repository there is nothing to know.
		if (error instanceof Error && 'stdout' in error && 'code' in error && error.code === 1) return String(error.stdout);
		if (error instanceof Error && 'code' in error) return undefined;
		throw error;
	}
}
