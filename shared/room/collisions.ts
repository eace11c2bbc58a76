/**
 * Whose changes of one file are alive at once, and whether their lines meet: derived from reports, never stored. Who judges lines is a
 * bridge; here it is only taken in. The index is incremental: a change costs in proportion to that agent's touches, whatever the size of
 * the room, and a listing looks at shared files alone.
 */
import { COLLISION_WINDOW_MS } from '../limits.ts';
import { isEdit, type TouchMode } from '../report/facts.ts';
import type { Agent } from './events.ts';

/**
 * Worst first. `conflict`: lines of two living changes meet. `same file`: two changes are alive, apart or not known. `reading`: one is
 * alive, and another's agent read the file lately.
 */
export const LEVELS = ['conflict', 'same file', 'reading'] as const;
export type Level = (typeof LEVELS)[number];

/** What a bridge found of two changes of one file. Absent: not known. */
export const VERDICTS = ['meets', 'apart'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What the index takes in of an agent. Texts may be sealed. */
export type LivingAgent = Pick<Agent, 'operatorId' | 'agentId' | 'repo' | 'worktree' | 'branch' | 'touches'>;
type Touch = LivingAgent['touches'][number];

export interface IndexChange {
	/** The agent's `agentKey`. */
	key: string;
	before: LivingAgent | undefined;
	after: LivingAgent | undefined;
}

/** One agent in a contested file: `edit` is a living change, `read` a recent look. */
export interface Contender {
	operatorId: string;
	agentId: string;
	worktree: string | undefined;
	branch: string | undefined;
	mode: TouchMode;
	at: number;
	/** Which lines it changed, where that was told: see `spans.ts`. */
	lines?: string | undefined;
}

/** Two living changes that were compared. */
export interface Compared {
	one: Contender;
	other: Contender;
	verdict: Verdict;
}

export interface Collision {
	repo: string;
	path: string;
	/** The worst of those that any two in it are in. */
	level: Level;
	/** Between worktrees of one operator, and for them alone. */
	isOwn: boolean;
	/** Newest first. */
	contenders: Contender[];
	compared: Compared[];
}

/** An agent's part in a file. */
interface Part {
	agent: LivingAgent;
	touch: Touch;
}

/** What was found, for `you`: the same until a part of it is another one, from after one moment until another. */
interface Listed {
	you: string | undefined;
	after: number;
	until: number;
	collisions: Collision[];
}

/** One that counts when it is asked. */
interface Present {
	contender: Contender;
	touch: Touch;
}

interface File {
	repo: string;
	path: string;
	/** By the agent's `agentKey`. */
	parts: Map<string, Part>;
	listed: Listed | undefined;
}

export class CollisionIndex {
	/** By repository, then path. */
	readonly #repos = new Map<string, Map<string, File>>();
	/** The files that more than one worktree touches: the only ones that a listing looks at. */
	readonly #shared = new Set<File>();
	#listed: Listed | undefined;

	/** Takes in what `fold` returned. */
	apply(changes: readonly IndexChange[]): void {
		for (const { key, before, after } of changes) {
			if (before === after) continue;
			const isMoved = before?.repo !== after?.repo;
			const touched = new Set(after?.touches.map((touch) => touch.path));
			for (const touch of before?.touches ?? []) {
				if (isMoved || !touched.has(touch.path)) this.#leave(before as LivingAgent, touch.path, key);
			}
			for (const touch of after?.touches ?? []) this.#enter(after as LivingAgent, touch, key);
		}
	}

	/**
	 * What collides at `now`, worst first, then newest: between people, and between the worktrees of `you` where somebody looks. Asking
	 * again later can only lose what grew old. What nobody changed is the very list, and of another list the very collisions, that were
	 * there before: whoever draws them sees what to draw anew.
	 */
	list(now: number, you?: string): readonly Collision[] {
		if (this.#listed !== undefined && holds(this.#listed, now, you)) return this.#listed.collisions;
		const all: Listed = { you, after: -Infinity, until: Infinity, collisions: [] };
		for (const file of this.#shared) {
			if (file.listed === undefined || !holds(file.listed, now, you)) file.listed = lookAt(file, now, you);
			all.after = Math.max(all.after, file.listed.after);
			all.until = Math.min(all.until, file.listed.until);
			all.collisions.push(...file.listed.collisions);
		}
		all.collisions.sort((one, other) => rank(one.level) - rank(other.level) || newest(other) - newest(one));
		this.#listed = all;
		return all.collisions;
	}

	#enter(agent: LivingAgent, touch: Touch, key: string): void {
		const { repo } = agent;
		const { path } = touch;
		const files = this.#repos.get(repo) ?? new Map<string, File>();
		this.#repos.set(repo, files);
		const file: File = files.get(path) ?? { repo, path, parts: new Map(), listed: undefined };
		files.set(path, file);
		const before = file.parts.get(key);
		file.parts.set(key, { agent, touch });
		if (before === undefined || !isSamePart(before, { agent, touch })) this.#change(file);
	}

	#leave({ repo }: LivingAgent, path: string, key: string): void {
		const files = this.#repos.get(repo);
		const file = files?.get(path);
		if (files === undefined || file === undefined) return;
		file.parts.delete(key);
		this.#change(file);
		if (file.parts.size === 0) files.delete(path);
		if (files.size === 0) this.#repos.delete(repo);
	}

	/** A part of it is another one now. */
	#change(file: File): void {
		file.listed = undefined;
		const isListed = isShared(file);
		if (isListed || this.#shared.has(file)) this.#listed = undefined;
		if (isListed) this.#shared.add(file);
		else this.#shared.delete(file);
	}
}

