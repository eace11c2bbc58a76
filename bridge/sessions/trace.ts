/**
 * What the records of one file say so far of one session: the fold of its sightings. A session is its own trace and those
 * of its subagents. Bounded: a session of any length takes no more than a few tens of KB.
 */

import type { Action, Answer, Call, PlanStep, Sighting, StepChange, Tokens, Touched, Turn } from '../agents/sighting.ts';
import { absolutePath, isRooted } from '../base/agent-path.ts';
import { forgetFirst } from '../base/forget-first.ts';
import { Activity } from './activity.ts';
import type { RecordOwners } from './record-owners.ts';
import { Replay } from './replay.ts';
import { TokenCount } from './token-count.ts';

const TOUCHED_MAX = 400;
const CALLS_MAX = 200;
const RUNS_MAX = 50;
const STEPS_MAX = 100;

/** A command's time, ms; no end while it runs. */
export interface Run {
	from: number;
	to: number | undefined;
}

/** What differed at a time from how it was at another, ms. */
export interface Difference {
	since: number;
	at: number;
}

interface Origins {
	session: string | undefined;
	parent: string | undefined;
	owners: RecordOwners;
	/** What a path of its records is on this machine. */
	pathHere: (path: string) => string;
}

export class Trace {
	/** Positive, for `RecordOwners`. */
	readonly number: number;
	session: string | undefined;
	parent: string | undefined;
	version = '?';
	cwd: string | undefined;
	/** Its records have another name for that folder: they were written in a container. */
	isInContainer = false;
	branch: string | undefined;
	madeWorktree: Sighting['madeWorktree'];
	title: string | undefined;
	plan: PlanStep[] | undefined;
	action: Action | undefined;
	errors = 0;
	turn: Turn | undefined;
	/** When the turn's present state began, and the time of the last record. */
	turnSince = 0;
	lastAt = 0;
	firstAt = 0;
	/** Absolute paths, the latest last. */
	readonly edited = new Map<string, number>();
	readonly read = new Map<string, number>();
	/** What differed after steps that ran a command, in the same way. */
	readonly snapshots = new Map<string, Difference>();
	/** When its latest commands ran, the last one perhaps still. */
	readonly runs = new Map<string, Run>();
	readonly activity = new Activity();
	/** How much of its own it has that a copy would repeat, and how much it repeats of which other traces. */
	own = 0;
	readonly repeats = new Map<number, number>();

	readonly #owners: RecordOwners;
	readonly #pathHere: (path: string) => string;
	readonly #calls = new Map<string, Call>();
	readonly #steps = new Map<string, PlanStep>();
	readonly #tokens = new TokenCount();
	/** Calls that failed, so that a record that is written again does not count again. */
	readonly #failed = new Set<string>();
	/** What its human was asked and has not answered. */
	readonly #asked = new Set<string>();
	#mayAsk = true;
	/** The turn's end will be announced: whatever else a record says does not end it. */
	#announced = false;
	readonly #replay: Replay;
	/** The record that is being folded has the identity of one before it: it goes on with that, or is written again. */
	#isAgain = false;
	/** The folder that was named last in what seemed to be copied. */
	#copiedCwd: string | undefined;
	/** The identity of the last record that another trace owns. */
	#repeated: string | undefined;

	constructor(number: number, { session, parent, owners, pathHere }: Origins) {
		this.number = number;
		this.session = session;
		this.parent = parent;
		this.#owners = owners;
		this.#pathHere = pathHere;
		this.#replay = new Replay(number, owners);
	}

	/** The session whose history the file may repeat: it is to be read first. */
	get origin(): string | undefined {
		return this.#replay.origin;
	}

	get tokens(): Readonly<Tokens> {
		return this.#tokens.sum;
	}

	/** The folder that it works in, as its records spell it. */
	isIn(cwd: string | undefined): void {
		if (cwd === undefined || cwd.includes('\0')) return;
		this.cwd = this.#pathHere(cwd);
		this.isInContainer = this.cwd !== cwd;
	}

