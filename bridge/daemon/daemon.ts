/** `pylon start`: the bridge as a process of its own, one for each HOME, which ends cleanly and is asked over its control socket. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { refusal } from '../../shared/refusal-name.ts';
import { homeIn, pylonFolder, tilde } from '../base/home.ts';
import { ifReadable } from '../base/missing-file.ts';
import { isMissing, makePrivateFolder, readPrivateJson, writePrivateJson } from '../base/private-file.ts';
import { isProcessAlive } from '../base/process.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { VERSION } from '../base/version.ts';
import type { Inquiry } from '../warn/question.ts';
import { writeFeed } from './agent-feed.ts';
import type { Bridge, BridgeEvent } from './bridge.ts';
import { ask, type Follow, holdControl, isHeld, type Question } from './control.ts';

/** What a running bridge says of itself; one of another version may say more. */
export const bridgeStatus = z.object({
	version: z.string(),
	pid: z.int(),
	startedAt: z.int(),
	rooms: z.array(
		z.strictObject({
			room: z.string(),
			server: z.string(),
			state: z.enum(['connecting', 'connected', 'closed']),
			sharing: z.int(),
			refusal: refusal.nullable(),
		}),
	),
	agents: z.int(),
	/** Faults of ours since the start: the newest few, without content. */
	faults: z.array(z.string()),
});
export type BridgeStatus = z.infer<typeof bridgeStatus>;

const STARTS_WITHIN_MS = 15_000;
const ENDS_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 50;
const LOG_MAX_BYTES = 1024 * 1024;
const FAULTS_KEPT = 20;

export async function runningBridge(home: string): Promise<BridgeStatus | undefined> {
	return bridgeStatus.safeParse(await ask(home, 'status')).data;
}

/** A running bridge obeys the files under ~/.pylon when this returns. What is wrong, in words, where one runs and does not say so. */
export async function reloadBridge(home: string): Promise<string | undefined> {
	if ((await ask(home, 'reload')) !== undefined || !(await isHeld(home))) return undefined;
	return 'The bridge runs and does not answer, so it may not know yet. End it with `pylon stop`, or start it anew.';
}

export interface DaemonOptions {
	env: NodeJS.ProcessEnv;
	/** SIGINT and SIGTERM abort it. */
	signal: AbortSignal;
	onEvent: (event: BridgeEvent) => void;
	clock?: () => number;
}

/** The bridge in this process, until the signal or `pylon stop` ends it. */
export async function runDaemon({ env, signal, onEvent, clock = Date.now }: DaemonOptions): Promise<void> {
	const home = homeIn(env);
	const stop = new AbortController();
	const end = AbortSignal.any([signal, stop.signal]);
	const startedAt = clock();
	const faults: string[] = [];
	let bridge: Bridge | undefined;
	const begun = Promise.withResolvers<Bridge>();
	const answer = async (what: Question | Inquiry): Promise<unknown> => {
		if (typeof what === 'object') return answerAgent(bridge, what, onEvent);
		if (what === 'reload') await (await begun.promise).reload();
		if (what === 'peek') return bridge?.rooms().map((room) => ({ room: room.room, ...room.peek() })) ?? [];
		if (what === 'stop') setImmediate(() => stop.abort());
		return statusOf(bridge, startedAt, faults);
	};
	// Native hosts follow, each for as long as its browser runs.
	let followers = 0;
	const follow: Follow = (write, gone) => {
		followers++;
		gone.addEventListener('abort', () => followers--, { once: true });
		void begun.promise.then(({ own }) => gone.aborted || writeFeed(own, write, gone));
	};
	makePrivateFolder(pylonFolder(home));
	if (!(await holdControl(home, end, answer, follow))) throw alreadyRuns(await runningBridge(home));
	notePid(home, end, onEvent);
	// Those who only ask whether a bridge runs load none of it.
	const { runBridge } = await import('./bridge.ts');
	bridge = await runBridge({
		env,
		home,
		clock,
		signal: end,
		isBrowserThere: () => followers > 0,
		onEvent: (event) => {
			if (event.type === 'fault') faults.splice(0, faults.length, ...[event.fault, ...faults].slice(0, FAULTS_KEPT));
			onEvent(event);
		},
	});
	begun.resolve(bridge);
	await aborted(end);
}

