/** A team on a real relay, and either browser beside pages of ours: what tests of the marks' words begin with. */
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { BROWSERS } from '../either-browser.ts';
import { type Member, openTeam, type Team } from '../extension/team.ts';
import type { GitHub } from '../github/answer.ts';
import { type MarkedBrowser, type MarkedTab, startMarked } from './marked-tab.ts';

export interface MarkedTeamOptions {
	/** The agents at work, once for all tests. Jake looks. */
	atWork(team: Team, jake: Member): Promise<void>;
	/** What each test begins with. */
	github: GitHub;
}

export interface MarkedLab {
	serve(github: GitHub): void;
	/** A tab that is closed after the test. */
	visit(path: string): Promise<MarkedTab>;
}

/** `tests` are declared for each browser. */
export function inEitherBrowser({ atWork, github }: MarkedTeamOptions, tests: (lab: MarkedLab) => void): void {
	let relay: TriedRelay;
	let team: Team;
	let jake: Member;
	beforeAll(async () => {
		relay = await tryRelay({ createKey: undefined });
		team = openTeam(relay.url, 'acme-sprint');
		jake = await team.join('Jake');
		await atWork(team, jake);
	});
	afterAll(async () => {
		team?.close();
		await relay?.stop();
	});

	describe.for(BROWSERS)('in %s', (name) => {
		let browser: MarkedBrowser;
		const tabs: MarkedTab[] = [];
		beforeAll(async () => {
			browser = await startMarked(name);
			await browser.pair(jake);
		});
		afterAll(() => browser?.close());
		beforeEach(() => browser.serve(github));
		afterEach(() => Promise.all(tabs.splice(0).map((tab) => tab.close())));

		tests({
			serve: (other) => browser.serve(other),
			visit: async (path) => {
				const tab = await browser.visit(path);
				tabs.push(tab);
				return tab;
			},
		});
	});
}