	fold(sighting: Sighting): void {
		if (this.firstAt === 0) this.firstAt = sighting.at ?? 0;
		this.session ??= sighting.session;
		if (this.#isCopied(sighting)) {
			if (sighting.tokens) this.#tokens.inherit(sighting.tokens);
			return;
		}
		if (sighting.origin !== undefined) this.#tokens.goesOn();
		this.#goesOnIn(sighting);
		if (this.#isForeign(sighting)) return;
		if (sighting.version !== undefined) this.version = sighting.version;
		const at = this.#time(sighting);
		// Old versions write a subagent's records into their parent's own file.
		const isOwn = sighting.parent === undefined || sighting.parent !== this.session;
		if (isOwn) {
			if (sighting.parent !== undefined) this.parent ??= sighting.parent;
			this.isIn(sighting.cwd);
			if (sighting.branch !== undefined) this.branch = sighting.branch;
			if (sighting.madeWorktree !== undefined) this.madeWorktree = this.#here(sighting.madeWorktree);
			if (sighting.title !== undefined) this.title = sighting.title;
		}
		this.#act(sighting, at, isOwn);
		if (sighting.asks || sighting.answered) this.#ask(sighting);
		if (sighting.mayAsk !== undefined) this.#mayAsk = sighting.mayAsk;
		if (isOwn && sighting.turn !== undefined) this.#turn(this.#now(sighting.turn), at);
	}

	#here({ top, from }: NonNullable<Sighting['madeWorktree']>): Sighting['madeWorktree'] {
		return { top: this.#pathHere(top), from: this.#pathHere(from) };
	}

	#isCopied(sighting: Sighting): boolean {
		if (this.#replay.isCopy(sighting, this.session)) {
			if (sighting.session === undefined) this.#copiedCwd = sighting.cwd ?? this.#copiedCwd;
			return true;
		}
		if (sighting.copied) return true;
		this.#isAgain = false;
		if (sighting.identity === undefined) return false;
		const owner = this.#owners.claim(sighting.identity, this.number);
		this.#isAgain = owner === this.number;
		if (owner === undefined) this.own++;
		if (owner === undefined || this.#isAgain) return false;
		// Records in a row may be of one message.
		if (sighting.identity !== this.#repeated) this.repeats.set(owner, (this.repeats.get(owner) ?? 0) + 1);
		this.#repeated = sighting.identity;
		return true;
	}

	/** The first record that is surely its own may stand in a turn whose beginning nothing tells from a copy. */
	#goesOnIn({ turnAt }: Sighting): void {
		if (this.#copiedCwd === undefined) return;
		if (turnAt === undefined) this.isIn(this.#copiedCwd);
		this.#copiedCwd = undefined;
	}

	/** Answers to calls that were never made here: copied with another session's history. */
	#isForeign({ calls, answers }: Sighting): boolean {
		if (answers === undefined || answers.length === 0) return false;
		for (const { call, touches } of answers) {
			if (touches !== undefined || this.#calls.has(call) || calls?.some(({ id }) => id === call)) return false;
		}
		return true;
	}

	#time({ at }: Sighting): number {
		if (at === undefined) return this.lastAt;
		if (at > this.lastAt) this.lastAt = at;
		return at;
	}

	#act(sighting: Sighting, at: number, isOwn: boolean): void {
		if (sighting.tokens) this.#count(sighting.tokens, sighting.identity);
		if (!this.#isAgain) this.errors += sighting.errors ?? 0;
		if (sighting.plan && isOwn) this.#planned(sighting.plan);
		if (sighting.steps && isOwn) for (const step of sighting.steps) this.#step(step);
		if (sighting.calls) for (const call of sighting.calls) this.#call(call, at, sighting.cwd ?? this.cwd);
		if (sighting.action) this.#did(sighting.action, at);
		if (sighting.answers) for (const answer of sighting.answers) this.#answer(answer, at, isOwn);
	}

	#count(tokens: NonNullable<Sighting['tokens']>, identity: string | undefined): void {
		this.#tokens.count(tokens, this.#isAgain && 'once' in tokens && tokens.once === identity);
	}

	#ask({ asks = [], answered = [] }: Sighting): void {
		if (answered === 'all') this.#asked.clear();
		else for (const id of answered) this.#asked.delete(id);
		for (const id of asks) this.#asked.add(id);
		if (this.#asked.size > CALLS_MAX) forgetFirst(this.#asked);
	}

	#did(action: Action, at: number): void {
		this.action = action;
		this.activity.count(at);
	}

