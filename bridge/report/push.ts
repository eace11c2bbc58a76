/**
 * What one room is told of this machine's agents: whole once per connection, then only what changed, at most once a second for each
 * agent, and at once after a quiet second. Offline it keeps nothing but the newest state. SPEC F2, F5–F7.
 */
import type { z } from 'zod';
import { AGENTS_PER_OPERATOR, BEAT_MS, REPORT_EVERY_MS, TOUCHES_MAX } from '../../shared/limits.ts';
import type { Refusal } from '../../shared/refusal.ts';
import { reportOf } from '../../shared/report/clock.ts';
import { type Report, type ReportPatch, report, reportPatch } from '../../shared/report/report.ts';
import { type Batch, batches, emptyBatch } from './batch.ts';
import { difference } from './difference.ts';
import type { SharedAgent } from './shared-agent.ts';

/** One connection to the room. Its promises fail when the connection does. */
export interface Wire {
	report(input: Batch['wire'] & { paused?: boolean; more?: boolean }): Promise<{ unknown: string[] }>;
	beat(): Promise<unknown>;
	/** Why a call failed; `undefined` is a fault of ours. */
	refusalOf(error: unknown): Refusal | 'unreachable' | undefined;
	/** What went wrong where that is no refusal. */
	wordsOf(error: unknown): string;
}

/** For `pylon peek`: what went over the wire, and what it says. */
export interface Sent {
	at: number;
	plain: Batch['plain'] & { paused?: boolean };
	wire: Batch['wire'] & { paused?: boolean; more?: boolean };
}

export interface PushOptions {
	key: Uint8Array;
	/** The time of day: what a report's ages are counted from. */
	clock: () => number;
	/** Milliseconds that only grow, whatever is done to the clock: what waiting goes by. */
	pace: () => number;
	/** Ends the timers. */
	signal: AbortSignal;
	onRefusal: (refusal: Refusal) => void;
	/** A fault of ours: told, never swallowed. */
	onFault: (fault: string) => void;
}

const SENT_KEPT = 20;
/** After a refusal, and when a call dies on a connection that looks alive. */
const RETRY_MS = 5_000;
/** Where all of this operator's machines have too many agents for the room, or too much of them, less is told, and after this long all is tried again. */
const FEWER_MS = 10 * 60_000;
/** With fewer files an agent tells too little: then rather fewer agents. */
const TOUCHES_MIN = 12;

const isBusy = ({ status }: SharedAgent): boolean => status === 'working' || status === 'waiting';

const withTouches = (agent: SharedAgent, most: number): SharedAgent =>
	agent.touches.length <= most ? agent : { ...agent, touches: agent.touches.slice(0, most) };

export class Push {
	readonly #options: PushOptions;
	#wire: Wire | undefined;
	/** All that is to be shared, newest first. `undefined` until this machine's sessions were read. */
	#all: readonly SharedAgent[] | undefined;
	/** Newest state of those of them that the room takes. */
	#wanted: Map<string, SharedAgent> | undefined;
	#limit = AGENTS_PER_OPERATOR;
	/** How many touches of each, newest first. */
	#touches = TOUCHES_MAX;
	/** What the room took no more of, and the user knows it. */
	readonly #saidTooMuch = new Set<Refusal>();
	/** Whom the room may know of since this connection began, also where an answer got lost. */
	#known = new Set<string>();
	/** What it was told of them. */
	#told = new Map<string, SharedAgent>();
	#toldAt = new Map<string, number>();
	#isPaused = false;
	#toldPaused: boolean | undefined;
	/** The room waits for everything: what is not in it by its last message is gone. */
	#owesAll = false;
	#isSending = false;
	#notBefore = 0;
	#spokeAt = 0;
	#flushTimer: NodeJS.Timeout | undefined;
	#beatTimer: NodeJS.Timeout | undefined;
	#fewerTimer: NodeJS.Timeout | undefined;
	#sent: Sent[] = [];

