/**
 * A relay on this machine: the party, bundled, in the real runtime (`partykit dev` runs workerd), as a child process.
 * PartyKit listens on all interfaces, and no option changes that: whoever starts a relay for people gives it a create key.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { UserError } from '../bridge/user-error.ts';
import { furnish, PARTY, PARTYKIT } from './partykit.ts';

export interface RelayOptions {
	/** 0 (the default) picks a free one. */
	port?: number;
	/** Folder for the relay's state: it is made where it is missing, and what is in it is kept. */
	persist: string;
	/** Who knows it may open rooms. Without one, everybody who reaches this machine may. */
	createKey?: string | undefined;
	/** Stops the relay. */
	signal?: AbortSignal | undefined;
	/** What the relay says. */
	onLine?: (line: string) => void;
	/** Another party than ours, to measure against. */
	main?: string;
}

export interface Relay {
	url: string;
	/** The process that leads the relay's group. */
	pid: number;
	stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5_000;

export async function startRelay(options: RelayOptions): Promise<Relay> {
	const { persist, createKey, signal, onLine = () => undefined } = options;
	signal?.throwIfAborted();
	const port = await freePort(options.port ?? 0);
	const folder = resolve(persist);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	// The key goes in a file: other users of the machine see the arguments of every process. And a bundle that stays as it is, since
	// `partykit dev` restarts, and cuts everybody off, when a source file changes.
	const vars = createKey === undefined ? {} : { PYLON_CREATE_KEY: createKey };
	const config = await furnish(folder, { main: options.main ?? PARTY, vars, minify: false });
	if (createKey === undefined) onLine('The relay has no create key: everybody who can reach it can open rooms.');
	const child = run(config, port, onLine);
	const stop = () => {
		// What PartyKit says of its own children's end is no news.
		child.stdout?.removeAllListeners();
		child.stderr?.removeAllListeners();
		return stopGroup(child);
	};
	const onAbort = () => void stop();
	signal?.addEventListener('abort', onAbort, { once: true });
	child.once('exit', () => signal?.removeEventListener('abort', onAbort));
	const url = `http://127.0.0.1:${port}`;
	try {
		await answering(url, child, signal);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, pid: child.pid ?? 0, stop };
}

function run(config: string, port: number, onLine: (line: string) => void): ChildProcess {
	const folder = dirname(config);
	const args = [
		'dev',
		'--config',
		config,
		'--persist',
		join(folder, 'state'),
		'--port',
		String(port),
		'--disable-request-cf-fetch',
		'--no-hotkeys',
	];
	// A group of its own: workerd is a child of PartyKit, and stops with it only if both are told.
	const child = spawn(process.execPath, [PARTYKIT, ...args], {
		cwd: folder,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, PWD: folder, NO_COLOR: '1', FORCE_COLOR: '0' },
	});
	for (const stream of [child.stdout, child.stderr]) {
		if (stream !== null) createInterface({ input: stream }).on('line', (line) => tellPlainly(line, onLine));
	}
	return child;
}

function tellPlainly(line: string, onLine: (line: string) => void): void {
	const plain = stripVTControlCharacters(line).trim();
	if (plain !== '') onLine(plain);
}

async function answering(url: string, child: ChildProcess, signal: AbortSignal | undefined): Promise<void> {
	const deadline = AbortSignal.timeout(START_WITHIN_MS);
	while (!deadline.aborted) {
		signal?.throwIfAborted();
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new UserError(
				'The relay stopped while it was starting.',
				'Run npm start again; if it happens again, run it with --port and another port.',
			);
		}
		if (await isHealthy(url)) return;
		await sleep(100);
	}
	throw new UserError('The relay did not start within a minute.', 'The machine may be busy: try again.');
}

async function isHealthy(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
	} catch {
		return false; // Not yet listening: that is what is being asked.
	}
}

async function stopGroup(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const exited = once(child, 'exit');
	signalGroup(child.pid, 'SIGTERM');
	await Promise.race([exited, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
	// Also where PartyKit went in time: workerd may still be on its way.
	signalGroup(child.pid, 'SIGKILL');
	await exited;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** The port, if nobody listens on it; a free one for 0. */
async function freePort(wanted: number): Promise<number> {
	const server = createServer();
	try {
		server.listen(wanted);
		await once(server, 'listening');
		const address = server.address();
		return typeof address === 'object' && address !== null ? address.port : wanted;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		throw new UserError(
			`Port ${wanted} is in use.`,
			`Another relay may be running. Stop it, or choose another port: npm start -- --port ${wanted + 1}`,
		);
	} finally {
		server.close();
	}
}
