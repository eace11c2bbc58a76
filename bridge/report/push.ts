/**
 * What is reported to one room of this machine's agents: whole once per connection, then only what changed, at most once a second for each
 * agent, and at once after a quiet second. Offline it keeps nothing but the newest state. SPEC F2, F5–F7.
 */
import type { z } from 'zod';
import { BEAT_MS, REPORT_EVERY_MS } from '../../shared/limits.ts';
import type { Refusal } from '../../shared/refusal.ts';
import { reportOf } from '../../shared/report/clock.ts';
import { type Report, type ReportPatch, report, reportPatch } from '../../shared/report/report.ts';
import { type Batch, batches, emptyBatch } from './batch.ts';
import { Capacity, type CapacityRefusal, isBusy } from './capacity.ts';
import { difference } from './difference.ts';
import type { SharedAgent } from './shared-agent.ts';
import type { Sent, Wire } from './wire.ts';

export interface PushOptions {
	key: Uint8Array;
	/** The time of day: what a report's ages are counted from. */
	clock: () => number;
	/** Milliseconds that only grow, whatever is done to the clock: what waiting goes by. */
	pace: () => number;
	/** Ends the timers. */
	signal: AbortSignal;
	onRefusal: (refusal: Refusal) => void;
	/** A fault of ours, in words: never swallowed. */
	onFault: (fault: string) => void;
}

const SENT_KEPT = 20;
/** After a refusal, and when a call dies on a connection that looks alive. */
const RETRY_MS = 5_000;
/** After this long with less than all, because the room would not take more, all is tried again. */
const LESS_MS = 10 * 60_000;
export class Push {
	readonly #options: PushOptions;
	#wire: Wire | undefined;
	/** All that is to be shared, newest first. `undefined` until this machine's sessions were read. */
	#all: readonly SharedAgent[] | undefined;
	/** Newest state of those of them that the room takes. */
	#chosen: Map<string, SharedAgent> | undefined;
	readonly #capacity = new Capacity();
	/** What the room took no more of: the user hears of each once. */
	readonly #heardOf = new Set<CapacityRefusal>();
	/** Whom the room may know of since this connection began, also where an answer got lost. */
	#known = new Set<string>();
	/** What was reported of each of them last, and when. */
	#reported = new Map<string, SharedAgent>();
	#reportedAt = new Map<string, number>();
	#isPaused = false;
	#reportedPaused: boolean | undefined;
	/** The room waits for everything: what is not in it by its last message is gone. */
	#owesAll = false;
	#isSending = false;
	#notBefore = 0;
	#spokeAt = 0;
	#flushTimer: NodeJS.Timeout | undefined;
	#beatTimer: NodeJS.Timeout | undefined;
	#lessTimer: NodeJS.Timeout | undefined;
	#sent: Sent[] = [];

	constructor(options: PushOptions) {
		this.#options = options;
		options.signal.addEventListener('abort', () => this.#end(), { once: true });
	}

	/** All that is to be shared now; what is missing from it leaves the room. */
	share(agents: Iterable<SharedAgent>): void {
		this.#all = [...agents];
		this.#choose();
	}

	#choose(): void {
		if (this.#all === undefined) return;
		this.#chosen = this.#capacity.choose(this.#all);
		this.#schedule();
	}

	pause(isPaused: boolean): void {
		this.#isPaused = isPaused;
		this.#schedule();
	}

	/** A connection begins, or the room has slept and forgotten: everything is reported whole again. */
	connected(wire: Wire): void {
		this.#wire = wire;
		this.#notBefore = 0;
		this.#forget();
		this.#schedule();
	}

	/** Everything is reported again, whole. */
	#forget(): void {
		this.#reported.clear();
		this.#reportedAt.clear();
		this.#reportedPaused = undefined;
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
		return this.#isPaused || this.#chosen === undefined ? new Map() : this.#chosen;
	}

