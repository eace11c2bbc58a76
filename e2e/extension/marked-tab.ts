/** The extension in either browser beside pages of ours, and what its marks say on them. */
import { startChromium } from '../chromium.ts';
import { startFirefox } from '../firefox.ts';
import type { GitHub } from '../github/answer.ts';
import type { Member } from './team.ts';

export type BrowserName = 'chromium' | 'firefox';
export const BROWSERS: BrowserName[] = ['chromium', 'firefox'];

export interface Said {
	/** The id of what it stands in: a file's block, a row. */
	where: string;
	level: string;
	/** Empty for a mark of badges alone. */
	words: string;
}

export interface MarkedTab {
	marks(): Promise<Said[]>;
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

interface Page {
	evaluate(script: string): Promise<unknown>;
	close(): Promise<void>;
}

export const marked = {
	chromium: async (): Promise<MarkedBrowser> => {
		const chromium = await startChromium();
		return browserOf({ ...chromium, own: () => chromium.open('options') });
	},
	firefox: async (): Promise<MarkedBrowser> => {
		const firefox = await startFirefox();
		return browserOf({ ...firefox, own: () => firefox.open('options') });
	},
};

function browserOf(browser: {
	serve(github: GitHub): void;
	visit(url: string): Promise<Page>;
	own(): Promise<Page>;
	close(): Promise<void>;
}): MarkedBrowser {
	return {
		serve: browser.serve,
		visit: async (path) => tabOf(await browser.visit(`https://github.com${path}`)),
		pair: async (member) => {
			const own = await browser.own();
			const request = JSON.stringify({ type: 'pair', token: await member.link() });
			const answer = await own.evaluate(`(globalThis.browser ?? chrome).runtime.sendMessage(${request})`);
			await own.close();
			if (!(answer as { isDone: boolean }).isDone) throw new Error(`Pairing failed: ${JSON.stringify(answer)}`);
		},
		close: browser.close,
	};
}

const MARKS = `[...document.querySelectorAll('[data-pylon-mark]')].map((host) => ({
	where: host.closest('[id]')?.id ?? '',
	level: host.getAttribute('data-pylon-mark'),
	words: host.shadowRoot.querySelector('.words')?.textContent ?? '',
}))`;

const tabOf = (page: Page): MarkedTab => ({
	marks: async () => (await page.evaluate(MARKS)) as Said[],
	hasNotice: async () => (await page.evaluate("document.querySelector('[data-pylon-notice]') !== null")) as boolean,
	evaluate: (script) => page.evaluate(script),
	close: () => page.close(),
});
