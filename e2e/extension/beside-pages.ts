/** Either browser beside pages of ours, in a room of a real relay: what tests of a page and its marks begin with. Jake looks. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { BROWSERS, type EitherBrowser, startBrowser } from '../either-browser.ts';
import { openTeam, type Team } from './team.ts';

/** The agents at work, and the pages that are served: once for all tests. */
export type AtWork = (team: Team, browser: EitherBrowser) => Promise<void>;

/** `tests` are declared for each browser, which is there once they run. */
export function besidePages(atWork: AtWork, tests: (browser: () => EitherBrowser, name: (typeof BROWSERS)[number]) => void): void {
	let relay: TriedRelay;
	beforeAll(async () => {
		relay = await tryRelay({ createKey: undefined });
	});
	afterAll(() => relay?.stop());

	describe.for(BROWSERS)('in %s', (name) => {
		let browser: EitherBrowser;
		let team: Team;
		beforeAll(async () => {
			[browser, team] = [await startBrowser(name), openTeam(relay.url, `${name}-sprint`)];
			await browser.pair(await team.join('Jake'));
			await atWork(team, browser);
		});
		afterAll(async () => {
			team?.close();
			await browser?.close();
		});

		tests(() => browser, name);
	});
}
