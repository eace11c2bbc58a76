/**
 * Which lines of a file this machine's agents change where others' changes live too, or this operator's own in another worktree, and
 * whether they meet. Only files that two sides have alive are read, and only when one of them changed. SPEC C11.
 */
import { MEETINGS_MAX } from '../../shared/limits.ts';
import type { Kept } from '../../shared/report/facts.ts';
import type { Agent } from '../../shared/room/events.ts';
import { doSpansMeet, type LineChange, mapSpans, parseSpans, type Spans, spansText } from '../../shared/room/spans.ts';
import type { LivingChange } from './agent-edits.ts';
import { ChangedLines, doPlacesMeet, type OwnSpans, withoutSame } from './lines/changed-lines.ts';
import type { LivingAgents } from './living-agents.ts';

export type Told = Kept<string>;
type Touch = Told['touches'][number];
export type Found = Pick<Touch, 'lines' | 'meets' | 'apart'>;

/** A living change of somebody else in the same file, or of this operator in another worktree. */
interface Other {
	agentId: string;
	lines: string | undefined;
}

/** Where this machine's living changes are. */
export type Living = Pick<LivingAgents, 'changeOf' | 'contents' | 'blob' | 'attend'>;

export class Comparison {
	readonly #living: Living;
	readonly #operatorId: string;
	readonly #lines: ChangedLines;

	/** `operatorId`: whose machine this is. */
	constructor(living: Living, operatorId: string) {
		this.#living = living;
		this.#operatorId = operatorId;
		this.#lines = new ChangedLines(living);
	}

	/** By agent and path, what can be told of those that are contested. `others`: all that the room tells of, whoever's they are. */
	async compare(own: readonly Told[], others: readonly Agent[]): Promise<Map<string, Found>> {
		const contested = contestedOf(own, others, this.#operatorId);
		const lines = await this.#linesOf(contested);
		const found = new Map<string, Found>();
		for (const { agentId, path, others: there } of contested) {
			const mine = lines.get(keyOf(agentId, path));
			if (mine === undefined) continue;
			const verdicts: { meets: string[]; apart: string[] } = { meets: [], apart: [] };
			for (const other of there.slice(0, MEETINGS_MAX)) {
				const theirs = lines.get(keyOf(other.agentId, path)) ?? (other.lines === undefined ? undefined : parseSpans(other.lines));
				const isMeeting = theirs && (await this.#doMeet(agentId, path, mine, theirs));
				if (isMeeting !== undefined) verdicts[isMeeting ? 'meets' : 'apart'].push(other.agentId);
			}
			found.set(keyOf(agentId, path), { lines: spansText(mine), ...verdicts });
		}
		return found;
	}

	/** By agent and path. */
	async #linesOf(contested: readonly { agentId: string; path: string }[]): Promise<Map<string, OwnSpans>> {
		const changes = new Map<string, LivingChange>();
		for (const { agentId, path } of contested) {
			const change = this.#living.changeOf(agentId, path);
			if (change === undefined) continue;
			this.#living.attend(change);
			changes.set(keyOf(agentId, path), change);
		}
		const spans = await this.#lines.of([...changes.values()]);
		return new Map(
			[...changes].flatMap(([key, change]): [string, OwnSpans][] => {
				const its = spans.get(change);
				return its === undefined ? [] : [[key, its]];
			}),
		);
	}

	/** Undefined where it cannot be told: the other's base is not here. */
	async #doMeet(agentId: string, path: string, mine: OwnSpans, theirs: Spans | OwnSpans): Promise<boolean | undefined> {
		if (mine.base === theirs.base) return doMeet(mine, theirs, []);
		const change = this.#living.changeOf(agentId, path);
		if (change === undefined) return undefined;
		const changes = await this.#lines.between(change, theirs.base, mine.base);
		return changes && doMeet(mine, theirs, changes);
	}
}

/** Of two changes on this machine it is known too where they are the same. `changes` lead from the one base to the other. */
function doMeet(mine: OwnSpans, theirs: Spans | OwnSpans, changes: readonly LineChange[]): boolean {
	if ('texts' in theirs && doPlacesMeet(mine, theirs)) return true;
	const meet = (one: Spans['spans'], other: Spans['spans']) => doSpansMeet(one, changes.length === 0 ? other : mapSpans(other, changes));
	if (!meet(mine.spans, theirs.spans)) return false;
	return 'texts' in theirs ? meet(...withoutSame(mine, theirs, changes)) : true;
}

/** The agents with what was found of their changes. */
export function withFound<Agent extends Pick<Told, 'agentId' | 'touches'>>(
	own: readonly Agent[],
	found: ReadonlyMap<string, Found>,
): Agent[] {
	return own.map((agent) => {
		const foundOf = ({ path }: Touch) => found.get(keyOf(agent.agentId, path));
		if (!agent.touches.some(foundOf)) return agent;
		return { ...agent, touches: agent.touches.map((touch) => ({ ...touch, ...foundOf(touch) })) };
	});
}

export const keyOf = (agentId: string, path: string): string => `${agentId}\0${path}`;

/** Whose change it is. */
interface Part {
	agent: Pick<Agent, 'operatorId' | 'agentId' | 'worktree'>;
	lines: string | undefined;
}

/** Living changes of this machine in files where another side's change lives too. */
function contestedOf(
	own: readonly Told[],
	others: readonly Agent[],
	operatorId: string,
): { agentId: string; path: string; others: Other[] }[] {
	const files = new Map<string, { path: string; mine: Part[]; theirs: Part[] }>();
	for (const agent of own) {
		for (const { path, lines } of agent.touches.filter(isAlive)) {
			const file = files.get(fileOf(agent, path)) ?? { path, mine: [], theirs: [] };
			file.mine.push({ agent: { ...agent, operatorId }, lines });
			files.set(fileOf(agent, path), file);
		}
	}
	const ids = new Set(own.map(({ agentId }) => agentId));
	for (const agent of others) {
		if (agent.operatorId === operatorId && ids.has(agent.agentId)) continue;
		for (const { path, lines } of agent.touches.filter(isAlive)) files.get(fileOf(agent, path))?.theirs.push({ agent, lines });
	}
	return [...files.values()].flatMap(({ path, mine, theirs }) =>
		mine.flatMap(({ agent }) => {
			const there = [...mine, ...theirs].filter((part) => isOtherSide(agent, part.agent));
			const others = there.map((part) => ({ agentId: part.agent.agentId, lines: part.lines }));
			return others.length === 0 ? [] : [{ agentId: agent.agentId, path, others }];
		}),
	);
}

export const isAlive = ({ mode }: Touch): boolean => mode === 'alive';
export const fileOf = ({ repo }: { repo: string }, path: string): string => `${repo}\0${path}`;
const isOtherSide = (one: Part['agent'], other: Part['agent']): boolean =>
	one.operatorId !== other.operatorId || one.worktree !== other.worktree;
