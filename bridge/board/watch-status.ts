/** `pylon status --watch`: a board that stays, or with `--json` one line for each change, until the signal. */
import { ago } from '../../shared/words.ts';
import { hostOf } from '../base/user-error.ts';
import type { LocalAgents } from '../local-agents/following.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { followLocalAgents } from '../local-agents/local-agents.ts';
import type { RoomConfig } from '../rooms/config.ts';
import { type RoomView, watchRoom } from '../rooms/room-view.ts';
import { wrap } from '../terminal/columns.ts';
import { safeJson } from '../terminal/door.ts';
import { hearKeys } from '../terminal/key-presses.ts';
import { openLiveBoard } from '../terminal/live-board.ts';
import type { Shell } from '../terminal/shell.ts';
import { type BoardLook, type BoardState, renderBoard } from './board.ts';
import { afterKey, type BoardChoice, FIRST_CHOICE, filtered, KEY_LINES, scrolled } from './board-keys.ts';
import { bridgeProblem } from './bridge-problem.ts';
import type { Contested } from './collision-lines.ts';
import { OwnCollisionsFollower } from './follow-own-collisions.ts';
import { listLocal } from './list-local.ts';
import type { RoomListing, statusAnswer } from './listing.ts';
import type { StatusRequest } from './machine-status.ts';

/** How often the bridge is asked whether it runs. */
const BRIDGE_CHECK_MS = 5_000;

export interface RoomRequest extends StatusRequest {
	/** `asOf`: when it was so, by this machine's clock, where that is not now. */
	listing: (view: RoomView, room: RoomConfig, local: readonly LocalAgent[], asOf: number | undefined) => RoomListing;
}

export async function watchMachine(shell: Shell, request: StatusRequest): Promise<void> {
	let agents: LocalAgent[] = [];
	let collisions: Contested | undefined;
	const listing = () => agents.map((agent) => listLocal(agent, shell.clock()));
	const refresh = openOutput(shell, request, {
		listing,
		draw: () => ({ type: 'local', agents: listing(), collisions, since: request.sinceWords, subtitle: request.subtitle }),
	});
	const follower = new OwnCollisionsFollower(shell, (found) => {
		collisions = found;
		refresh();
	});
	await follow(shell, request, (known) => {
		agents = known;
		follower.show(known);
		refresh();
	});
	await ended(shell.signal);
}

export async function watchRoomBoard(shell: Shell, room: RoomConfig, request: RoomRequest): Promise<void> {
	const { clock, signal } = shell;
	let view: RoomView | undefined;
	let agents: LocalAgent[] = [];
	let isAway = false;
	let bridgeNotice: string | undefined;
	const asOf = () => (isAway ? view?.heardAt : undefined);
	const listing = () => view && request.listing(view, room, agents, asOf());
	const refresh = openOutput(shell, request, {
		listing,
		draw: () => {
			const known = listing();
			const unreachable = isAway ? unreachableNotice(room, view && clock() - view.heardAt) : undefined;
			if (known !== undefined) return { type: 'room', listing: known, notice: unreachable ?? bridgeNotice, asOf: asOf() };
			const notice = unreachable ?? `Connecting to ${hostOf(room.server)}…`;
			if (!request.includesThisMachine) return notice;
			const local = agents.map((agent) => listLocal(agent, clock()));
			return { type: 'local', agents: local, since: request.sinceWords, subtitle: `${room.room} cannot be seen yet`, notice };
		},
		isAway: () => isAway,
		retry: () => watching.retry(),
	});
	const refused = Promise.withResolvers<never>();
	const watching = watchRoom({
		config: room,
		home: shell.home,
		clock,
		signal,
		onChange: (changed) => {
			view = changed;
			isAway = false;
			refresh();
		},
		onUnreachable: () => {
			isAway = true;
			refresh();
		},
		onRefused: refused.reject,
	});
	refresh();
	if (request.includesThisMachine) {
		every(BRIDGE_CHECK_MS, signal, async () => {
			bridgeNotice = await bridgeProblem(shell.home, room.room);
			refresh();
		});
	}
	const followed = request.includesThisMachine
		? follow(shell, request, (known) => {
				agents = known;
				refresh();
			})
		: undefined;
	await Promise.race([Promise.all([ended(signal), followed]), refused.promise]);
}

