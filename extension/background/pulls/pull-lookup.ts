/**
 * Asks GitHub which pull requests agents' branches belong to, with the token that a person may have given; without one,
 * never. Called while somebody looks; what was asked outlives the background's short life.
 */
import type { GithubAccess } from '../../contract/github-access.ts';
import type { SeenPull } from '../../contract/pull.ts';
import type { Branched } from '../../room/pull/pull-branch.ts';
import { storeIfPossible } from '../storage/storage-error.ts';
import { readAsked, storeAsked } from '../storage/stored-questions.ts';
import { readGithubToken, storeGithubToken } from '../storage/stored-state.ts';
import { askGithub } from './ask-github.ts';
import { type AskedRecord, nothingAsked, questionsOf, withAsked, withFault } from './pull-questions.ts';

interface Options {
	now: () => number;
	/** GitHub answered with the pull request of a branch. */
	onFound(pull: SeenPull): Promise<void>;
	/** Faults were counted, or more may be asked now. */
	onAccess(): void;
}

export class PullLookup {
	readonly #options: Options;
	#token: string | undefined;
	#record: AskedRecord = nothingAsked();
	/** Of the token: what is asked with one ends with it. */
	#owner = new AbortController();
	#isAsking = false;

	constructor(options: Options) {
		this.#options = options;
	}

	async load(): Promise<void> {
		[this.#token, this.#record] = await Promise.all([readGithubToken(), readAsked()]);
	}

	get access(): GithubAccess {
		return { hasToken: this.#token !== undefined, faults: this.#record.faults };
	}

	/** `undefined` forgets the token. */
	async setToken(token: string | undefined): Promise<void> {
		this.#owner.abort();
		this.#owner = new AbortController();
		this.#token = token;
		this.#record = nothingAsked();
		this.#options.onAccess();
		await storeIfPossible(storeAsked(this.#record));
		await storeGithubToken(token);
	}

	async look(agents: Iterable<Branched>, seen: SeenPull[]): Promise<void> {
		const token = this.#token;
		if (token === undefined || this.#isAsking) return;
		const { now, onFound, onAccess } = this.#options;
		const questions = questionsOf(agents, seen, this.#record, now());
		if (questions.length === 0) return;
		this.#isAsking = true;
		const { signal } = this.#owner;
		this.#record = withAsked(this.#record, questions, now());
		await storeIfPossible(storeAsked(this.#record));
		const answers = await Promise.all(questions.map((question) => askGithub(question, token, signal)));
		this.#isAsking = false;
		// With another token, or none, these answers count no more.
		for (const answer of signal.aborted ? [] : answers) {
			if (typeof answer === 'string') this.#record = withFault(this.#record, answer, now());
			else if (answer !== undefined) await onFound(answer);
		}
		await storeIfPossible(storeAsked(this.#record));
		onAccess();
	}
}
