/** Commands of node_modules/.bin and of the machine, run to their end from the folder of this clone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const home = fileURLToPath(new URL('..', import.meta.url));

const GRACE_MS = 5_000;

type RunOptions = {
	signal: AbortSignal;
	/** `show` as it comes, or `keep` for the result. */
	output: 'show' | 'keep';
	env?: NodeJS.ProcessEnv;
};

/** A command leads a process group of its own, so that whatever it started stops with it. */
function stopGroup(child: ChildProcess): void {
	const send = (signal: NodeJS.Signals) => {
		if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
	};
	send('SIGTERM');
	setTimeout(() => send('SIGKILL'), GRACE_MS).unref();
}

/** Resolves when the command has ended, of itself or because `signal` stopped it; rejects where it cannot be started. */
export function run(command: string, args: string[], { signal, output, env }: RunOptions): Promise<{ code: number; output: string }> {
	signal.throwIfAborted();
	const stdio = output === 'show' ? ('inherit' as const) : ('pipe' as const);
	const child = spawn(command, args, { cwd: home, env: { ...process.env, ...env }, stdio: ['ignore', stdio, stdio], detached: true });
	const stop = () => stopGroup(child);
	signal.addEventListener('abort', stop, { once: true });
	const chunks: Buffer[] = [];
	child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
	child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
	return new Promise((done, fail) => {
		child.on('error', fail);
		child.on('close', (code) => {
			signal.removeEventListener('abort', stop);
			done({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
		});
	});
}

/** Aborts when this process is asked to stop, which then is for its owner to do. */
export function stopSignal(): AbortSignal {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
	return stop.signal;
}
