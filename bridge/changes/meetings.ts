/**
 * For one room: what is found of this machine's changes where others' live too, judged anew whenever something of that changed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent } from '../../shared/room/events.ts';
import type { AgentChange } from '../../shared/room/fold.ts';
import { keyOf } from './agent-edits.ts';
import { Comparison, type Found, fileOf, isAlive, type Living, type Told, withFound } from './comparison.ts';

/** What comes close together is judged at once. */
const SETTLE_MS = 50;

export interface MeetingsOptions {
	living: Living;
	/** This operator. */
	operatorId: string;
	/** Something else is known than before. */
	onChange: () => void;
	onError: (error: unknown) => void;
}

export class Meetings {
	readonly #options: MeetingsOptions;
	readonly #comparison: Comparison;
	/** By agent and path, what was found of it last. */
	#found = new Map<string, Found>();
	/** In which this machine's agents have changes that live. */
	#files = new Set<string>();
	#next: { own: readonly Told[]; others: readonly Agent[] } | undefined;
	#judging: Promise<void> | undefined;

	constructor(options: MeetingsOptions) {
		this.#options = options;
		this.#comparison = new Comparison(options.living, options.operatorId);
	}

	/** The agents with what is known by now. More is told by `onChange`. */
	told<Agent extends Pick<Told, 'agentId' | 'touches'>>(own: readonly Agent[]): Agent[] {
		return withFound(own, this.#found);
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

	/** Nothing is compared any more, and nothing that was found is told, or is found by what is under way. */
	stop(): void {
		this.#next = undefined;
		this.#found = new Map();
		this.#files = new Set();
	}

	/** Whether what changed of others is in a file that this machine's agents change too: of all that a large room tells, little is. */
	concern(changes: readonly AgentChange[]): boolean {
		const isHere = (agent: Agent | undefined) => agent?.touches.some(({ path }) => this.#files.has(fileOf(agent, path))) ?? false;
		return this.#files.size > 0 && changes.some(({ before, after }) => isHere(before) || isHere(after));
	}

	/** `others`: all that the room tells of, whoever's they are. One judgement at a time; of those that wait the newest counts. */
	judge(own: readonly Told[], others: readonly Agent[]): void {
		this.#next = { own, others };
		this.#files = new Set(own.flatMap((agent) => agent.touches.filter(isAlive).map(({ path }) => fileOf(agent, path))));
		this.#judging ??= this.#judgeAll().finally(() => {
			this.#judging = undefined;
		});
	}

	async #judgeAll(): Promise<void> {
		while (this.#next !== undefined) {
			await sleep(SETTLE_MS);
			const [asked, before] = [this.#next, this.#found];
			if (asked === undefined) return; // Stopped meanwhile.
			this.#next = undefined;
			try {
				const found = await this.#comparison.compare(asked.own, asked.others);
				const isStopped = this.#found !== before;
				if (isStopped || this.#next !== undefined || isSame(found, before)) continue;
				this.#found = found;
				this.#options.onChange();
			} catch (error) {
				this.#options.onError(error);
			}
		}
	}
}

const isSame = (one: Map<string, Found>, other: Map<string, Found>): boolean => JSON.stringify([...one]) === JSON.stringify([...other]);