	constructor(options: PushOptions) {
		this.#options = options;
		options.signal.addEventListener('abort', () => this.#end(), { once: true });
	}

	/** All that is to be shared now; what is missing from it leaves the room. */
	want(agents: Iterable<SharedAgent>): void {
		this.#all = [...agents];
		this.#choose();
	}

	/** Where there are too many the oldest idle ones are left out. */
	#choose(): void {
		if (this.#all === undefined) return;
		const byNeed =
			this.#all.length > this.#limit ? [...this.#all.filter(isBusy), ...this.#all.filter((agent) => !isBusy(agent))] : this.#all;
		this.#wanted = new Map(byNeed.slice(0, this.#limit).map((agent) => [agent.agentId, withTouches(agent, this.#touches)]));
		this.#schedule();
	}

	pause(isPaused: boolean): void {
		this.#isPaused = isPaused;
		this.#schedule();
	}

	/** A connection begins, or the room has slept and forgotten: everything is told whole again. */
	connected(wire: Wire): void {
		this.#wire = wire;
		this.#notBefore = 0;
		this.#forget();
		this.#schedule();
	}

	/** Everything is told again, whole. */
	#forget(): void {
		this.#told.clear();
		this.#toldAt.clear();
		this.#toldPaused = undefined;
		this.#owesAll = true;
	}

	disconnected(): void {
		this.#wire = undefined;
		this.#known.clear();
		this.#stopTimers();
	}