/** Where several are in it, the second is nearly always in another worktree than the first. */
function isShared({ parts }: File): boolean {
	if (parts.size < 2) return false;
	let first: string | undefined;
	for (const { agent } of parts.values()) {
		first ??= worktreeKey(agent);
		if (worktreeKey(agent) !== first) return true;
	}
	return false;
}

const worktreeKey = ({ operatorId, worktree = '' }: LivingAgent): string => `${operatorId}\0${worktree}`;
export const rank = (level: Level): number => LEVELS.indexOf(level);
const newest = (collision: Collision): number => collision.contenders[0]?.at ?? 0;

function contenderOf({ agent, touch }: Part): Contender {
	const { operatorId, agentId, worktree, branch } = agent;
	return { operatorId, agentId, worktree, branch, mode: isEdit(touch.mode) ? 'edit' : 'read', at: touch.at, lines: touch.lines };
}

/** Until when it counts. */
function endOf({ mode, at }: Touch): number {
	if (mode === 'alive') return Infinity;
	return mode === 'landed' ? -Infinity : at + COLLISION_WINDOW_MS;
}

/** The fold keeps a touch of which nothing was told anew; where its agent works may be told without it. */
const isSamePart = (one: Part, other: Part): boolean =>
	one.touch === other.touch && one.agent.worktree === other.agent.worktree && one.agent.branch === other.agent.branch;

const holds = (listed: Listed, now: number, you: string | undefined): boolean =>
	listed.you === you && listed.after < now && now <= listed.until;

function lookAt(file: File, now: number, you: string | undefined): Listed {
	const parts = [...file.parts.values()];
	const ends = parts.map(({ touch }) => endOf(touch));
	const here = parts.flatMap((part, at) => (now <= (ends[at] ?? 0) ? [{ contender: contenderOf(part), touch: part.touch }] : []));
	const mine = you === undefined ? [] : here.filter(({ contender }) => contender.operatorId === you);
	return {
		you,
		after: Math.max(-Infinity, ...ends.filter((end) => end < now)),
		until: Math.min(Infinity, ...ends.filter((end) => now <= end)),
		collisions: [judge(file, here, false), judge(file, mine, true)].filter((found) => found !== undefined),
	};
}

/** Of two who are on one side nothing is said: one operator's agents among people, one worktree's agents among one's own. */
export const sideOf = (contender: Contender, isOwn: boolean): string | undefined => (isOwn ? contender.worktree : contender.operatorId);

function judge(file: File, here: Present[], isOwn: boolean): Collision | undefined {
	const alive = here.filter(({ contender }) => contender.mode === 'edit');
	const sides = new Set(alive.map(({ contender }) => sideOf(contender, isOwn)));
	const hasOther = (side: string | undefined) => sides.size > Number(sides.has(side));
	const readers = here.filter(({ contender }) => contender.mode === 'read' && hasOther(sideOf(contender, isOwn)));
	if (sides.size < 2 && readers.length === 0) return undefined;
	const contenders = [...alive, ...readers].map(({ contender }) => contender).sort((one, other) => other.at - one.at);
	const compared = comparedOf(alive, isOwn);
	return { repo: file.repo, path: file.path, level: levelOf(sides.size, compared), isOwn, contenders, compared };
}

function levelOf(sidesAlive: number, compared: Compared[]): Level {
	if (compared.some(({ verdict }) => verdict === 'meets')) return 'conflict';
	return sidesAlive > 1 ? 'same file' : 'reading';
}

/** Each of two tells what it found: that they meet, said by either, is worth more than that they are apart. */
function comparedOf(alive: Present[], isOwn: boolean): Compared[] {
	const found = new Map<string, Compared>();
	for (const { contender, touch } of alive) {
		for (const [otherId, verdict] of verdictsOf(touch)) {
			const isMeant = (each: Contender) => each.agentId === otherId && sideOf(each, isOwn) !== sideOf(contender, isOwn);
			const other = alive.find((part) => isMeant(part.contender))?.contender;
			if (other === undefined) continue;
			const pair = [contender.agentId, otherId].sort().join('\0');
			if (found.get(pair)?.verdict !== 'meets') found.set(pair, { one: contender, other, verdict });
		}
	}
	return [...found.values()];
}

/** What its bridge found of this change and others', by their agents' ids. */
const verdictsOf = ({ meets = [], apart = [] }: Touch): [string, Verdict][] => [
	...meets.map((id): [string, Verdict] => [id, 'meets']),
	...apart.map((id): [string, Verdict] => [id, 'apart']),
];

export const involves = (collision: Collision, operatorId: string): boolean =>
	collision.contenders.some((contender) => contender.operatorId === operatorId);
