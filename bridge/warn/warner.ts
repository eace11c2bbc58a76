/** Answers what agents ask the bridge, from what it knows: no file is read for it, and git is asked for the name of a repository once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PLANNED_MAX } from '../../shared/limits.ts';
import type { Manner } from '../../shared/manners.ts';
import type { AgentKind } from '../../shared/report/facts.ts';
import { covers } from '../../shared/room/planned.ts';
import { agentIdOf } from '../local-agents/project.ts';
import { type Place, Places } from './asker.ts';
import { type Found, inFileOf, inRepositoryOf } from './elsewhere.ts';
import type { Asker, Knowledge, KnownAgent } from './known-agent.ts';
import { conflictsOf, lineOf } from './own-conflicts.ts';
import type { Plans } from './plans.ts';
import type { Asked, HookAnswer, InFile, Inquiry, InRepository, SessionState } from './question.ts';
import { sentenceOf, startOf } from './sentences.ts';
import { Told } from './told.ts';

/** An agent reads little: of more who are in one file it hears of the worst. */
const SENTENCES_MAX = 5;
/** How long a session that begins waits for what a room says of its repository. */
const HEAR_MS = 150;

export interface WarnerOptions {
	clock: () => number;
	knowledge: Knowledge;
	plans: Plans;
	/** The user's own setting. */
	manner: () => Manner;
	onSession: (agentId: string, state: SessionState) => void;
	/** It edits, so it waits for nobody. */
	onBusy: (agentId: string) => void;
}

export interface PlanAnswer {
	/** Undefined: the bridge does not see the session that asks. */
	planned: { path: string; reserved: boolean; others: InFile[] }[] | undefined;
}

export class Warner {
	readonly #options: WarnerOptions;
	readonly #places = new Places();
	readonly #told = new Told();

	constructor(options: WarnerOptions) {
		this.#options = options;
	}

	answer(inquiry: Inquiry): Promise<unknown> {
		switch (inquiry.ask) {
			case 'start':
				return this.#start(inquiry);
			case 'edit':
				return this.#edit(inquiry);
			case 'session':
				return this.#session(inquiry);
			case 'here':
				return this.#here(inquiry);
			case 'touches':
				return this.#touches(inquiry);
			case 'conflicts':
				return this.#conflicts(inquiry);
			case 'plan':
				return this.#plan(inquiry);
			case 'unplan':
				this.#options.plans.end(({ holder }) => holder === inquiry.holder);
				return Promise.resolve(true);
			case 'line':
				return Promise.resolve(this.#line());
		}
	}

	async #start(asked: Asked<'start'>): Promise<HookAnswer | undefined> {
		const found = await this.#here(asked);
		const say = startOf(found ?? []);
		return say === '' ? undefined : { verdict: 'tell', say };
	}

