/** How many tokens a session took, however its agent counts: by message, by process or by session. */
import type { Sighting, Tokens } from './agents/sighting.ts';
import { forgetFirst } from './forget-first.ts';

/** So many of the latest messages may still be repeated with another count. */
const MESSAGES_MAX = 64;

/** No session takes a trillion tokens: a record that says so, or less than none, is broken in that place. */
const TOKENS_MAX = 1e12;

const whole = (count: number): number => (count >= 0 && count <= TOKENS_MAX ? Math.round(count) : 0);

const plausible = ({ input, cached, output }: Tokens): Tokens => ({ input: whole(input), cached: whole(cached), output: whole(output) });

export class TokenCount {
	readonly sum: Tokens = { input: 0, cached: 0, output: 0 };
	readonly #messages = new Map<string, Tokens>();
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
		const counted = plausible(tokens);
		this.#add(counted, this.#messages.get(key));
		this.#messages.set(key, counted);
		if (this.#messages.size > MESSAGES_MAX) forgetFirst(this.#messages);
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
