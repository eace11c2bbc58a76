/** The pull requests that tabs show, and which branches are known to belong to which. */
import type { Pull, SeenPull } from '../../contract/pull.ts';
import { type Seen, withSeen } from '../../room/pull/pull-branch.ts';
import { storeIfPossible } from '../storage/storage-error.ts';
import { readSeenPulls, storeSeenPulls } from '../storage/stored-state.ts';

export class TabPulls {
	#shown: Record<string, Pull> = {};
	#seen: SeenPull[] = [];

	/** `shown`: what tabs showed when the background stopped. */
	async load(shown: Record<string, Pull>): Promise<void> {
		this.#shown = shown;
		this.#seen = await readSeenPulls();
	}

	/** By tab id. */
	get shown(): Record<string, Pull> {
		return this.#shown;
	}

	/** Newest first. */
	get seen(): SeenPull[] {
		return this.#seen;
	}

	/** `undefined`: the tab shows none any more. */
	async show(tabId: number, pull: Pull | undefined): Promise<void> {
		const { [String(tabId)]: _, ...others } = this.#shown;
		this.#shown = pull === undefined ? others : { ...others, [String(tabId)]: pull };
		if (pull !== undefined) await this.learn(pull);
	}

	/** Which branch a pull request is of, from a page or from GitHub's API. */
	async learn(pull: Seen): Promise<void> {
		const seen = withSeen(this.#seen, pull);
		if (seen === this.#seen) return;
		this.#seen = seen;
		await storeIfPossible(storeSeenPulls(seen));
	}
}