/** In the extension's words. */
export function unreachableNotice(room: Pick<RoomConfig, 'server'>, knownForMs: number | undefined): string {
	const known = knownForMs === undefined ? '' : `Showing what was known ${ago(knownForMs)}. `;
	return `The relay at ${hostOf(room.server)} does not answer. ${known}Retrying.`;
}

/** This machine's agents, now and whenever they change. */
async function follow(
	{ home, env, clock, signal }: Shell,
	{ backMs }: StatusRequest,
	onAgents: (agents: LocalAgent[]) => void,
): Promise<void> {
	let known: LocalAgents | undefined;
	const tell = () => {
		if (known !== undefined) onAgents(known.list());
	};
	known = await followLocalAgents({
		home,
		env,
		clock,
		signal,
		windowMs: backMs === 'all' ? Number.MAX_SAFE_INTEGER : backMs,
		onChange: tell,
	});
	tell();
}

/** At once, and then again and again until the signal. */
function every(periodMs: number, signal: AbortSignal, work: () => Promise<void>): void {
	void work();
	const timer = setInterval(() => void work(), periodMs);
	signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

interface Output {
	/** For `--json`; undefined while nothing is known. */
	listing: () => unknown;
	/** A board, or a sentence while there is none. */
	draw: () => BoardState | string;
	/** The relay does not answer. */
	isAway?: () => boolean;
	retry?: () => void;
}

function openOutput(shell: Shell, { jsonSchema }: StatusRequest, { listing, draw, isAway, retry }: Output): () => void {
	if (jsonSchema !== undefined) return openLines(shell, jsonSchema, listing);
	let choice = FIRST_CHOICE;
	const hasKeys = shell.isInteractive && shell.env.TERM !== 'dumb';
	const board = openLiveBoard({
		stdout: shell.stdout,
		env: shell.env,
		color: shell.color,
		signal: shell.signal,
		draw: ({ rows, ...look }) => {
			if (!hasKeys || rows === undefined) return linesOf(draw(), { ...look, rows, now: shell.clock() });
			if (choice.isHelp) return KEY_LINES.map((line) => `  ${line}`);
			const { lines, top } = scrolled(linesOf(draw(), { ...look, now: shell.clock() }, choice), rows, choice, isAway?.());
			choice = { ...choice, top };
			return lines;
		},
	});
	if (hasKeys) {
		hearKeys(shell.stdin, shell.signal, (key) => {
			const next = afterKey(choice, key);
			// As Ctrl-C does where the terminal still hears it.
			if (next === 'quit') process.kill(process.pid, 'SIGINT');
			else if (next !== 'retry') choice = next;
			else if (isAway?.()) retry?.();
			board.refresh();
		});
	}
	return () => board.refresh();
}

function linesOf(
	drawn: BoardState | string,
	look: BoardLook,
	{ text, grouping, foldsIdle }: Pick<BoardChoice, 'text' | 'grouping' | 'foldsIdle'> = { ...FIRST_CHOICE, foldsIdle: false },
): string[] {
	if (typeof drawn === 'string') return wrap(drawn, look.width - 2).map((line) => `  ${line}`);
	return renderBoard(filtered(drawn, text), { ...look, grouping, foldsIdle, isFiltered: text.trim() !== '' });
}

function openLines(shell: Shell, schema: typeof statusAnswer, listing: () => unknown): () => void {
	let last: string | undefined;
	return () => {
		const known = listing();
		if (known === undefined) return;
		const line = safeJson(schema.parse(known));
		if (line !== last) shell.print([line]);
		last = line;
	};
}

const ended = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