	/** What was last sent, newest first, and what would be sent if the connection began now. */
	peek(): { sent: Sent[]; next: Batch[] } {
		const now = this.#options.clock();
		const whole = [...this.#target().values()].flatMap((agent) => this.#allowed(report, reportOf(agent, now)) ?? []);
		return { sent: this.#sent, next: batches(this.#options.key, { whole, changed: [], gone: [] }) };
	}

	#target(): Map<string, SharedAgent> {
		return this.#isPaused || this.#wanted === undefined ? new Map() : this.#wanted;
	}

	#schedule(): void {
		if (this.#wire === undefined || this.#wanted === undefined || this.#isSending || this.#options.signal.aborted) return;
		const due = this.#due();
		clearTimeout(this.#flushTimer);
		if (due !== undefined) {
			const wait = Math.max(0, Math.max(due, this.#notBefore) - this.#options.pace());
			this.#flushTimer = setTimeout(() => void this.#flush(), wait);
		}
		this.#scheduleBeat();
	}

	/** When the next message may go; `undefined` where the room knows everything. */
	#due(): number | undefined {
		if (this.#toldPaused !== this.#isPaused) return 0;
		const target = this.#target();
		if ([...this.#known].some((agentId) => !target.has(agentId))) return 0;
		const changed = [...target.values()].filter((agent) => this.#isNews(agent));
		if (changed.length === 0) return undefined;
		return Math.min(...changed.map((agent) => this.#freeAt(agent.agentId)));
	}

	#freeAt(agentId: string): number {
		const at = this.#toldAt.get(agentId);
		return at === undefined ? 0 : at + REPORT_EVERY_MS;
	}

	#isNews(agent: SharedAgent): boolean {
		const told = this.#told.get(agent.agentId);
		return told === undefined || (told !== agent && difference(told, agent, 0) !== 'none');
	}

	async #flush(): Promise<void> {
		const wire = this.#wire;
		if (wire === undefined || this.#isSending) return;
		this.#isSending = true;
		try {
			const all = this.#collect();
			const owesAll = this.#owesAll;
			for (const [index, batch] of all.entries()) {
				if (wire !== this.#wire) break; // Everything is told again, over another.
				await this.#send(wire, batch, owesAll ? { more: index < all.length - 1 } : {});
			}
			if (wire === this.#wire) this.#owesAll = false;
		} catch (error) {
			this.#failed(wire, error);
		} finally {
			this.#isSending = false;
			this.#schedule();
		}
	}

	/** Takes what is due, and counts it as told: a connection that fails forgets all of that anyway. */
	#collect(): Batch[] {
		const now = this.#options.clock();
		const pace = this.#options.pace();
		const target = this.#target();
		const change = { whole: [] as Report[], changed: [] as ReportPatch[], gone: [] as string[] };
		for (const agentId of this.#known) {
			if (!target.has(agentId)) change.gone.push(agentId);
		}
		for (const agentId of change.gone) this.#told.delete(agentId);
		for (const agent of target.values()) {
			if (this.#freeAt(agent.agentId) > pace || !this.#isNews(agent)) continue;
			const told = this.#told.get(agent.agentId);
			const news = told === undefined ? 'whole' : difference(told, agent, now);
			if (news === 'whole') change.whole.push(...(this.#allowed(report, reportOf(agent, now)) ?? []));
			else if (news !== 'none') change.changed.push(...(this.#allowed(reportPatch, news) ?? []));
			this.#told.set(agent.agentId, agent);
			this.#toldAt.set(agent.agentId, pace);
		}
		const made = batches(this.#options.key, change);
		return made.length === 0 && this.#toldPaused !== this.#isPaused ? [emptyBatch()] : made;
	}

	/** The last door: what the allow-list does not know stays here, whatever came before. SPEC P1. */
	#allowed<Out>(schema: z.ZodType<Out>, value: Out): [Out] | undefined {
		const parsed = schema.safeParse(value);
		if (parsed.success) return [parsed.data];
		this.#options.onFault(`A report breaks the allow-list at ${parsed.error.issues[0]?.path.join('.') ?? '?'}; it was not sent.`);
		return undefined;
	}

	async #send(wire: Wire, batch: Batch, part: { more?: boolean }): Promise<void> {
		const paused = this.#toldPaused === this.#isPaused ? {} : { paused: this.#isPaused };
		const message = { ...batch.wire, ...paused, ...part };
		this.#toldPaused = this.#isPaused;
		this.#spokeAt = this.#options.pace();
		this.#sent = [{ at: this.#options.clock(), plain: { ...batch.plain, ...paused }, wire: message }, ...this.#sent].slice(0, SENT_KEPT);
		for (const { agentId } of batch.plain.whole) this.#known.add(agentId);
		const { unknown } = await wire.report(message);
		if (wire !== this.#wire) return;
		for (const agentId of batch.plain.gone) this.#known.delete(agentId);
		for (const agentId of unknown) this.#told.delete(agentId);
	}

	#failed(wire: Wire, error: unknown): void {
		if (wire !== this.#wire) return;
		const reason = wire.refusalOf(error);
		if (reason === undefined) this.#options.onFault(wire.wordsOf(error));
		else if (reason === 'too-many-agents' || reason === 'too-much-held') this.#tellLess(reason);
		else if (reason !== 'unreachable') this.#options.onRefusal(reason);
		// What of it arrived is not known.
		this.#forget();
		this.#notBefore = this.#options.pace() + RETRY_MS;
	}

	/**
	 * How much other machines of this operator tell is not known here: half of ours is tried, and half of that. What is held is mostly
	 * touches: the oldest of each agent are left out before any agent is. Said once.
	 */
	#tellLess(reason: 'too-many-agents' | 'too-much-held'): void {
		if (!this.#saidTooMuch.has(reason)) this.#options.onRefusal(reason);
		this.#saidTooMuch.add(reason);
		if (reason === 'too-much-held' && this.#touches > TOUCHES_MIN) this.#touches = Math.floor(this.#touches / 2);
		else this.#limit = Math.floor(Math.min(this.#limit, this.#wanted?.size ?? 0) / 2);
		this.#choose();
		clearTimeout(this.#fewerTimer);
		this.#fewerTimer = setTimeout(() => {
			this.#limit = AGENTS_PER_OPERATOR;
			this.#touches = TOUCHES_MAX;
			this.#choose();
		}, FEWER_MS);
	}

	/** A bridge speaks every 30 s while an agent of its works or waits, and is silent otherwise. */
	#scheduleBeat(): void {
		clearTimeout(this.#beatTimer);
		if (![...this.#target().values()].some(isBusy) || this.#wire === undefined) return;
		this.#beatTimer = setTimeout(() => void this.#beat(), Math.max(0, this.#spokeAt + BEAT_MS - this.#options.pace()));
	}

	async #beat(): Promise<void> {
		const wire = this.#wire;
		if (wire === undefined) return;
		this.#spokeAt = this.#options.pace();
		try {
			await wire.beat();
		} catch (error) {
			this.#failed(wire, error);
		}
		this.#schedule();
	}

	#end(): void {
		this.#stopTimers();
		clearTimeout(this.#fewerTimer);
	}

	#stopTimers(): void {
		clearTimeout(this.#flushTimer);
		clearTimeout(this.#beatTimer);
	}
}
