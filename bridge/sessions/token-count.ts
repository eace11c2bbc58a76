/** How many tokens a session took, however its agent counts: by message, by process or by session. */
import type { Sighting, Tokens } from '../agents/sighting.ts';
import { hash53 } from './record-owners.ts';

/** So many of the latest messages may still be repeated with another count. */
const MESSAGES_MAX = 64;
const ROW = 4;

/** No session takes a trillion tokens: a record that says so, or less than none, is broken in that place. */
const TOKENS_MAX = 1e12;

const NOTHING: Tokens = { input: 0, cached: 0, output: 0 };

const whole = (count: number, instead: number): number => (count >= 0 && count <= TOKENS_MAX ? Math.round(count) : instead);

const plausible = ({ input, cached, output }: Tokens, instead = NOTHING): Tokens => ({
	input: whole(input, instead.input),
	cached: whole(cached, instead.cached),
	output: whole(output, instead.output),
});

const larger = (one: Tokens, other: Tokens): Tokens => ({
	input: Math.max(one.input, other.input),
	cached: Math.max(one.cached, other.cached),
	output: Math.max(one.output, other.output),
});

const sizeOf = ({ input, cached, output }: Tokens): number => input + cached + output;

const less = (all: Tokens, part: Tokens): Tokens => ({
	input: Math.max(0, all.input - part.input),
	cached: Math.max(0, all.cached - part.cached),
	output: Math.max(0, all.output - part.output),
});

/** What had been counted before the latest reply. */
const before = (tokens: Tokens & { last?: Tokens }): Tokens => (tokens.last ? less(plausible(tokens), plausible(tokens.last)) : NOTHING);

const isFirst = (tokens: Tokens & { last?: Tokens }): boolean => tokens.last !== undefined && sizeOf(before(tokens)) === 0;

export class TokenCount {
	readonly sum: Tokens = { input: 0, cached: 0, output: 0 };
	/** The latest messages, a row each: hash of the key, input, cached, output. Flat, since there are thousands of sessions. */
	#messages: Float64Array | undefined;
	#oldest = 0;
	/** What the process that is running has counted. */
	#process: Tokens | undefined;
	#mayHaveRestarted = false;
	#mayGoOn = false;
	/** What another session had counted when this one began. */
	#base: Tokens | undefined;
	#isOfSession = false;

	/** `isAgain`: a message was told before, be it long ago. */
	count(tokens: NonNullable<Sighting['tokens']>, isAgain = false): void {
		if ('restart' in tokens) this.#mayHaveRestarted = true;
		else if ('session' in tokens) this.#whole(tokens);
		else if ('once' in tokens) this.#message(tokens.once, tokens, isAgain);
		else this.#total(tokens);
	}

	/** Of a session whose count may go on from that of another one (Codex seeds a fork's with it): what came before its first reply is not its own. */
	goesOn(): void {
		this.#mayGoOn = true;
		this.#mayHaveRestarted = true;
	}

	/** Counted by the session that this one was copied from. */
	inherit(tokens: NonNullable<Sighting['tokens']>): void {
		this.goesOn();
		if ('total' in tokens) this.#process = plausible(tokens);
	}

	/** An agent that counts by session knows best: what it also says of processes is left aside. */
	#whole(tokens: Tokens & { last?: Tokens }): void {
		this.#base ??= this.#mayGoOn ? before(tokens) : NOTHING;
		this.#isOfSession = true;
		Object.assign(this.sum, less(plausible(tokens), this.#base));
	}

	/** The last count of a message holds; of one that was told so long ago that it is not remembered, the last one then. */
	#message(key: string, tokens: Tokens, isAgain: boolean): void {
		this.#messages ??= new Float64Array(MESSAGES_MAX * ROW);
		const row = this.#rowOf(hash53(key), this.#messages, isAgain);
		if (row === undefined) return;
		const counted = (column: number) => this.#messages?.[row + column] ?? 0;
		const { input, cached, output } = plausible(tokens);
		this.#add({ input, cached, output }, { input: counted(1), cached: counted(2), output: counted(3) });
		this.#messages[row + 1] = input;
		this.#messages[row + 2] = cached;
		this.#messages[row + 3] = output;
	}

	/** Where a message stands; a new one takes the place of the oldest. */
	#rowOf(hash: number, messages: Float64Array, isAgain: boolean): number | undefined {
		// A message that is repeated most often is the latest.
		const latest = (this.#oldest || messages.length) - ROW;
		if (messages[latest] === hash) return latest;
		for (let row = 0; row < messages.length; row += ROW) if (messages[row] === hash) return row;
		const row = this.#oldest;
		if (isAgain && messages[row] !== 0) return undefined;
		this.#oldest = (row + ROW) % messages.length;
		messages[row] = hash;
		for (let column = 1; column < ROW; column++) messages[row + column] = 0;
		return row;
	}

	#total(tokens: Tokens & { last?: Tokens }): void {
		if (this.#isOfSession) return;
		const known = this.#process ?? (this.#mayGoOn ? before(tokens) : undefined);
		const now = plausible(tokens, known);
		const isNewProcess = (known && sizeOf(now) < sizeOf(known)) || (this.#mayHaveRestarted && isFirst(tokens));
		this.#mayHaveRestarted = false;
		// Of one process no count gets smaller.
		this.#process = known && !isNewProcess ? larger(now, known) : now;
		this.#add(this.#process, isNewProcess ? undefined : known);
	}

	#add(tokens: Tokens, instead: Tokens | undefined): void {
		this.sum.input += tokens.input - (instead?.input ?? 0);
		this.sum.cached += tokens.cached - (instead?.cached ?? 0);
		this.sum.output += tokens.output - (instead?.output ?? 0);
	}
}
