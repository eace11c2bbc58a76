/**
 * This machine's agents, with what has become of what they edited: those included that have been silent for days, also over restarts of
 * the bridge. Git is asked again when agents did something and every few seconds, where something changed since; a listing never waits.
 */
import { dirname, join } from 'node:path';
import { CHANGE_MAX_MS } from '../../shared/limits.ts';
import { FolderWatch } from '../base/folder-watch.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { editsOf, isLiving, type JudgedEdit, judgedTouches, keyOf, type LivingChange } from './agent-edits.ts';
import { ChangeWatch } from './change-watch.ts';
import type { Contents } from './contents.ts';
import type { Edit, Fate } from './edit.ts';
import { type AgentEdits, RememberedEdits } from './remembered-edits.ts';
import { SilentAgents } from './silent-agents.ts';

/** What merges, fetches and saves of people change is seen within this. */
const LOOK_EVERY_MS = 15_000;
/** What comes close together is looked at once, and agents at work do something all the time. */
const SETTLE_MS = 100;
const LOOK_AGAIN_MS = 1_000;
/** Remembered edits are written so often at the most, and at the end. */
const KEEP_EVERY_MS = 30_000;
/** Saves of more files than this are seen with the next look. */
const CONTESTED_MAX = 1_000;

export interface LivingAgentsOptions {
	home: string;
	clock: () => number;
	signal: AbortSignal;
	/** Something else is known of a change than before. */
	onChange: () => void;
	/** What is wrong with the file of remembered edits, or in asking git: never a reason to stop. */
	onProblem: (problem: string) => void;
}

export class LivingAgents {
	readonly #options: LivingAgentsOptions;
	readonly #watch = new ChangeWatch();
	readonly #file: RememberedEdits;
	readonly #silent = new SilentAgents();
	readonly #saves: FolderWatch;
	/** Files whose every save is of interest: others' changes live in them too. */
	readonly #contested = new Set<string>();
	#saved: NodeJS.Timeout | undefined;
	#agents: readonly LocalAgent[] | undefined;
	/** Of all agents of which something lived when it was last looked at. */
	#remembered: readonly AgentEdits[];
	/** By agent and real path. */
	#fates = new Map<string, JudgedEdit>();
	/** By agent and path as it is told, of the few that are told otherwise. */
	#realPaths = new Map<string, string>();
	#judgedOnes = new WeakMap<LocalAgent, LocalAgent>();
	#timer: NodeJS.Timeout | undefined;
	#lookedAt = Number.NEGATIVE_INFINITY;
	#keptAt = Number.NEGATIVE_INFINITY;
	#problem: string | undefined;
	#isLooking = false;

