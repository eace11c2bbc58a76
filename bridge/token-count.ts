/** How many tokens a session took, however its agent counts: by message, by process or by session. */
import type { Sighting, Tokens } from './agents/sighting.ts';
import { hash53 } from './claims.ts';

/** So many of the latest messages may still be repeated with another count. */
const MESSAGES_MAX = 64;
const ROW = 4;

/** No session takes a trillion tokens: a record that says so, or less than none, is broken in that place. */
const TOKENS_MAX = 1e12;

const whole = (count: number): number => (count >= 0 && count <= TOKENS_MAX ? Math.round(count) : 0);

const plausible = ({ input, cached, output }: Tokens): Tokens => ({ input: whole(input), cached: whole(cached), output: whole(output) });

export class TokenCount {
	readonly sum: Tokens = { input: 0, cached: 0, output: 0 };
	/** The latest messages, a row each: hash of the key, input, cached, output. Flat, since there are thousands of sessions. */
	#messages: Float64Array | undefined;
	#oldest = 0;
	/** What the process that is running has counted. */
	#process: Tokens | undefined;
	#mayHaveRestarted = false;
	#isOfSession = false;

	count(tokens: NonNullable<Sighting['tokens']>): void {
		if ('restart' in tokens) this.#mayHaveRestarted = true;
		else if ('session' in tokens) this.#whole(tokens);
		else if ('once' in tokens) this.#message(tokens.once, tokens);
		else this.#total(tokens, tokens.first);
	}

	/** Counted by the session that this one was copied from. A count of the process goes on from there (Codex seeds a fork's with it). */
	inherit(tokens: NonNullable<Sighting['tokens']>): void {
		if ('total' in tokens) this.#process = plausible(tokens);
	}

	/** An agent that counts by session knows best: what it also says of processes is left aside. */
	#whole(tokens: Tokens): void {
		this.#isOfSession = true;
		Object.assign(this.sum, plausible(tokens));
	}

	/** The last count of a message holds. */
	#message(key: string, tokens: Tokens): void {
		this.#messages ??= new Float64Array(MESSAGES_MAX * ROW);
		const row = this.#rowOf(hash53(key), this.#messages);
		const before = (column: number) => this.#messages?.[row + column] ?? 0;
		const { input, cached, output } = plausible(tokens);
		this.#add({ input, cached, output }, { input: before(1), cached: before(2), output: before(3) });
		this.#messages.set([input, cached, output], row + 1);
	}

	/** Where a message stands; a new one takes the place of the oldest. */
	#rowOf(hash: number, messages: Float64Array): number {
		for (let row = 0; row < messages.length; row += ROW) if (messages[row] === hash) return row;
		const row = this.#oldest;
		this.#oldest = (row + ROW) % messages.length;
		messages.fill(0, row, row + ROW)[row] = hash;
		return row;
	}

	#total(tokens: Tokens, isFirst: boolean): void {
		if (this.#isOfSession) return;
		const { input, cached, output } = plausible(tokens);
		const before = this.#process;
		const hasFallen = before !== undefined && input + cached + output < before.input + before.cached + before.output;
		const isNewProcess = hasFallen || (this.#mayHaveRestarted && isFirst);
		this.#mayHaveRestarted = false;
		this.#process = { input, cached, output };
		this.#add(this.#process, isNewProcess ? undefined : before);
	}

	#add(tokens: Tokens, instead: Tokens | undefined): void {
		this.sum.input += tokens.input - (instead?.input ?? 0);
		this.sum.cached += tokens.cached - (instead?.cached ?? 0);
		this.sum.output += tokens.output - (instead?.output ?? 0);
	}
}