	#call(call: Call, at: number, cwd: string | undefined): void {
		// Until it is answered the session may have gone elsewhere.
		if (cwd !== undefined && isRooted(cwd)) for (const touched of call.touches) touched.path = absolutePath(touched.path, cwd);
		// A record that is written again says nothing new.
		if (this.#calls.has(call.id)) this.action = call.action;
		else this.#did(call.action, at);
		if (call.action.verb === 'run' && !this.runs.has(call.id)) this.runs.set(call.id, { from: at, to: undefined });
		if (this.runs.size > RUNS_MAX) forgetFirst(this.runs);
		this.#calls.set(call.id, call);
		if (this.#calls.size > CALLS_MAX) forgetFirst(this.#calls);
	}

	#answer(answer: Answer, at: number, isOwn: boolean): void {
		const call = this.#calls.get(answer.call);
		this.#calls.delete(answer.call);
		this.#asked.delete(answer.call);
		const run = this.runs.get(answer.call);
		const outcome = answer.outcome === 'worded' ? outcomeOfWords(call) : answer.outcome;
		if (run && outcome === 'denied') this.runs.delete(answer.call);
		else if (run) run.to = at;
		if (outcome === 'failed' && call) this.#fail(call);
		if (outcome !== 'done') return;
		for (const touched of this.#touchedBy(answer, call)) this.#touch(touched, at, answer.since);
		if (!isOwn || !call) return;
		if (call.plan) this.#planned(call.plan);
		for (const step of call.steps ?? []) this.#step(step);
	}

	#touchedBy({ touches, except }: Answer, call: Call | undefined): readonly Touched[] {
		const named = touches ?? call?.touches ?? [];
		if (except === undefined) return named;
		const failed = new Set(except.map((path) => absolutePath(path, this.cwd)));
		return named.filter(({ path }) => !failed.has(absolutePath(path, this.cwd)));
	}

	#fail({ id }: Call): void {
		if (this.#failed.has(id)) return;
		this.errors++;
		this.#failed.add(id);
		if (this.#failed.size > CALLS_MAX) forgetFirst(this.#failed);
	}

	#touch({ path, mode }: Touched, at: number, since: number | undefined): void {
		if (path.includes('\0') || (this.cwd === undefined && !isRooted(path))) return;
		const absolute = this.#pathHere(absolutePath(path, this.cwd));
		if (since !== undefined) keepLatest(this.snapshots, absolute, { since, at });
		else keepLatest(mode === 'edit' ? this.edited : this.read, absolute, at);
	}

	#planned(plan: PlanStep[]): void {
		this.plan = plan.slice(0, STEPS_MAX);
		this.#steps.clear();
	}

	#step({ id, subject, state }: StepChange): void {
		const known = this.#steps.get(id);
		if (state === null) this.#steps.delete(id);
		else if (known || subject) {
			this.#steps.set(id, { subject: subject ?? known?.subject ?? '', state: state ?? known?.state ?? 'pending' });
		}
		if (this.#steps.size > STEPS_MAX) forgetFirst(this.#steps);
		this.plan = [...this.#steps.values()];
	}

	/** Where nobody is asked, what has not begun or answered yet is at work; and what is asked is so until it is answered, or the turn is over. */
	#now(turn: Turn | 'over'): Turn {
		if (turn === 'over') return this.turn === 'failed' ? 'failed' : 'ended';
		if (this.#asked.size > 0 && turn !== 'ended' && turn !== 'failed') return 'asking';
		return !this.#mayAsk && (turn === 'held' || turn === 'open') ? 'working' : turn;
	}

	#turn(turn: Turn, at: number): void {
		if (turn === 'ended' || turn === 'failed') this.#asked.clear();
		if (turn === 'began') this.#announced = true;
		else if (this.#announced && this.turn !== 'ended' && this.turn !== 'failed' && (turn === 'settled' || turn === 'working')) {
			if (this.turn === 'asking' || this.turn === 'held' || this.turn === 'open') this.turn = 'began';
			return;
		}
		const isSame = turn === this.turn || (isWork(turn) && isWork(this.turn)) || (turn === 'ended' && this.turn === 'settled');
		if (!isSame || turn === 'began') this.turnSince = at;
		this.turn = turn;
	}
}

/** A tool that edits says by more than words that it did. */
function outcomeOfWords(call: Call | undefined): 'done' | 'failed' {
	return call?.action.verb === 'edit' ? 'failed' : 'done';
}

function keepLatest<T>(touched: Map<string, T>, path: string, when: T): void {
	touched.delete(path);
	touched.set(path, when);
	if (touched.size > TOUCHED_MAX) forgetFirst(touched);
}

function isWork(turn: Turn | undefined): boolean {
	return turn === 'began' || turn === 'working' || turn === 'open';
}
