/** `pylon status`: the board. Without a room this machine's agents, read locally; in one, the room's. */

import { REFUSALS } from '../../shared/refusal.ts';
import { ago } from '../../shared/words.ts';
import { type BoardState, renderBoard } from '../board.ts';
import { currentRoom, findRoom, type RoomConfig } from '../config.ts';
import { type BridgeStatus, runningBridge } from '../daemon.ts';
import { parseDuration } from '../duration.ts';
import { findOperator } from '../find-operator.ts';
import { listLocal, listRoom, type RoomListing, type View } from '../listing.ts';
import { openCanvas } from '../live-board.ts';
import type { LocalAgent } from '../local-agent.ts';
import { followLocalAgents, readLocalAgents } from '../local-agents.ts';
import { type RoomView, readRoom, watchRoom } from '../room-view.ts';
import type { Shell } from '../shell.ts';
import { hostOf, refusedError, UserError } from '../user-error.ts';

export interface StatusOptions {
	all?: boolean;
	mine?: boolean;
	operator?: string;
	watch?: boolean;
	json?: boolean;
	since?: string;
	room?: string;
	local?: boolean;
}

const RECENT_MS = 24 * 60 * 60 * 1_000;

export async function status(shell: Shell, options: StatusOptions): Promise<void> {
	if ([options.all, options.mine, options.operator].filter(Boolean).length > 1) {
		throw new UserError('--all, --mine and --operator are different views.', 'Pass one of them.');
	}
	const room = roomOf(shell, options);
	if (room === undefined) return options.watch === true ? watchLocal(shell, options) : printLocal(shell, options);
	return options.watch === true ? watch(shell, room, options) : print(shell, room, options);
}

function roomOf({ home }: Shell, options: StatusOptions): RoomConfig | undefined {
	if (options.local === true) return undefined;
	if (options.room !== undefined || options.all === true || options.operator !== undefined) return findRoom(home, options.room);
	return currentRoom(home);
}

const sinceOf = ({ since }: StatusOptions, now: number): number | 'all' => {
	if (since === 'all') return 'all';
	return now - (since === undefined ? RECENT_MS : parseDuration(since, '--since'));
};

const sinceWords = ({ since }: StatusOptions): string => {
	if (since === 'all') return 'yet';
	return since === undefined ? 'in the last 24 hours' : `in the last ${since}`;
};

async function readLocal({ home, env, clock }: Shell, options: StatusOptions): Promise<LocalAgent[]> {
	const now = clock();
	return (await readLocalAgents({ home, env, now, since: sinceOf(options, now) })).agents;
}

async function printLocal(shell: Shell, options: StatusOptions): Promise<void> {
	const agents = await readLocal(shell, options);
	const now = shell.clock();
	const listing = agents.map((agent) => listLocal(agent, now));
	if (options.json === true) return shell.json(listing);
	show(shell, { type: 'local', agents: listing, since: sinceWords(options) });
}

async function print(shell: Shell, room: RoomConfig, options: StatusOptions): Promise<void> {
	const isMine = options.all !== true && options.operator === undefined;
	const [view, local, bridge] = await Promise.all([
		readRoom(room, shell.clock, shell.signal),
		isMine ? readLocal(shell, options) : [],
		runningBridge(shell.home),
	]);
	const listing = listingOf(shell, room, view, local, options);
	if (options.json === true) return shell.json(listing);
	show(shell, { type: 'room', listing, notice: isMine ? bridgeWords(bridge, room) : undefined });
}

/** Why the room does not hear of this machine's agents, where it does not. */
function bridgeWords(bridge: BridgeStatus | undefined, { room }: RoomConfig): string | undefined {
	if (bridge === undefined) return 'The bridge does not run: the room does not hear of your agents. `pylon start --background` starts it.';
	const served = bridge.rooms.find((each) => each.room === room);
	if (served?.refusal)
		return `The relay refuses what the bridge sends: ${REFUSALS[served.refusal].message} ${REFUSALS[served.refusal].hint}`;
	return served?.state === 'connected' ? undefined : 'The bridge is not connected to the room. `pylon doctor` looks closer.';
}

