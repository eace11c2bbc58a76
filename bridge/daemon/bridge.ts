/**
 * The bridge: this machine's agents in, reports to every room that the machine is in. Read top to bottom it is the pipeline:
 * follow → scope → project → seal → push, and a change of the rooms' files takes effect at once.
 */

import { SILENT_MS } from '../../shared/limits.ts';
import { Attention } from '../attention/attention.ts';
import { followFolder } from '../base/follow-folder.ts';
import { homeIn } from '../base/home.ts';
import { LivingAgents } from '../changes/living-agents.ts';
import { OwnAgents } from '../changes/own-agents.ts';
import type { LocalAgents } from '../local-agents/following.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { type Drift, followLocalAgents } from '../local-agents/local-agents.ts';
import { makeFolders } from '../rooms/config.ts';
import type { Inquiry } from '../warn/question.ts';
import { Hearing } from './hearing.ts';
import type { RoomBridge } from './room-bridge.ts';
import { Rooms, type RoomsEvent } from './rooms.ts';

export type BridgeEvent =
	| RoomsEvent
	| { type: 'reading' }
	| { type: 'read'; agents: number; tookMs: number }
	/** A fault of ours in asking git what became of changes: they count by the clock until it is asked again. */
	| { type: 'git'; problem: string }
	/** A fault of ours in answering an agent, which goes on as if it had not asked. */
	| { type: 'hook'; problem: string }
	/** Its person could not be told, or not as they wish. */
	| { type: 'attention'; problem: string };

export interface BridgeOptions {
	env: NodeJS.ProcessEnv;
	/** HOME of `env` where it is absent. */
	home?: string;
	/** Ends the bridge: the rooms see it go offline at once. */
	signal: AbortSignal;
	onEvent?: (event: BridgeEvent) => void;
	clock?: () => number;
	/** A browser of this machine follows its agents. */
	isBrowserThere?: () => boolean;
}

export interface Bridge {
	rooms(): RoomBridge[];
	agents(): LocalAgent[];
	drift(): Drift[];
	/** What an agent's hook, MCP server or status line asks. */
	answer(inquiry: Inquiry): Promise<unknown>;
	/** As this machine's person sees them. */
	own: OwnAgents;
	/** Resolves when the files under ~/.pylon, as they are now, are obeyed. */
	reload(): Promise<void>;
}

/** An agent silent for longer than this is let go. */
const WINDOW_MS = SILENT_MS;
const TICK_MS = 15_000;
/** A tick so late means that the machine slept. */
const SLEPT_MS = 3 * TICK_MS;

/** Runs until `signal` aborts. Resolves when this machine's sessions were read once and every room is being served. */
export async function runBridge(options: BridgeOptions): Promise<Bridge> {
	const { env, signal, onEvent = () => undefined, clock = Date.now } = options;
	const home = options.home ?? homeIn(env);
	const { living, own, rooms, attention, hearing } = partsOf(options, home, {
		agents: () => (local === undefined ? undefined : living.list()),
		publish: () => publish(),
		refresh: () => refresh(),
	});
	const publish = () => {
		const agents = living.list();
		hearing.show(agents);
		rooms.show(agents);
		own.changed();
		attention.changed();
	};
	const reload = () => {
		attention.reload();
		return rooms.reload();
	};
	let local: LocalAgents | undefined;
	await obeyFiles(home, signal, reload, onEvent);
	followSleep(clock, signal, () => rooms.wake());

	onEvent({ type: 'reading' });
	const started = clock();
	const refresh = () => {
		if (local === undefined) return;
		living.show(hearing.added(local.list()));
		publish();
	};
	local = await followLocalAgents({ home, env, windowMs: WINDOW_MS, clock, signal, onChange: () => refresh() });
	const followed = local;
	living.show(local.list());
	onEvent({ type: 'read', agents: living.list().length, tookMs: clock() - started });
	publish();
	const [agents, drift] = [() => living.list(), () => followed.drift()];
	return { rooms: () => rooms.list(), agents, drift, own, answer: (inquiry) => hearing.answer(inquiry), reload };
}

interface Happenings {
	/** Those of this machine; `undefined` until they were read once. */
	agents(): readonly LocalAgent[] | undefined;
	/** Something else is known of them. */
	publish(): void;
	/** They themselves are to be looked at again. */
	refresh(): void;
}

/** What a bridge is made of, each part of which tells the others. */
function partsOf(options: BridgeOptions, home: string, { agents, publish, refresh }: Happenings) {
	const { env, signal, onEvent = () => undefined, clock = Date.now } = options;
	const living: LivingAgents = new LivingAgents({
		home,
		clock,
		signal,
		onChange: publish,
		onProblem: (problem) => onEvent({ type: 'git', problem }),
	});
	const own: OwnAgents = new OwnAgents({
		living,
		onFound: () => hearing.show(living.list()),
		onError: (error) => onEvent({ type: 'git', problem: String(error) }),
	});
	const rooms = new Rooms({ home, living, clock, signal, onEvent, onNeighbours: () => attention.changed() });
	const attention: Attention = new Attention({
		home,
		env,
		clock,
		signal,
		agents,
		rooms: () => Promise.all(rooms.list().map((room) => room.warned())),
		isBrowserThere: options.isBrowserThere ?? (() => false),
		onProblem: (problem) => onEvent({ type: 'attention', problem }),
	});
	const hearing: Hearing = new Hearing({
		clock,
		signal,
		rooms: () => rooms.list(),
		own,
		manner: () => rooms.settings.manner,
		onChange: refresh,
	});
	return { living, own, rooms, attention, hearing };
}

/** Those under ~/.pylon, from now on. */
async function obeyFiles(
	home: string,
	signal: AbortSignal,
	reload: () => Promise<void>,
	onEvent: (event: BridgeEvent) => void,
): Promise<void> {
	const folders = makeFolders(home);
	await reload();
	const onError = (error: Error) =>
		onEvent({ type: 'config', problem: `Changes of ${home}/.pylon are no longer followed: ${error.message}.` });
	for (const folder of folders) followFolder({ folder, signal, onError, onChange: () => void reload() });
}

function followSleep(clock: () => number, signal: AbortSignal, onWake: () => void): void {
	let last = clock();
	const timer = setInterval(() => {
		const now = clock();
		if (now - last > SLEPT_MS) onWake();
		last = now;
	}, TICK_MS);
	signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
