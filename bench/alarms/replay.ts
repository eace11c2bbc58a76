/**
 * Merged branches, told to the product's own index as if they were agents at work: each edit and each merge at its time. A branch is an
 * agent in a worktree of its own, its author the operator. Which lines meet is judged as bridges do, from the spans of the whole branch:
 * how a change looked at each of its commits is not in the data, so that a conflict is known from the first edits on.
 */
import { alertKey } from '../../shared/room/collision-pairs.ts';
import { type Collision, CollisionIndex, type Contender, type LivingAgent, type Verdict } from '../../shared/room/collisions.ts';
import { agentKey } from '../../shared/room/fold.ts';
import { doSpansMeet } from '../../shared/room/spans.ts';
import type { MergedPair, Merges } from './merges.ts';

const SECOND_MS = 1_000;

/** What an alarm is raised for. */
export interface Rule {
	/** What git says of an edit of an unmerged branch. Where it says nothing, an edit counts for 30 minutes. */
	isAlive: true | undefined;
	/** `same file`: for every two who changed it. */
	level: 'conflict' | 'same file';
	/** Only where both changed it within so long. */
	withinMs?: number;
}

/** What a rule says of a pair before the first of the two was merged. */
export interface Alarm {
	pair: MergedPair;
	at: number;
	/** For people it is one alert, however many files. */
	alert: string;
}

type Moment = { at: number; branch: number; file: number | undefined };

export function replay(merges: Merges, rule: Rule): Alarm[] {
	const team = new Team(merges, rule);
	const alarms = new Map<MergedPair, Alarm>();
	for (const { at, branch, file } of momentsOf(merges)) {
		if (file === undefined) {
			team.land(branch);
			continue;
		}
		team.edit(branch, file, at);
		for (const alarm of team.alarms(at)) if (!alarms.has(alarm.pair)) alarms.set(alarm.pair, alarm);
	}
	return [...alarms.values()];
}

/** In the order of their times; who edits in the moment of a merge does so before it. */
function momentsOf({ branches, pairs }: Merges): Moment[] {
	const moments = new Map<string, Moment>();
	const add = (moment: Moment) => moments.set(Object.values(moment).join(), moment);
	for (const pair of pairs) {
		for (const side of [0, 1] as const) {
			for (const at of pair.edits[side]) add({ at: at * SECOND_MS, branch: pair.branches[side], file: pair.file });
		}
	}
	for (const [branch, { merged }] of branches.entries()) add({ at: merged * SECOND_MS, branch, file: undefined });
	return [...moments.values()].sort((one, other) => one.at - other.at || Number(one.file === undefined) - Number(other.file === undefined));
}

class Team {
	readonly #rule: Rule;
	readonly #index = new CollisionIndex();
	readonly #agents: LivingAgent[];
	/** By branches and file. */
	readonly #pairs: Map<string, MergedPair>;
	readonly #pairsOf: MergedPair[][];

	constructor({ branches, pairs }: Merges, rule: Rule) {
		this.#rule = rule;
		this.#agents = branches.map(({ author }, branch) => ({
			operatorId: String(author),
			agentId: String(branch),
			repo: 'repository',
			worktree: String(branch),
			branch: String(branch),
			touches: [],
		}));
		this.#pairs = new Map(pairs.map((pair) => [pairKey(...pair.branches, pair.file), pair]));
		this.#pairsOf = branches.map(() => []);
		for (const pair of pairs) for (const branch of pair.branches) this.#pairsOf[branch]?.push(pair);
	}

	edit(branch: number, file: number, at: number): void {
		const before = this.#agents[branch] as LivingAgent;
		const path = String(file);
		const others = before.touches.filter((touch) => touch.path !== path);
		const mode = this.#rule.isAlive ? ('alive' as const) : ('edit' as const);
		const touches = [{ path, mode, at }, ...others].map((touch) => ({ ...touch, ...this.#judged(branch, touch.path) }));
		this.#put(branch, { ...before, touches });
	}

	land(branch: number): void {
		this.#put(branch, { ...(this.#agents[branch] as LivingAgent), touches: [] });
	}

	#put(branch: number, after: LivingAgent): void {
		this.#index.apply([{ key: agentKey(after), before: this.#agents[branch], after }]);
		this.#agents[branch] = after;
	}

	/** What a branch's bridge has found so far, of a file that others have changed too. */
	#judged(branch: number, path: string): Record<Verdict, string[]> {
		const found: Record<Verdict, string[]> = { meets: [], apart: [] };
		for (const pair of this.#pairsOf[branch] ?? []) {
			const other = this.#agents[pair.branches[pair.branches[0] === branch ? 1 : 0]] as LivingAgent;
			const [one, two] = pair.commonSpans;
			if (one === null || two === null || String(pair.file) !== path || !other.touches.some((touch) => touch.path === path)) continue;
			found[doSpansMeet(one, two) ? 'meets' : 'apart'].push(other.agentId);
		}
		return found;
	}

	/** What the rule would warn of now. */
	*alarms(now: number): Iterable<Alarm> {
		for (const collision of this.#index.list(now)) {
			for (const [one, other] of this.#rule.level === 'conflict' ? meeting(collision) : together(collision)) {
				if (now - Math.min(one.at, other.at) > (this.#rule.withinMs ?? Number.POSITIVE_INFINITY)) continue;
				const pair = this.#pairs.get(pairKey(Number(one.branch), Number(other.branch), Number(collision.path)));
				if (pair !== undefined) yield { pair, at: now, alert: alertKey(collision.repo, one, other) };
			}
		}
	}
}

const pairKey = (one: number, other: number, file: number): string => [Math.min(one, other), Math.max(one, other), file].join();

const meeting = ({ compared }: Collision): [Contender, Contender][] =>
	compared.filter(({ verdict }) => verdict === 'meets').map(({ one, other }) => [one, other]);

const together = ({ contenders }: Collision): [Contender, Contender][] =>
	contenders.flatMap((one, at) =>
		contenders
			.slice(at + 1)
			.filter((other) => other.operatorId !== one.operatorId)
			.map((other): [Contender, Contender] => [one, other]),
	);