function listingOf({ clock }: Shell, room: RoomConfig, view: RoomView, local: readonly LocalAgent[], options: StatusOptions): RoomListing {
	const { state, collisions } = view;
	const now = clock();
	return listRoom({ server: room.server, state, collisions, local, now, relayNow: view.relayTime(now) }, viewOf(view, options));
}

function viewOf({ state }: RoomView, { all, operator }: StatusOptions): View {
	if (all === true) return 'all';
	if (operator === undefined) return 'mine';
	return { operatorId: findOperator([...state.operators.values()], operator, state.room).operatorId };
}

function show(shell: Shell, state: BoardState): void {
	const text = renderBoard(state, { width: shell.width(), color: shell.color });
	shell.write(`\n${text}\n${text.endsWith('\n') ? '' : '\n'}`);
}

async function watchLocal(shell: Shell, options: StatusOptions): Promise<void> {
	const { home, env, clock, signal } = shell;
	const now = clock();
	const from = sinceOf(options, now);
	let agents: LocalAgent[] = [];
	const listing = () => agents.map((agent) => listLocal(agent, clock()));
	const refresh = openSurface(shell, options, () => ({ type: 'local', agents: listing(), since: sinceWords(options) }), listing);
	const local = await followLocalAgents({
		home,
		env,
		windowMs: from === 'all' ? Number.MAX_SAFE_INTEGER : now - from,
		clock,
		signal,
		onChange: () => {
			agents = local?.list() ?? agents;
			refresh();
		},
	});
	agents = local.list();
	refresh();
	await ended(signal);
}

/** What is shown while nothing is known yet, or after the relay went away. */
interface Live {
	view: RoomView | undefined;
	notice: string | undefined;
	agents: LocalAgent[];
}

async function watch(shell: Shell, room: RoomConfig, options: StatusOptions): Promise<void> {
	const { home, env, clock, signal } = shell;
	const live: Live = { view: undefined, notice: undefined, agents: [] };
	let awaySince: number | undefined;
	const listing = (): RoomListing | undefined => live.view && listingOf(shell, room, live.view, live.agents, options);
	const board = (): BoardState | undefined => {
		const known = listing();
		const notice = awaySince === undefined ? live.notice : awayWords(room, clock() - awaySince, known !== undefined);
		return known === undefined ? undefined : { type: 'room', listing: known, notice };
	};
	const waiting = () => (awaySince === undefined ? `Connecting to ${hostOf(room.server)} …` : awayWords(room, 0, false));
	const refresh = openSurface(shell, options, board, listing, waiting);
	const failed = new Promise<never>((_, reject) => {
		watchRoom({
			config: room,
			clock,
			signal,
			onChange: (view) => {
				live.view = view;
				awaySince = undefined;
				refresh();
			},
			onUnreachable: () => {
				awaySince ??= clock();
				refresh();
			},
			onRefused: (refusal) => reject(refusedError(refusal)),
		});
	});
	refresh();
	if (options.all !== true && options.operator === undefined) {
		const from = sinceOf(options, clock());
		const follow = followLocalAgents({
			home,
			env,
			clock,
			signal,
			windowMs: from === 'all' ? Number.MAX_SAFE_INTEGER : clock() - from,
			onChange: () => void told(),
		});
		const told = async () => {
			live.agents = (await follow).list();
			refresh();
		};
		await told();
	}
	await Promise.race([ended(signal), failed]);
}

const awayWords = (room: RoomConfig, awayMs: number, isKnown: boolean): string =>
	`The relay at ${hostOf(room.server)} does not answer. ${isKnown ? `Showing what was known ${ago(awayMs)}. ` : ''}Retrying.`;

/** The board redrawn, or with `--json` one line for each change. */
function openSurface(
	shell: Shell,
	options: StatusOptions,
	board: () => BoardState | undefined,
	listing: () => unknown,
	waiting: () => string = () => '',
): () => void {
	if (options.json === true) {
		let last = '';
		return () => {
			const line = JSON.stringify(listing());
			if (line !== undefined && line !== last) shell.write(`${line}\n`);
			last = line;
		};
	}
	const canvas = openCanvas({
		stdout: process.stdout,
		color: shell.color,
		signal: shell.signal,
		draw: (look) => {
			const state = board();
			return state === undefined ? `  ${waiting()}` : renderBoard(state, look);
		},
	});
	return () => canvas.refresh();
}

const ended = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
