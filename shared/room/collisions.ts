/**
 * Who touches the same file, derived from reports and never stored. The index is incremental: a change costs in
 * proportion to that agent's touches, whatever the size of the room. SPEC C1–C9.
 */

import { COLLISION_WINDOW_MS } from '../limits.ts';
import type { TouchState } from '../report/facts.ts';
import type { Agent } from './events.ts';
import type { AgentChange } from './fold.ts';

/** One agent in a contested file. */
export interface Contender {
	operatorId: string;
	agentId: string;
	mode: TouchState;
	/** When it last touched the file, by the relay's clock. */
	at: number;
}

export interface Collision {
	repo: string;
	path: string;
	/** `collision`: two operators edit it. `note`: one edits, the others only read. */
	severity: 'collision' | 'note';
	/** Newest first; of two or more operators. */
	contenders: Contender[];
}

interface File {
	repo: string;
	path: string;
	contenders: Map<string, Contender>;
	/** How many of each operator, so that a change never counts the file's others. */
	operators: Map<string, number>;
}

export class CollisionIndex {
	#files = new Map<string, File>();
	/** The files that more than one operator touches: the only ones that a listing looks at. */
	#shared = new Set<File>();

	/** Takes in what `fold` returned. */
	apply(changes: AgentChange[]): void {
		for (const { key, before, after } of changes) {
			if (before === after) continue;
			const isMoved = before?.repo !== after?.repo;
			const touched = new Set(after?.touches.map((touch) => touch.path));
			for (const touch of before?.touches ?? []) {
				if (isMoved || !touched.has(touch.path)) this.#leave(before as Agent, touch.path, key);
			}
			for (const touch of after?.touches ?? []) this.#enter(after as Agent, touch, key);
		}
	}

	/** What collides at `now`, worst first, then newest. Asking again later can only lose what grew old. */
	list(now: number): Collision[] {
		const found: Collision[] = [];
		for (const file of this.#shared) {
			const collision = judge(file, now);
			if (collision !== undefined) found.push(collision);
		}
		return found.sort((one, other) => rank(one) - rank(other) || newest(other) - newest(one));
	}

	#enter(agent: Agent, touch: Agent['touches'][number], key: string): void {
		const id = fileKey(agent.repo, touch.path);
		const file = this.#files.get(id) ?? { repo: agent.repo, path: touch.path, contenders: new Map(), operators: new Map() };
		this.#files.set(id, file);
		if (!file.contenders.has(key)) count(file.operators, agent.operatorId, 1);
		file.contenders.set(key, { operatorId: agent.operatorId, agentId: agent.agentId, mode: touch.mode, at: touch.at });
		if (file.operators.size > 1) this.#shared.add(file);
	}

	#leave(agent: Agent, path: string, key: string): void {
		const id = fileKey(agent.repo, path);
		const file = this.#files.get(id);
		if (file === undefined) return;
		if (file.contenders.delete(key)) count(file.operators, agent.operatorId, -1);
		if (file.operators.size < 2) this.#shared.delete(file);
		if (file.contenders.size === 0) this.#files.delete(id);
	}
}

const fileKey = (repo: string, path: string): string => `${repo}\0${path}`;
const rank = (collision: Collision): number => (collision.severity === 'collision' ? 0 : 1);
const newest = (collision: Collision): number => collision.contenders[0]?.at ?? 0;
const operatorsOf = (contenders: Contender[]): Set<string> => new Set(contenders.map((contender) => contender.operatorId));

function count(operators: Map<string, number>, operatorId: string, change: 1 | -1): void {
	const left = (operators.get(operatorId) ?? 0) + change;
	if (left === 0) operators.delete(operatorId);
	else operators.set(operatorId, left);
}

function judge(file: File, now: number): Collision | undefined {
	const recent = [...file.contenders.values()].filter((contender) => now - contender.at <= COLLISION_WINDOW_MS);
	if (operatorsOf(recent).size < 2) return undefined;
	const editors = operatorsOf(recent.filter((contender) => contender.mode === 'edit')).size;
	if (editors === 0) return undefined;
	const severity = editors > 1 ? 'collision' : 'note';
	return { repo: file.repo, path: file.path, severity, contenders: recent.sort((one, other) => other.at - one.at) };
}

export const involves = (collision: Collision, operatorId: string): boolean =>
	collision.contenders.some((contender) => contender.operatorId === operatorId);

/** One alert for each file and pair of people, whichever of their agents it is. SPEC C8. */
export const alertKey = (collision: Collision, one: string, other: string): string =>
	[collision.repo, collision.path, ...[one, other].sort()].join('\0');
