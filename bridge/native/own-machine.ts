/** This machine's agents for as long as a browser asks: from the bridge while one runs, else from the session files themselves. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SILENT_MS } from '../../shared/limits.ts';
import { LivingAgents } from '../changes/living-agents.ts';
import { OwnAgents, type OwnChange } from '../changes/own-agents.ts';
import { hearFeed } from '../daemon/agent-feed.ts';
import { isHeld } from '../daemon/control.ts';
import { followLocalAgents } from '../local-agents/local-agents.ts';

export interface OwnMachineOptions {
	home: string;
	env: NodeJS.ProcessEnv;
	clock: () => number;
	signal: AbortSignal;
	/** Each source begins with all that there is. */
	onChange: (change: OwnChange) => void;
	/** What is no reason to stop. */
	onProblem: (problem: string) => void;
}

const LOOK_FOR_BRIDGE_MS = 5_000;
/** A bridge that runs and cannot be followed, one of another version say, is tried again after this. */
const UNUSABLE_MS = 60_000;

export async function followOwnMachine(options: OwnMachineOptions): Promise<void> {
	const { home, signal } = options;
	while (!signal.aborted) {
		let isHeard = false;
		const onChange = (change: OwnChange) => {
			isHeard = true;
			options.onChange(change);
		};
		await hearFeed(home, onChange, signal);
		const untilBridge = new AbortController();
		const end = AbortSignal.any([signal, untilBridge.signal]);
		await Promise.all([followFiles(options, end), bridgeRuns(home, isHeard ? 0 : UNUSABLE_MS, end).then(() => untilBridge.abort())]);
	}
}

/** Resolves when a bridge runs. One that ran a moment ago and could not be followed is given `patienceMs`. */
async function bridgeRuns(home: string, patienceMs: number, signal: AbortSignal): Promise<void> {
	const isUnusable = await isHeld(home);
	await pause(isUnusable ? patienceMs : 0, signal);
	while (!signal.aborted && !(await isHeld(home))) await pause(LOOK_FOR_BRIDGE_MS, signal);
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);

async function followFiles({ home, env, clock, onChange, onProblem }: OwnMachineOptions, signal: AbortSignal): Promise<void> {
	const living: LivingAgents = new LivingAgents({ home, clock, signal, onProblem, onChange: () => own.changed() });
	const own: OwnAgents = new OwnAgents({ living, onError: (error) => onProblem(String(error)) });
	let isRead = false;
	const local = await followLocalAgents({
		home,
		env,
		windowMs: SILENT_MS,
		clock,
		signal,
		onChange: () => {
			if (!isRead) return;
			living.show(local.list());
			own.changed();
		},
	});
	if (signal.aborted) return;
	isRead = true;
	living.show(local.list());
	own.hear(onChange, signal);
	await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
