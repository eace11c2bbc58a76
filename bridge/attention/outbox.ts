/** What is to be told, one after the other. What cannot be told is lost, and that is said once until it works again. */
import { showOnDesktop } from './desktop.ts';
import type { Message } from './message.ts';
import { post } from './post.ts';
import type { Webhook } from './webhook.ts';

export interface OutboxOptions {
	env: NodeJS.ProcessEnv;
	signal: AbortSignal;
	onProblem: (problem: string) => void;
}

/** Of those that wait for a webhook that does not answer the newest stay. */
const WAITING_MAX = 10;

export class Outbox {
	readonly #options: OutboxOptions;
	#waiting: { webhook: Webhook; message: Message }[] = [];
	#posting: Promise<void> | undefined;
	#showing: Promise<void> = Promise.resolve();
	/** By place, the problem that was said last. */
	readonly #said = new Map<string, string>();

	constructor(options: OutboxOptions) {
		this.#options = options;
	}

	show(messages: readonly Message[]): void {
		for (const message of messages) this.#showing = this.#showing.then(() => this.#show(message));
	}

	post(webhook: Webhook, messages: readonly Message[]): void {
		this.#waiting = [...this.#waiting, ...messages.map((message) => ({ webhook, message }))].slice(-WAITING_MAX);
		this.#posting ??= this.#postAll().finally(() => {
			this.#posting = undefined;
		});
	}

	async #show(message: Message): Promise<void> {
		const { env, signal } = this.#options;
		if (signal.aborted) return;
		const problem = await showOnDesktop(message, env, signal);
		this.#say('desktop', problem && `No notification could be shown: ${problem}.`);
	}

	async #postAll(): Promise<void> {
		for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
			const posted = await post(next.webhook, next.message, this.#options.signal);
			if (this.#options.signal.aborted) return;
			this.#say('webhook', posted.is === 'sent' ? undefined : `The webhook was not told: ${posted.why}.`);
		}
	}

	#say(place: string, problem: string | undefined): void {
		if (problem !== undefined && problem !== this.#said.get(place)) this.#options.onProblem(problem);
		if (problem === undefined) this.#said.delete(place);
		else this.#said.set(place, problem);
	}
}
