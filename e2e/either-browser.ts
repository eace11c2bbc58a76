/** The built extension in either real browser, for what has to hold in both: one way to visit, ask and look. */
import { type Chromium, startChromium } from './chromium.ts';
import type { Member } from './extension/team.ts';
import { type Firefox, startFirefox } from './firefox.ts';
import type { GitHub } from './github/answer.ts';
import { marksOf as chromiumMarks } from './marks/chromium-eye.ts';
import { marksOf as firefoxMarks } from './marks/firefox-eye.ts';
import type { Marks } from './marks/marks.ts';
import type { Surface } from './surface.ts';

export const BROWSERS = ['chromium', 'firefox'] as const;

export type PressedKeys = 'Escape' | 'Control+k';

export interface EitherPage {
	/** An expression, or its promise, in the page's own world. */
	evaluate(expression: string): Promise<unknown>;
	/** By the keyboard, into whatever has its focus. */
	type(text: string): Promise<void>;
	/** One key, or one while others are held: `Escape`, `Control+k`. */
	press(keys: PressedKeys): Promise<void>;
	resize(width: number, height: number): Promise<void>;
	readonly marks: Marks;
	/** Errors that nobody caught, and what was said on the console as an error. */
	readonly faults: string[];
	close(): Promise<void>;
}

export interface EitherBrowser {
	serve(github: GitHub): void;
	visit(url: string): Promise<EitherPage>;
	/** One of the extension's own pages. */
	open(surface: Surface): Promise<EitherPage>;
	own(): Promise<EitherPage>;
	pair(member: Member): Promise<void>;
	/** Whatever else one of the two can. */
	readonly chromium: Chromium | undefined;
	readonly firefox: Firefox | undefined;
	close(): Promise<void>;
}

/** `extension`: the folder of another build than the usual one. */
export async function startBrowser(name: (typeof BROWSERS)[number], extension?: string): Promise<EitherBrowser> {
	const options = extension === undefined ? {} : { extension };
	return name === 'chromium' ? ofChromium(await startChromium(options)) : ofFirefox(await startFirefox(options));
}

function ofChromium(chromium: Chromium): EitherBrowser {
	type Page = Awaited<ReturnType<Chromium['visit']>>;
	const pageOf = (page: Page, faults: string[]): EitherPage => ({
		evaluate: (expression) => page.evaluate(expression),
		type: (text) => page.keyboard.type(text),
		press: (keys) => page.keyboard.press(keys),
		resize: (width, height) => page.setViewportSize({ width, height }),
		marks: chromiumMarks(page),
		faults,
		close: () => page.close(),
	});
	return {
		serve: chromium.serve,
		visit: async (url) => {
			const page = await chromium.context.newPage();
			const faults: string[] = [];
			page.on('pageerror', ({ message }) => faults.push(message));
			page.on('console', (message) => (message.type() === 'error' ? faults.push(message.text()) : undefined));
			await page.goto(url);
			return pageOf(page, faults);
		},
		open: async (surface) => pageOf(await chromium.open(surface), []),
		own: async () => pageOf(await chromium.open('options'), []),
		pair: async (member) => pairFrom(pageOf(await chromium.open('options'), []), member),
		chromium,
		firefox: undefined,
		close: chromium.close,
	};
}

function ofFirefox(firefox: Firefox): EitherBrowser {
	type Page = Awaited<ReturnType<Firefox['visit']>>;
	const pageOf = (page: Page, faults: string[]): EitherPage => ({
		evaluate: (expression) => page.evaluate(expression),
		type: (text) => page.keyboard.type(text),
		press: async (keys) => {
			const isHeld = keys === 'Control+k';
			if (isHeld) await page.keyboard.down('Control');
			await page.keyboard.press(isHeld ? 'k' : keys);
			if (isHeld) await page.keyboard.up('Control');
		},
		resize: (width, height) => page.setViewport({ width, height }),
		marks: firefoxMarks(firefox, page),
		faults,
		close: () => page.close(),
	});
	return {
		serve: firefox.serve,
		visit: async (url) => {
			const faults: string[] = [];
			const page = await firefox.visit(url, (opened) => {
				opened.on('pageerror', (error) => faults.push(String(error)));
				opened.on('console', (message) => (message.type() === 'error' ? faults.push(message.text()) : undefined));
			});
			return pageOf(page, faults);
		},
		open: async (surface) => pageOf(await firefox.open(surface), []),
		own: async () => pageOf(await firefox.open('options'), []),
		pair: async (member) => pairFrom(pageOf(await firefox.open('options'), []), member),
		chromium: undefined,
		firefox,
		close: firefox.close,
	};
}

/** As pasting a link token does. */
async function pairFrom(own: EitherPage, member: Member): Promise<void> {
	const request = JSON.stringify({ type: 'pair', token: await member.link() });
	const answer = await own.evaluate(`(globalThis.browser ?? chrome).runtime.sendMessage(${request})`);
	if (!(answer as { isDone: boolean }).isDone) throw new Error(`Pairing failed: ${JSON.stringify(answer)}`);
}
