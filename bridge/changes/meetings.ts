/**
 * For one room: which lines of a file this machine's agents change where others' changes live too, and whether they meet. Only files that
 * two sides have alive are read, and only when one of them changed. SPEC C11.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { MEETINGS_MAX } from '../../shared/limits.ts';
import type { Kept } from '../../shared/report/facts.ts';
import type { Agent } from '../../shared/room/events.ts';
import { doSpansMeet, mapSpans, parseSpans, type Spans, spansText } from '../../shared/room/spans.ts';
import { ChangedLines } from './changed-lines.ts';
import type { LivingAgents } from './living-agents.ts';

/** What comes close together is judged at once. */
const SETTLE_MS = 50;

type Told = Kept<string>;
type Touch = Told['touches'][number];
type Found = Pick<Touch, 'lines' | 'meets' | 'apart'>;

/** A living change of somebody else in the same file, or of this operator in another worktree. */
interface Other {
	agentId: string;
	lines: string | undefined;
}

export interface MeetingsOptions {
	living: Pick<LivingAgents, 'changeOf' | 'contents' | 'blob' | 'attend'>;
	/** This operator. */
	operatorId: string;
	/** Something else is known than before. */
	onChange: () => void;
	onError: (error: unknown) => void;
}

export class Meetings {
	readonly #options: MeetingsOptions;
	readonly #lines: ChangedLines;
	/** By agent and path, what was found of it last. */
	#found = new Map<string, Found>();
	#next: { own: readonly Told[]; others: readonly Agent[] } | undefined;
	#judging: Promise<void> | undefined;

	constructor(options: MeetingsOptions) {
		this.#options = options;
		this.#lines = new ChangedLines(options.living);
	}

	/** The agents with what is known by now. More is told by `onChange`. */
	told(own: readonly Told[]): Told[] {
		return own.map((agent) => {
			const foundOf = ({ path }: Touch) => this.#found.get(keyOf(agent.agentId, path));
			if (!agent.touches.some(foundOf)) return agent;
			return { ...agent, touches: agent.touches.map((touch) => ({ ...touch, ...foundOf(touch) })) };
		});
	}

	/** The agents whose lines its change of a file meets. */
	met(agentId: string, path: string): readonly string[] {
		return this.#found.get(keyOf(agentId, path))?.meets ?? [];
	}

	/** All changes of this machine that meet another's. */
	*meeting(): Iterable<{ agentId: string; path: string; others: readonly string[] }> {
		for (const [key, { meets = [] }] of this.#found) {
			const [agentId = '', path = ''] = key.split('\0');
			if (meets.length > 0) yield { agentId, path, others: meets };
		}
	}

	/** Nothing is compared any more, and nothing that was found is told. */
	stop(): void {
		this.#next = undefined;
		this.#found = new Map();
	}

	/** `others`: all that the room tells of, whoever's they are. One judgement at a time; of those that wait the newest counts. */
	judge(own: readonly Told[], others: readonly Agent[]): void {
		this.#next = { own, others };
		this.#judging ??= this.#judgeAll().finally(() => {
			this.#judging = undefined;
		});
	}

	async #judgeAll(): Promise<void> {
		while (this.#next !== undefined) {
			await sleep(SETTLE_MS);
			const { own, others } = this.#next;
			this.#next = undefined;
			try {
				const found = await this.#judge(own, others);
				if (this.#next !== undefined || isSame(found, this.#found)) continue;
				this.#found = found;
				this.#options.onChange();
			} catch (error) {
				this.#options.onError(error);
			}
		}
	}

	async #judge(own: readonly Told[], others: readonly Agent[]): Promise<Map<string, Found>> {
		const contested = contestedOf(own, others, this.#options.operatorId);
		const lines = new Map<string, Spans | undefined>();
		for (const { agentId, path } of contested) lines.set(keyOf(agentId, path), await this.#linesOf(agentId, path));
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

	async #linesOf(agentId: string, path: string): Promise<Spans | undefined> {
		const { living } = this.#options;
		const change = living.changeOf(agentId, path);
		if (change === undefined) return undefined;
		living.attend(change);
		return this.#lines.of(change);
	}

	/** Undefined where it cannot be told: the other's base is not here. */
	async #doMeet(agentId: string, path: string, mine: Spans, theirs: Spans): Promise<boolean | undefined> {
		if (mine.base === theirs.base) return doSpansMeet(mine.spans, theirs.spans);
		const change = this.#options.living.changeOf(agentId, path);
		if (change === undefined) return undefined;
		const changes = await this.#lines.between(change, theirs.base, mine.base);
		return changes && doSpansMeet(mine.spans, mapSpans(theirs.spans, changes));
	}
}

const keyOf = (agentId: string, path: string): string => `${agentId}\0${path}`;
const isSame = (one: Map<string, Found>, other: Map<string, Found>): boolean => JSON.stringify([...one]) === JSON.stringify([...other]);

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

const isAlive = ({ mode }: Touch): boolean => mode === 'alive';
const fileOf = ({ repo }: { repo: string }, path: string): string => `${repo}\0${path}`;
const isOtherSide = (one: Part['agent'], other: Part['agent']): boolean =>
	one.operatorId !== other.operatorId || one.worktree !== other.worktree;
