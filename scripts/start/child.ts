/** Long-running processes of `npm start` and the tests: each ends with its signal, and is waited for. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const PATIENCE_MS = 5_000;

/** A child that is ended when `signal` aborts. */
export function startChild(command: string, args: string[], options: SpawnOptions & { signal: AbortSignal }): ChildProcess {
	const { signal, ...rest } = options;
	const child = spawn(command, args, rest);
	const end = () => void endChild(child);
	signal.addEventListener('abort', end, { once: true });
	child.once('exit', () => signal.removeEventListener('abort', end));
	if (signal.aborted) end();
	return child;
}

/** SIGTERM first, SIGKILL to who does not listen. Resolves when it has ended. */
export async function endChild(child: ChildProcess): Promise<void> {
	if (hasEnded(child)) return;
	const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
	child.kill('SIGTERM');
	await once(child, 'exit');
	clearTimeout(timer);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
