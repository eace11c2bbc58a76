/** workerd as a child process: it listens when this says so, and ends with whoever started it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { CUT } from '../../party/door/leash.ts';

export interface Workerd {
	/** The process that listens and serves. It leads a process group of its own. */
	pid: number;
	port: number;
	/** Resolves when it has ended, whatever ended it. */
	ended: Promise<void>;
	/** Asks it to end, and makes it end where it does not. */
	stop(): Promise<void>;
}

export interface WorkerdOptions {
	/** Path of its configuration. */
	config: string;
	/** All of its environment: nothing of ours is handed on unasked. */
	env: NodeJS.ProcessEnv;
	onLine(line: string): void;
	signal?: AbortSignal | undefined;
}

/** The program for this machine. The package has no types. */
const { default: workerd } = createRequire(import.meta.url)('workerd') as { default: string };
/**
 * A shell that becomes workerd, once it has left a guard in its process group. The guard waits for the end of a pipe whose other
 * end we alone hold: however we end, `kill -9` included, the group ends too. Else a relay would go on serving that nobody owns.
 */
const GUARDED = '(read -r _ <&4; kill -KILL 0) & exec "$@" 4<&-';
/** It waits for open sockets to close, which they do not do by themselves. What rooms wrote is on the disk: nothing is lost. */
const STOP_WITHIN_MS = 500;
const listening = z.object({ event: z.literal('listen'), port: z.int() });

/** Resolves when it listens; `undefined` where it ended before. */
export async function startWorkerd({ config, env, onLine, signal }: WorkerdOptions): Promise<Workerd | undefined> {
	signal?.throwIfAborted();
	const child = spawn('/bin/sh', ['-c', GUARDED, 'relay', workerd, 'serve', '--control-fd=3', config], {
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
		env,
	});
	const ended = once(child, 'exit').then(() => void child.stdio[4]?.destroy());
	const stop = () => stopGroup(child, ended);
	const onAbort = () => void stop();
	signal?.addEventListener('abort', onAbort, { once: true });
	void ended.then(() => signal?.removeEventListener('abort', onAbort));
	for (const stream of [child.stdout, child.stderr]) {
		if (stream !== null) createInterface({ input: stream }).on('line', (line) => tellPlainly(line, onLine));
	}
	const port = await listeningPort(child);
	if (port === undefined) await ended;
	return port === undefined ? undefined : { pid: child.pid ?? 0, port, ended, stop };
}

function tellPlainly(line: string, onLine: (line: string) => void): void {
	const plain = stripVTControlCharacters(line).trim();
	if (plain !== '' && !plain.endsWith(CUT)) onLine(plain);
}

/** What workerd reports as soon as connections are accepted; `undefined` at the end of the pipe, which is the end of workerd. */
async function listeningPort(child: ChildProcess): Promise<number | undefined> {
	const control = child.stdio[3];
	if (!(control instanceof Readable)) throw new Error('There is no pipe to hear workerd by.');
	for await (const line of createInterface({ input: control })) return listening.parse(JSON.parse(line)).port;
	return undefined;
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	// What it says of its own end is no news.
	child.stdout?.removeAllListeners();
	child.stderr?.removeAllListeners();
	child.kill('SIGTERM');
	await Promise.race([ended, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
	if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
	await ended;
}
