/** The extension in either browser beside pages of ours, by what its marks say on them. */
import { type BROWSERS, startBrowser } from '../either-browser.ts';
import type { Member } from '../extension/team.ts';
import type { GitHub } from '../github/answer.ts';

export interface MarkedTab {
	/** What each mark in what fits the selector says; empty for badges alone. */
	words(within?: string): Promise<string[]>;
	/** Whether the line that marks are unavailable is there. */
	hasNotice(): Promise<boolean>;
	evaluate(script: string): Promise<unknown>;
	close(): Promise<void>;
}

export interface MarkedBrowser {
	serve(github: GitHub): void;
	/** A tab at this path of github.com. */
	visit(path: string): Promise<MarkedTab>;
	pair(member: Member): Promise<void>;
	close(): Promise<void>;
}

export async function startMarked(name: (typeof BROWSERS)[number]): Promise<MarkedBrowser> {
	const browser = await startBrowser(name);
	let opened = 0;
	return {
		...browser,
		visit: async (path) => {
			// Of several tabs at one address, each is found again by its own.
			const page = await browser.visit(`https://github.com${path}#tab-${++opened}`);
			return {
				words: async (within = 'html') => (await page.marks.in(within).all()).map(({ words = '' }) => words),
				hasNotice: async () => (await page.marks.notice()) !== '',
				evaluate: page.evaluate,
				close: page.close,
			};
		},
	};
}