	async #edit({ paths, hears, asks, ...asked }: Asked<'edit'>): Promise<HookAnswer | undefined> {
		const place = await this.#places.of(asked.cwd);
		if (place === undefined) return undefined;
		const now = this.#options.clock();
		const agentId = agentIdOf(asked.kind, asked.session);
		this.#options.onBusy(agentId);
		const asker = this.#askerAt(place, agentId, asked.kind);
		await this.#attend(place);
		const inside = [...new Set(paths.flatMap((path) => place.pathOf(path) ?? []))];
		const found = inside.flatMap((path) => this.#inFile(asker, path, now).map((each) => ({ path, ...each })));
		const manner = this.#options.manner();
		const stops = found.filter((each) => isStop(each) && !this.#isReservedBefore(asker, each));
		if (manner === 'deny' && stops.length > 0) return { verdict: 'deny', say: saying(stops) };
		if (!hears) return undefined;
		const news = found.filter(({ path, person, in: { is } }) => this.#told.isNews(agentId, path, person, is, now));
		if (news.length === 0) return undefined;
		return { verdict: manner === 'ask' && asks && news.some(isStop) ? 'ask' : 'tell', say: saying(news) };
	}

	async #session({ kind, session, state }: Asked<'session'>): Promise<boolean> {
		const agentId = agentIdOf(kind, session);
		this.#options.onSession(agentId, state);
		if (state === 'gone') this.#options.plans.end((held) => held.agentId === agentId);
		return true;
	}

	async #here(asked: Asked<'here'> | Asked<'start'>): Promise<InRepository[] | undefined> {
		const place = await this.#places.of(asked.cwd);
		if (place === undefined) return undefined;
		const { knowledge, clock } = this.#options;
		await this.#attend(place);
		return inRepositoryOf(this.#askerIn(place, asked), knowledge.agents(place.repo), clock());
	}

	async #touches({ paths, ...asked }: Asked<'touches'>): Promise<{ path: string; others: InFile[] }[] | undefined> {
		const place = await this.#places.of(asked.cwd);
		if (place === undefined) return undefined;
		await this.#attend(place);
		const asker = this.#askerIn(place, asked);
		const inside = [...new Set(paths.flatMap((path) => place.pathOf(path) ?? []))];
		return inside.map((path) => ({ path, others: this.#inFile(asker, path, this.#options.clock()).map((each) => each.in) }));
	}

	/** Files in which changes of this user's agents in the repository conflict with others'. */
	async #conflicts(asked: Asked<'conflicts'>): Promise<{ path: string; others: InFile[] }[] | undefined> {
		const place = await this.#places.of(asked.cwd);
		if (place === undefined) return undefined;
		return conflictsOf(this.#options.knowledge, this.#options.clock(), place.repo).map(({ path, others }) => ({ path, others }));
	}

	async #plan({ holder, paths, minutes, reserve, ...asked }: Asked<'plan'>): Promise<PlanAnswer | undefined> {
		const place = await this.#places.of(asked.cwd);
		if (place === undefined) return undefined;
		await this.#attend(place);
		const asker = this.#askerIn(place, asked);
		if (asker.agentId === undefined) return { planned: undefined };
		const now = this.#options.clock();
		const inside = [...new Set(paths.flatMap((path) => place.pathOf(path) ?? []))];
		const planned = inside.map((path) => {
			const others = this.#inPlace(asker, path, now);
			const isHeld = others.some((each) => each.in.is === 'reserves' && !this.#isReservedBefore(asker, { path, ...each }));
			return { path, reserved: reserve && !isHeld, others: others.map((each) => each.in) };
		});
		const claims = planned.map(({ path, reserved }) => ({ path, claim: reserved ? ('reserves' as const) : ('plans' as const) }));
		this.#options.plans.announce(asker.agentId, holder, claims, minutes, PLANNED_MAX);
		return { planned };
	}

	/** What rooms say of a repository is waited for a moment, where they were not asked before. */
	#attend({ root, repo }: Place): Promise<unknown> {
		return Promise.race([this.#options.knowledge.attend(root, repo), sleep(HEAR_MS, undefined, { ref: false })]);
	}

	/** In a file, or a folder and all in it. */
	#inPlace(asker: Asker, path: string, now: number): Found[] {
		const agents = [...this.#options.knowledge.agents(asker.repo)];
		const below = new Set(agents.flatMap(({ facts }) => pathsOf(facts)).filter((each) => each !== path && covers(path, each)));
		const all = [path, ...below].flatMap((each) => inFileOf(asker, agents, each, now));
		return [...new Map(all.map((each) => [`${each.person}\0${each.in.agent}\0${each.in.is}`, each])).values()];
	}

	#inFile(asker: Asker, path: string, now: number): Found[] {
		return inFileOf(asker, this.#options.knowledge.agents(asker.repo), path, now);
	}

	/** First come, first served. */
	#isReservedBefore({ agentId }: Asker, { path, at, in: { is } }: Found & { path: string }): boolean {
		const own = agentId === undefined ? [] : (this.#options.plans.of(agentId) ?? []);
		return is === 'reserves' && own.some((each) => each.claim === 'reserves' && covers(each.path, path) && each.at < at);
	}

	/** The session that is named, else the one of its kind that did something last in that worktree. */
	#askerIn(place: Place, { kind, session }: { kind?: AgentKind | undefined; session?: string | undefined }): Asker {
		if (kind !== undefined && session !== undefined) return this.#askerAt(place, agentIdOf(kind, session), kind);
		const here = this.#options.knowledge.own().filter(({ repo, worktree }) => repo === place.repo && worktree === place.worktree);
		const meant = here.find((agent) => agent.kind === kind) ?? (kind === undefined ? here[0] : undefined);
		return this.#askerAt(place, meant?.agentId, meant?.kind);
	}

	#askerAt({ repo, worktree, branch }: Place, agentId: string | undefined, kind: AgentKind | undefined): Asker {
		const meets = (path: string) => (agentId === undefined ? NONE : this.#options.knowledge.meets(agentId, path));
		return { kind, agentId, repo, worktree, branch, meets };
	}

	/** `2 agents · 1 conflict with Andrew`; empty where no agent of this machine is at work. */
	#line(): string {
		return lineOf(this.#options.knowledge, this.#options.clock());
	}
}

const NONE: ReadonlySet<string> = new Set();

/** What `ask` asks about, and `deny` refuses. */
const isStop = ({ in: { is } }: Found): boolean => is === 'conflict' || is === 'reserves';

const pathsOf = ({ touches, planned = [] }: KnownAgent['facts']): string[] => [...touches, ...planned].map(({ path }) => path);

function saying(found: readonly (Found & { path: string })[]): string {
	return found
		.slice(0, SENTENCES_MAX)
		.map(({ path, in: each }) => sentenceOf(each, path))
		.join('\n');
}