	#schedule(): void {
		if (this.#wire === undefined || this.#chosen === undefined || this.#isSending || this.#options.signal.aborted) return;
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
		if (this.#reportedPaused !== this.#isPaused) return 0;
		const target = this.#target();
		if ([...this.#known].some((agentId) => !target.has(agentId))) return 0;
		const changed = [...target.values()].filter((agent) => this.#isNews(agent));
		if (changed.length === 0) return undefined;
		return Math.min(...changed.map((agent) => this.#freeAt(agent.agentId)));
	}

	#freeAt(agentId: string): number {
		const at = this.#reportedAt.get(agentId);
		return at === undefined ? 0 : at + REPORT_EVERY_MS;
	}

	#isNews(agent: SharedAgent): boolean {
		const before = this.#reported.get(agent.agentId);
		return before === undefined || (before !== agent && difference(before, agent, 0) !== 'none');
	}

	async #flush(): Promise<void> {
		const wire = this.#wire;
		if (wire === undefined || this.#isSending) return;
		this.#isSending = true;
		try {
			const all = this.#collect();
			const owesAll = this.#owesAll;
			for (const [index, batch] of all.entries()) {
				if (wire !== this.#wire) break; // Everything is reported again, over another.
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

	/** Takes what is due, and counts it as reported: a connection that fails forgets all of that anyway. */
	#collect(): Batch[] {
		const now = this.#options.clock();
		const pace = this.#options.pace();
		const target = this.#target();
		const change = { whole: [] as Report[], changed: [] as ReportPatch[], gone: [] as string[] };
		for (const agentId of this.#known) {
			if (!target.has(agentId)) change.gone.push(agentId);
		}
		for (const agentId of change.gone) this.#reported.delete(agentId);
		for (const agent of target.values()) {
			if (this.#freeAt(agent.agentId) > pace || !this.#isNews(agent)) continue;
			const before = this.#reported.get(agent.agentId);
			const news = before === undefined ? 'whole' : difference(before, agent, now);
			if (news === 'whole') change.whole.push(...(this.#allowed(report, reportOf(agent, now)) ?? []));
			else if (news !== 'none') change.changed.push(...(this.#allowed(reportPatch, news) ?? []));
			this.#reported.set(agent.agentId, agent);
			this.#reportedAt.set(agent.agentId, pace);
		}
		const made = batches(this.#options.key, change);
		return made.length === 0 && this.#reportedPaused !== this.#isPaused ? [emptyBatch()] : made;
	}

	/** The last door: what the allow-list does not know stays here, whatever came before. SPEC P1. */
	#allowed<Out>(schema: z.ZodType<Out>, value: Out): [Out] | undefined {
		const parsed = schema.safeParse(value);
		if (parsed.success) return [parsed.data];
		this.#options.onFault(`A report breaks the allow-list at ${parsed.error.issues[0]?.path.join('.') ?? '?'}; it was not sent.`);
		return undefined;
	}

	async #send(wire: Wire, batch: Batch, part: { more?: boolean }): Promise<void> {
		const paused = this.#reportedPaused === this.#isPaused ? {} : { paused: this.#isPaused };
		const message = { ...batch.wire, ...paused, ...part };
		this.#reportedPaused = this.#isPaused;
		this.#spokeAt = this.#options.pace();
		this.#sent = [{ at: this.#options.clock(), plain: { ...batch.plain, ...paused }, wire: message }, ...this.#sent].slice(0, SENT_KEPT);
		for (const { agentId } of batch.plain.whole) this.#known.add(agentId);
		const { unknown } = await wire.report(message);
		if (wire !== this.#wire) return;
		for (const agentId of batch.plain.gone) this.#known.delete(agentId);
		for (const agentId of unknown) this.#reported.delete(agentId);
	}

	#failed(wire: Wire, error: unknown): void {
		if (wire !== this.#wire) return;
		const reason = wire.refusalOf(error);
		if (reason === undefined) this.#options.onFault(wire.wordsOf(error));
		else if (reason === 'too-many-agents' || reason === 'too-much-held') this.#lowerCapacity(reason);
		else if (reason !== 'unreachable') this.#options.onRefusal(reason);
		// What of it arrived is not known.
		this.#forget();
		this.#notBefore = this.#options.pace() + RETRY_MS;
	}

	/** Less is reported for a while. */
	#lowerCapacity(reason: CapacityRefusal): void {
		if (!this.#heardOf.has(reason)) this.#options.onRefusal(reason);
		this.#heardOf.add(reason);
		this.#capacity.halve(reason, this.#chosen?.size ?? 0);
		this.#choose();
		clearTimeout(this.#lessTimer);
		this.#lessTimer = setTimeout(() => {
			this.#capacity.reset();
			this.#choose();
		}, LESS_MS);
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
		clearTimeout(this.#lessTimer);
	}

	#stopTimers(): void {
		clearTimeout(this.#flushTimer);
		clearTimeout(this.#beatTimer);
	}
}