	constructor(options: LivingAgentsOptions) {
		this.#options = options;
		this.#file = new RememberedEdits(options.home, options.onProblem);
		this.#remembered = this.#file.load(options.clock());
		const every = setInterval(() => this.look(), LOOK_EVERY_MS);
		options.signal.addEventListener('abort', () => {
			clearInterval(every);
			clearTimeout(this.#timer);
			clearTimeout(this.#saved);
			this.#file.keep(this.#remembered, options.clock());
		});
		this.#saves = new FolderWatch(options.signal, (folder, name) => {
			if (name === undefined || this.#contested.has(join(folder, name))) this.#onSave();
		});
	}

	/** All that are followed. */
	show(agents: readonly LocalAgent[]): void {
		this.#agents = agents;
		this.look();
	}

	list(): LocalAgent[] {
		return [...(this.#agents ?? []).map((agent) => this.#judged(agent)), ...this.#silent.list()];
	}

	/** The change of an agent in a file, where it is alive. `path`: as it is told. */
	changeOf(agentId: string, path: string): LivingChange | undefined {
		const known = this.#fates.get(keyOf(agentId, this.#realPaths.get(keyOf(agentId, path)) ?? path));
		return known?.fate.is === 'alive' ? { edit: known.edit, fate: known.fate } : undefined;
	}

	/** Another's change lives in the file too: from now on `onChange` is called soon after each save of it, whoever saves. */
	attend({ edit, fate }: LivingChange): void {
		const file = fate.content.in === 'file' ? fate.content.file : join(edit.worktreeTop, edit.path);
		if (this.#contested.has(file) || this.#contested.size >= CONTESTED_MAX) return;
		this.#contested.add(file);
		this.#saves.add(dirname(file));
	}

	#onSave(): void {
		this.look();
		clearTimeout(this.#saved);
		this.#saved = setTimeout(() => this.#options.onChange(), SETTLE_MS);
	}

	/** Tells what lies before each and after it, where that is to be compared line by line. */
	contents(changes: readonly LivingChange[], tell: (change: LivingChange, contents: Contents) => void): Promise<void> {
		return this.#watch.contents(changes, tell);
	}

	/** A blob of its repository, where that is there. */
	blob({ edit }: LivingChange, oid: string): Promise<Buffer | undefined> {
		return this.#watch.blob(edit, oid);
	}

	/** Soon, and once for all who ask meanwhile. */
	look(): void {
		if (this.#timer !== undefined || this.#options.signal.aborted || this.#agents === undefined) return;
		const wait = Math.max(SETTLE_MS, this.#lookedAt + LOOK_AGAIN_MS - performance.now());
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			if (this.#isLooking) return this.look();
			this.#isLooking = true;
			this.#lookedAt = performance.now();
			this.#look()
				.catch((error: unknown) => this.#failed(error))
				.finally(() => {
					this.#isLooking = false;
				});
		}, wait);
	}

	/** What goes on failing is said once. */
	#failed(error: unknown): void {
		const problem = error instanceof Error ? error.message : String(error);
		if (problem !== this.#problem) this.#options.onProblem(problem);
		this.#problem = problem;
	}

	async #look(): Promise<void> {
		const now = this.#options.clock();
		const all = this.#allEdits();
		const fates = await this.#watch.fates(
			all.flatMap(({ edits }) => edits),
			now,
		);
		const fateOf = (edit: Edit): Fate => fates.get(edit) ?? { is: 'unknown' };
		const before = this.#fates;
		this.#judgedOnes = new WeakMap();
		this.#fates = new Map(
			all.flatMap(({ agentId, edits }) => edits.map((edit) => [keyOf(agentId, edit.path), { edit, fate: fateOf(edit) }] as const)),
		);
		// What git cannot tell now, it may tell later: only what is over is forgotten, and what is too old.
		this.#remembered = ofEach(all, (edit) => fateOf(edit).is !== 'over' && now - edit.at <= CHANGE_MAX_MS);
		if (performance.now() - this.#keptAt > KEEP_EVERY_MS) {
			this.#keptAt = performance.now();
			this.#file.keep(this.#remembered, now);
		}
		const followed = new Set(this.#agents?.map(({ agentId }) => agentId));
		const living = ofEach(this.#remembered, (edit) => isLiving(edit, fateOf(edit), now));
		const silent = living.filter(({ agentId }) => !followed.has(agentId));
		const isOther = await this.#silent.show(silent);
		const told = [...(this.#agents ?? []), ...this.#silent.list()].filter(({ realNames }) => realNames.size > 0);
		this.#realPaths = new Map(told.flatMap(({ agentId, realNames }) => [...realNames].map(([name, real]) => [keyOf(agentId, name), real])));
		const isNews = isOther || [...this.#fates].some(([key, { fate }]) => !isSameFate(before.get(key)?.fate, fate));
		if (isNews && !this.#options.signal.aborted) this.#options.onChange();
	}

	/** Of those that are followed and of those that are remembered. */
	#allEdits(): AgentEdits[] {
		const followed = new Map((this.#agents ?? []).map((agent) => [agent.agentId, editsOf(agent)]));
		return [...followed.values(), ...this.#remembered.filter(({ agentId }) => !followed.has(agentId))];
	}

	/** Once for each that is followed, until more is known. */
	#judged(agent: LocalAgent): LocalAgent {
		const known = this.#judgedOnes.get(agent);
		if (known !== undefined) return known;
		const judged = this.#judge(agent);
		this.#judgedOnes.set(agent, judged);
		return judged;
	}

	#judge(agent: LocalAgent): LocalAgent {
		const now = this.#options.clock();
		const touches = judgedTouches(agent, (path) => this.#fates.get(keyOf(agent.agentId, path)), now);
		// Its own getters stay: what nobody asks for is not worked out.
		const properties = { ...Object.getOwnPropertyDescriptors(agent), touches: { value: touches, enumerable: true } };
		return Object.defineProperties({}, properties) as LocalAgent;
	}
}

/** Of each agent the edits that are meant; those of whom none is are left out. */
const ofEach = (all: readonly AgentEdits[], isMeant: (edit: Edit) => boolean): AgentEdits[] =>
	all.map((each) => ({ ...each, edits: each.edits.filter(isMeant) })).filter(({ edits }) => edits.length > 0);

const isSameFate = (one: Fate | undefined, other: Fate): boolean => JSON.stringify(one) === JSON.stringify(other);
