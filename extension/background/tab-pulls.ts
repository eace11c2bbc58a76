/** The pull requests that tabs show, and which branches pages have shown to belong to which. */
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
		const seen = pull === undefined ? this.seen : withSeen(this.seen, pull);
		if (seen === this.seen) return false;
		this.seen = seen;
		await keepSeen(seen);
		return true;
	}
}
