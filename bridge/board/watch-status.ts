/** `pylon status --watch`: a board that stays, or with `--json` one line for each change, until the signal. */
import { ago } from '../../shared/words.ts';
import { hostOf } from '../base/user-error.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { followLocalAgents, type LocalAgents } from '../local-agents/local-agents.ts';
import type { RoomConfig } from '../rooms/config.ts';
import { type RoomView, watchRoom } from '../rooms/room-view.ts';
import { wrap } from '../terminal/columns.ts';
import { shownJson } from '../terminal/door.ts';
import { openCanvas } from '../terminal/live-board.ts';
import type { Shell } from '../terminal/shell.ts';
import { type BoardState, renderBoard } from './board.ts';
import { whyBridgeDown } from './bridge-down.ts';
import { listLocal } from './list-local.ts';
import type { RoomListing, statusAnswer } from './listing.ts';
import type { Asked } from './machine-status.ts';

/** How often the bridge is asked whether it runs. */
const SILENCE_EVERY_MS = 5_000;

export interface RoomAsked extends Asked {
	listing: (view: RoomView, room: RoomConfig, local: readonly LocalAgent[]) => RoomListing;
}

export async function watchMachine(shell: Shell, asked: Asked): Promise<void> {
	let agents: LocalAgent[] = [];
	const listing = () => agents.map((agent) => listLocal(agent, shell.clock()));
	const refresh = openSurface(shell, asked, {
		listing,
		draw: () => ({ type: 'local', agents: listing(), since: asked.sinceWords, about: asked.about }),
	});
	await follow(shell, asked, (known) => {
		agents = known;
		refresh();
	});
	await ended(shell.signal);
}

export async function watchRoomBoard(shell: Shell, room: RoomConfig, asked: RoomAsked): Promise<void> {
	const { clock, signal } = shell;
	let view: RoomView | undefined;
	let agents: LocalAgent[] = [];
	let awaySince: number | undefined;
	let silence: string | undefined;
	const listing = () => view && asked.listing(view, room, agents);
	const refresh = openSurface(shell, asked, {
		listing,
		draw: () => {
			const known = listing();
			const away = awaySince === undefined ? undefined : awayWords(room, known && clock() - awaySince);
			if (known !== undefined) return { type: 'room', listing: known, notice: away ?? silence };
			const notice = away ?? `Connecting to ${hostOf(room.server)} …`;
			if (!asked.readsLocal) return notice;
			const local = agents.map((agent) => listLocal(agent, clock()));
			return { type: 'local', agents: local, since: asked.sinceWords, about: `${room.room} cannot be seen yet`, notice };
		},
	});
	const refused = new Promise<never>((_, reject) => {
		watchRoom({
			config: room,
			clock,
			signal,
			onChange: (changed) => {
				view = changed;
				awaySince = undefined;
				refresh();
			},
			onUnreachable: () => {
				awaySince ??= clock();
				refresh();
			},
			onRefused: reject,
		});
	});
	refresh();
	if (asked.readsLocal) {
		every(SILENCE_EVERY_MS, signal, async () => {
			silence = await whyBridgeDown(shell.home, room.room);
			refresh();
		});
	}
	const followed = asked.readsLocal
		? follow(shell, asked, (known) => {
				agents = known;
				refresh();
			})
		: undefined;
	await Promise.race([Promise.all([ended(signal), followed]), refused]);
}

function awayWords(room: RoomConfig, knownForMs: number | undefined): string {
	const known = knownForMs === undefined ? '' : `Showing what was known ${ago(knownForMs)}. `;
	return `The relay at ${hostOf(room.server)} does not answer. ${known}Retrying.`;
}

/** This machine's agents, now and whenever they change. */
async function follow({ home, env, clock, signal }: Shell, { backMs }: Asked, onAgents: (agents: LocalAgent[]) => void): Promise<void> {
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

interface Surface {
	/** For `--json`; undefined while nothing is known. */
	listing: () => unknown;
	/** A board, or a sentence while there is none. */
	draw: () => BoardState | string;
}

function openSurface(shell: Shell, { jsonSchema }: Asked, { listing, draw }: Surface): () => void {
	if (jsonSchema !== undefined) return openLines(shell, jsonSchema, listing);
	const canvas = openCanvas({
		stdout: shell.stdout,
		env: shell.env,
		color: shell.color,
		signal: shell.signal,
		draw: (look) => {
			const drawn = draw();
			if (typeof drawn !== 'string') return renderBoard(drawn, look);
			return wrap(drawn, look.width - 2).map((line) => `  ${line}`);
		},
	});
	return () => canvas.refresh();
}

function openLines(shell: Shell, schema: typeof statusAnswer, listing: () => unknown): () => void {
	let last: string | undefined;
	return () => {
		const known = listing();
		if (known === undefined) return;
		const line = shownJson(schema.parse(known));
		if (line !== last) shell.print([line]);
		last = line;
	};
}

const ended = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
