/** How many tokens a session took, however its agent counts: by message, by process or by session. */
import type { Sighting, Tokens } from './agents/sighting.ts';
import { hash53 } from './claims.ts';

/** So many of the latest messages may still be repeated with another count. */
const MESSAGES_MAX = 64;
const ROW = 4;

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

	/** An agent that counts by session knows best: what it also says of processes is left aside. */
	#whole({ input, cached, output }: Tokens): void {
		this.#isOfSession = true;
		Object.assign(this.sum, { input, cached, output });
	}

	/** The last count of a message holds. */
	#message(key: string, { input, cached, output }: Tokens): void {
		this.#messages ??= new Float64Array(MESSAGES_MAX * ROW);
		const row = this.#rowOf(hash53(key), this.#messages);
		const counted = (column: number) => this.#messages?.[row + column] ?? 0;
		this.#add({ input, cached, output }, { input: counted(1), cached: counted(2), output: counted(3) });
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

	#total({ input, cached, output }: Tokens, isFirst: boolean): void {
		if (this.#isOfSession) return;
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
