/** The pull requests that tabs show, and which branches are known to belong to which. */
import type { Pull, SeenPull } from '../live/pull.ts';
import { withSeen } from '../live/pull-branch.ts';
import { keepSeen } from './kept.ts';

export class TabPulls {
	/** By tab id. */
	shown: Record<string, Pull> = {};
	/** Newest first. */
	seen: SeenPull[] = [];

	/** Whether a branch became known that was not. */
	async show(tabId: number, pull: Pull | undefined): Promise<boolean> {
		const { [String(tabId)]: _, ...others } = this.shown;
		this.shown = pull === undefined ? others : { ...others, [String(tabId)]: pull };
		return pull === undefined ? false : this.learn(pull);
	}

	/** The same, from anywhere. */
	async learn(pull: Omit<Pull, 'files' | 'isUnmarked'>): Promise<boolean> {
		const seen = withSeen(this.seen, pull);
		if (seen === this.seen) return false;
		this.seen = seen;
		await keepSeen(seen);
		return true;
	}
}
