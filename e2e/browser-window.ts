/** Firefox's own window, whose code knows what no page may: whether a background runs, what the console told. */
import type { Browser } from 'puppeteer-core';
import { BidiBrowser } from 'puppeteer-core/internal/bidi/Browser.js';

export interface BrowserWindow {
	/** The text that an expression, or its promise, comes to in the window's code. */
	evaluate(expression: string): Promise<string>;
}

/** `moz:scope` is Firefox's own addition to the standard's command. */
const WINDOWS: { maxDepth: number; 'moz:scope': 'chrome' } = { maxDepth: 0, 'moz:scope': 'chrome' };

/** Of a Firefox that was started with `--remote-allow-system-access`. */
export async function openBrowserWindow(browser: Browser): Promise<BrowserWindow> {
	if (!(browser instanceof BidiBrowser)) throw new Error('Only over WebDriver BiDi can the browser’s own window be reached.');
	const { connection } = browser;
	const windows = await connection.send('browsingContext.getTree', WINDOWS);
	const context = windows.result.contexts[0]?.context;
	if (context === undefined) throw new Error('Firefox has no window.');
	return {
		evaluate: async (expression) => {
			const { result } = await connection.send('script.evaluate', { expression, awaitPromise: true, target: { context } });
			if (result.type === 'exception') throw new Error(`${expression}: ${result.exceptionDetails.text}`);
			if (result.result.type !== 'string') throw new Error(`${expression} is no text, but ${result.result.type}.`);
			return result.result.value;
		},
	};
}
