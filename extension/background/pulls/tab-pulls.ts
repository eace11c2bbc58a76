/** The pull requests that tabs show, and which branches are known to belong to which. */
import type { Pull, SeenPull } from '../../contract/pull.ts';
import { withSeen } from '../../room/pull-branch.ts';
import { keptIfPossible } from '../storage/storage-error.ts';
import { keepSeen } from '../storage/stored-state.ts';

export class TabPulls {
	/** By tab id. */
	shown: Record<string, Pull> = {};
	/** Newest first. */
	seen: SeenPull[] = [];

	async show(tabId: number, pull: Pull | undefined): Promise<void> {
		const { [String(tabId)]: _, ...others } = this.shown;
		this.shown = pull === undefined ? others : { ...others, [String(tabId)]: pull };
		if (pull !== undefined) await this.learn(pull);
	}

	/** The same, from anywhere. */
	async learn(pull: Omit<Pull, 'files' | 'isUnmarked'>): Promise<void> {
		const seen = withSeen(this.seen, pull);
		if (seen === this.seen) return;
		this.seen = seen;
		await keptIfPossible(keepSeen(seen));
	}
}
