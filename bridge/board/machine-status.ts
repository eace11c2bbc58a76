/** This machine's agents on the board, read once. Loads nothing that speaks to relays, nor what checks their answers. */

import { rivalsAmong } from '../changes/rivals.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import type { Shell } from '../terminal/shell.ts';
import { type BoardState, renderBoard } from './board.ts';
import type { Contested } from './collision-lines.ts';
import { listLocal } from './list-local.ts';
import type { statusAnswer } from './listing.ts';

/** What the flags of `pylon status` ask for. */
export interface StatusRequest {
	/** With `--json`: of what is printed. */
	jsonSchema: typeof statusAnswer | undefined;
	/** How far back this machine's sessions are looked at. */
	backMs: number | 'all';
	/** The same, in words. */
	sinceWords: string;
	/** What goes for this machine's agents where a room is left aside. */
	subtitle?: string | undefined;
	/** My view: agents of this machine too, those that the room does not hear of included. */
	includesThisMachine: boolean;
}

export async function readMachine({ home, env, clock }: Shell, { backMs }: StatusRequest): Promise<LocalAgent[]> {
	const now = clock();
	return (await readLocalAgents({ home, env, now, since: backMs === 'all' ? 'all' : now - backMs })).agents;
}

export async function printMachine(shell: Shell, request: StatusRequest): Promise<void> {
	const agents = await readMachine(shell, request);
	const now = shell.clock();
	const listing = agents.map((agent) => listLocal(agent, now));
	if (request.jsonSchema !== undefined) return shell.json(request.jsonSchema, listing);
	const collisions = await ownCollisions(agents, now);
	show(shell, { type: 'local', agents: listing, collisions, since: request.sinceWords, subtitle: request.subtitle });
}

/** Git is asked only where two worktrees of a repository are in one file. */
export async function ownCollisions(agents: readonly LocalAgent[], now: number): Promise<Contested | undefined> {
	if (rivalsAmong(agents).length === 0) return undefined;
	const { OwnCollisions } = await import('./own-collisions.ts');
	return new OwnCollisions().contested(agents, now);
}

export function show(shell: Shell, state: BoardState): void {
	const lines = renderBoard(state, { width: shell.width(), color: shell.color, now: shell.clock() });
	shell.print(['', ...lines, ...(lines.at(-1) === '' ? [] : [''])]);
}
