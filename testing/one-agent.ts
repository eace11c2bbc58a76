/** The home of one agent: what a reader's tests write into it, and what is told of the one session that is there. */
import { afterEach, beforeEach, expect } from 'vitest';
import { readLocalAgents } from '../bridge/local-agents/local-agents.ts';
import { Scratch } from './scratch.ts';

export const NOW = Date.UTC(2026, 9, 6, 10);
/** The time so many ms after `NOW`, as records have it. */
export const at = (after: number): string => new Date(NOW + after).toISOString();

/** Of each test of the file a new one. */
export function oneAgent() {
	let scratch: Scratch;
	beforeEach(() => {
		scratch = new Scratch();
	});
	afterEach(() => scratch.remove());
	return {
		get scratch() {
			return scratch;
		},
		/** Writes the records, a line each. */
		tell: (path: string, ...records: object[]) => scratch.write(path, records.map((each) => `${JSON.stringify(each)}\n`).join('')),
		/** The one agent, with the records that were not understood. */
		async only(now = NOW, env: NodeJS.ProcessEnv = {}) {
			const { agents, drift } = await readLocalAgents({ home: scratch.home, env, since: 'all', now });
			expect(agents).toHaveLength(1);
			return { ...(agents[0] as NonNullable<(typeof agents)[0]>), drift: drift.map(({ record }) => record) };
		},
	};
}
