/**
 * Runs git: the one place that does. Nothing that a repository names or brings may run with it, whatever git's version; the settings and
 * variables here are the second wall behind the closed list of questions.
 */
import { systemProgram } from '../base/program.ts';

const TIMEOUT_MS = 10_000;

export interface Run {
	/** Absolute. */
	folder: string;
	args: readonly string[];
	env: NodeJS.ProcessEnv;
	/** Where git stops to look for a repository. */
	ceiling?: string | undefined;
	input?: string | undefined;
	/** Called with the output as it comes. */
	onOutput: (bytes: Buffer) => void;
	/** Ends git early. */
	signal?: AbortSignal | undefined;
}

/** Git's exit code; undefined where there is no git, where it took too long and where it was ended. */
export async function runGit({ folder, args, env, ceiling, input, onOutput, signal }: Run): Promise<number | undefined> {
	const program = gitProgram(env);
	if (program === undefined) return undefined;
	// What starts processes is loaded with the first question: most boards are drawn without one.
	const [{ spawn }, { randomUUID }] = await Promise.all([import('node:child_process'), import('node:crypto')]);
	return new Promise((resolve, reject) => {
		const child = spawn(program, [...SETTINGS, '-C', folder, ...args], {
			env: { ...surroundings(env, randomUUID()), GIT_CEILING_DIRECTORIES: ceiling },
			stdio: ['pipe', 'pipe', 'ignore'],
			windowsHide: true,
			timeout: TIMEOUT_MS,
			killSignal: 'SIGKILL',
			signal,
		});
		child.stdin.on('error', () => undefined); // Git ended before it read everything: its exit code says why.
		child.stdin.end(input);
		child.stdout.on('data', onOutput);
		child.on('error', (error) => ('code' in error ? resolve(undefined) : reject(error)));
		child.on('close', (code) => resolve(code ?? undefined));
	});
}

/** That of the PATH which no repository can have brought. */
export const gitProgram = (env: NodeJS.ProcessEnv, platform = process.platform): string | undefined => systemProgram('git', env, platform);

/** Those come before a repository's own. */
const SETTINGS = [
	'--no-pager',
	...[
		'core.fsmonitor=false',
		'core.hooksPath=/dev/null',
		'protocol.allow=never',
		// A folder that looks like a repository without a worktree is none, wherever it lies.
		'safe.bareRepository=explicit',
		// Of Microsoft's git: a program that says which files are there, and one that fetches those that are not.
		'core.virtualFilesystem=',
		'core.useGVFSHelper=false',
	].flatMap((set) => ['-c', set]),
];

/** Where git's own configuration and programs lie. All else that a shell or a hook says of git is about another repository. */
export const KEPT_VARIABLES: ReadonlySet<string> = new Set([
	'GIT_CONFIG_GLOBAL',
	'GIT_CONFIG_SYSTEM',
	'GIT_CONFIG_NOSYSTEM',
	'GIT_EXEC_PATH',
]);

/**
 * `noProtocol`: the only one that is allowed, made up anew. A repository could name any that is known (`none::x`) and, by an alias
 * (`remote-none`), the program that speaks it.
 */
function surroundings(env: NodeJS.ProcessEnv, noProtocol: string): NodeJS.ProcessEnv {
	const kept = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || KEPT_VARIABLES.has(name));
	return {
		...Object.fromEntries(kept),
		GIT_ALLOW_PROTOCOL: noProtocol,
		GIT_NO_LAZY_FETCH: '1',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_TERMINAL_PROMPT: '0',
		GIT_TRACE2: '0',
		GIT_TRACE2_EVENT: '0',
		GIT_TRACE2_PERF: '0',
		LC_ALL: 'C',
	};
}