/** An agent waits for it: what fails here is told to the log, and the agent goes on. While sessions are still being read there is no answer. */
async function answerAgent(bridge: Bridge | undefined, inquiry: Inquiry, onEvent: DaemonOptions['onEvent']): Promise<unknown> {
	try {
		return await bridge?.answer(inquiry);
	} catch (error) {
		onEvent({ type: 'hook', problem: error instanceof Error ? error.message : String(error) });
		return undefined;
	}
}

function statusOf(bridge: Bridge | undefined, startedAt: number, faults: string[]): BridgeStatus {
	const rooms =
		bridge?.rooms().map(({ room, server, state, sharing, refusal }) => ({ room, server, state, sharing, refusal: refusal ?? null })) ?? [];
	return { version: VERSION, pid: process.pid, startedAt, rooms, agents: bridge?.agents().length ?? 0, faults };
}

function alreadyRuns(running: BridgeStatus | undefined): UserError {
	const who = running === undefined ? '' : ` (process ${running.pid})`;
	return new UserError(`The bridge runs already${who}.`, 'Stop it with `pylon stop`; `pylon status` shows what it sees.', EXIT.usage);
}

const aborted = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

export const logFile = (home: string): string => join(pylonFolder(home), 'bridge.log');

/** Starts the bridge as a process that outlives this one, and waits until it answers. */
export async function startInBackground(env: NodeJS.ProcessEnv, script: string): Promise<BridgeStatus> {
	const home = homeIn(env);
	const running = await runningBridge(home);
	if (running !== undefined) throw alreadyRuns(running);
	makePrivateFolder(pylonFolder(home));
	rotateLog(home);
	const log = openSync(logFile(home), 'a', 0o600);
	const child = spawn(process.execPath, [...process.execArgv, script, 'start', '--log'], {
		detached: true,
		stdio: ['ignore', log, log],
		env: { ...env, NO_COLOR: '1' },
		cwd: home,
		windowsHide: true,
	});
	closeSync(log);
	let hasEnded = false;
	child.once('exit', () => {
		hasEnded = true;
	});
	child.unref();
	for (let waited = 0; waited < STARTS_WITHIN_MS && !hasEnded; waited += LOOK_AGAIN_MS) {
		const status = await runningBridge(home);
		if (status !== undefined) return status;
		await sleep(LOOK_AGAIN_MS);
	}
	throw new UserError('The bridge did not start.', `Its log says why: ${tilde(logFile(home), home)}`, EXIT.config);
}

/** Returns the process that ended, or `undefined` where none ran. */
export async function stopBridge(home: string): Promise<number | undefined> {
	const running = await runningBridge(home);
	const pid = running?.pid ?? (await silentBridge(home));
	if (pid === undefined) return undefined;
	if (running !== undefined) await ask(home, 'stop');
	else process.kill(pid, 'SIGTERM');
	for (let waited = 0; waited < ENDS_WITHIN_MS; waited += LOOK_AGAIN_MS) {
		if (!isAlive(pid)) return pid;
		await sleep(LOOK_AGAIN_MS);
	}
	process.kill(pid, 'SIGKILL');
	return pid;
}

const pidFile = (home: string): string => join(pylonFolder(home), 'bridge.pid');

/** For the case that this bridge will not answer one day. Without it, all else goes on. */
function notePid(home: string, signal: AbortSignal, onEvent: (event: BridgeEvent) => void): void {
	try {
		// What is there may name a number that somebody else has by now.
		rmSync(pidFile(home), { force: true });
		writePrivateJson(pidFile(home), process.pid);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		onEvent({ type: 'config', problem: error.message });
	}
	signal.addEventListener('abort', () => rmSync(pidFile(home), { force: true }), { once: true });
}

/** A bridge that holds the socket and gives no answer is the process that noted itself, if that still is one and the same. */
async function silentBridge(home: string): Promise<number | undefined> {
	if (!(await isHeld(home))) return undefined;
	const pid = readPrivateJson(pidFile(home), z.int());
	const notedAt = ifReadable(() => statSync(pidFile(home)))?.mtimeMs;
	if (pid !== undefined && isProcessAlive(pid, { notAfter: notedAt })) return pid;
	throw new UserError(
		'The bridge runs, does not answer, and nothing says which process it is.',
		'End it by hand: in a list of processes it is `pylon start`.',
		EXIT.config,
	);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		if (error instanceof Error) return false;
		throw error;
	}
}

/** Two files of a megabyte at the most. */
export function rotateLog(home: string): void {
	const file = logFile(home);
	try {
		if (statSync(file).size > LOG_MAX_BYTES) renameSync(file, `${file}.1`);
	} catch (error) {
		if (!isMissing(error)) throw error;
	}
}
