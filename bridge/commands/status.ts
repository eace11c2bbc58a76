/** `pylon status`: the board. Without a room this machine's agents, read locally; in one, the room's. */
import { type BoardState, renderBoard } from '../board.ts';
import { silenceOf } from '../bridge-silence.ts';
import { currentRoom, findRoom, keepProfile, type RoomConfig } from '../config.ts';
import { parseDuration } from '../duration.ts';
import { findOperator } from '../find-operator.ts';
import { listLocal, listRoom, type RoomListing, type View } from '../listing.ts';
import type { LocalAgent } from '../local-agent.ts';
import { readLocalAgents } from '../local-agents.ts';
import type { RoomView } from '../room-view.ts';
import type { Shell } from '../shell.ts';
import { UserError } from '../user-error.ts';
import type { Asked } from '../watch-status.ts';

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
	const asked: Asked = {
		isJson: options.json === true,
		backMs: backOf(options),
		sinceWords: sinceWords(options),
		readsLocal: options.all !== true && options.operator === undefined,
		listing: (known, config, local) => listingOf(shell, config, known, local, options),
	};
	if (options.watch === true) {
		const { watchMachine, watchRoomBoard } = await import('../watch-status.ts');
		return room === undefined ? watchMachine(shell, asked) : watchRoomBoard(shell, room, asked);
	}
	return room === undefined ? printMachine(shell, asked) : printRoom(shell, room, asked);
}

function roomOf({ home }: Shell, options: StatusOptions): RoomConfig | undefined {
	if (options.local === true) return undefined;
	if (options.room !== undefined || options.all === true || options.operator !== undefined) return findRoom(home, options.room);
	return currentRoom(home);
}

function backOf({ since }: StatusOptions): number | 'all' {
	if (since === 'all') return 'all';
	return since === undefined ? RECENT_MS : parseDuration(since, '--since');
}

function sinceWords({ since }: StatusOptions): string {
	if (since === 'all') return 'yet';
	return since === undefined ? 'in the last 24 hours' : `in the last ${since}`;
}

async function readMachine({ home, env, clock }: Shell, { backMs }: Asked): Promise<LocalAgent[]> {
	const now = clock();
	return (await readLocalAgents({ home, env, now, since: backMs === 'all' ? 'all' : now - backMs })).agents;
}

async function printMachine(shell: Shell, asked: Asked): Promise<void> {
	const agents = await readMachine(shell, asked);
	const now = shell.clock();
	const listing = agents.map((agent) => listLocal(agent, now));
	if (asked.isJson) return shell.json(listing);
	show(shell, { type: 'local', agents: listing, since: asked.sinceWords });
}

async function printRoom(shell: Shell, room: RoomConfig, asked: Asked): Promise<void> {
	// Without a room none of what speaks to relays is loaded.
	const { readRoom } = await import('../room-view.ts');
	const local = asked.readsLocal ? readMachine(shell, asked) : Promise.resolve([]);
	const silence = asked.readsLocal ? silenceOf(shell.home, room.room) : undefined;
	const seen = await readRoom(room, shell.clock, shell.signal).catch(keepUserError);
	if (seen instanceof UserError) return showWithoutRoom(shell, asked, await local, seen);
	keepProfile(shell.home, room, seen.state.operators.get(seen.state.you));
	const listing = asked.listing(seen, room, await local);
	if (asked.isJson) return shell.json(listing);
	show(shell, { type: 'room', listing, notice: await silence });
}

function keepUserError(error: unknown): UserError {
	if (error instanceof UserError) return error;
	throw error;
}

/** Where the room cannot be seen, a person still sees this machine's agents. */
function showWithoutRoom(shell: Shell, asked: Asked, local: readonly LocalAgent[], error: UserError): never {
	const agents = local.map((agent) => listLocal(agent, shell.clock()));
	if (asked.readsLocal && !asked.isJson) show(shell, { type: 'local', agents, since: asked.sinceWords });
	throw error;
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
