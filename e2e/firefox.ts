/**
 * A real Firefox with the built extension, that never reaches the network: every address goes to a proxy that is not
 * there, but for this machine's loopback, where the tests' relay listens.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { findBrowser } from '../scripts/browsers.ts';
import { home } from '../scripts/run.ts';
import type { Surface } from './chromium.ts';
import { eventually } from './eventually.ts';

const ADDON = 'rooms@pylon.dev';
/** Firefox makes up the host of an extension's pages for each profile, unless it is told. */
const LOAD_WITHIN_MS = 15_000;
const HOST = '8b8c2a3e-5d1f-4c6a-9a37-0e6d1f2b3c4d';

export interface Firefox {
	readonly browser: Browser;
	/**
	 * One of the extension's pages in a tab of its own. Firefox never tells that such a page has loaded, so that nothing that
	 * waits for that works on it (puppeteer#14314): `evaluate` does.
	 */
	open(surface: Surface): Promise<Page>;
	close(): Promise<void>;
}

export async function startFirefox(extension = '.output/firefox-mv3'): Promise<Firefox> {
	const executablePath = findBrowser('firefox');
	if (executablePath === undefined) throw new Error('No Firefox was found. Install it, or set FIREFOX_PATH to where it is.');
	const profile = await mkdtemp(join(tmpdir(), 'pylon-firefox-'));
	const browser = await launch({
		browser: 'firefox',
		executablePath,
		headless: true,
		userDataDir: profile,
		args: ['--remote-allow-system-access'],
		extraPrefsFirefox: {
			'extensions.webextensions.uuids': JSON.stringify({ [ADDON]: HOST }),
			'network.proxy.type': 1,
			'network.proxy.http': '127.0.0.1',
			'network.proxy.http_port': 9,
			'network.proxy.ssl': '127.0.0.1',
			'network.proxy.ssl_port': 9,
			'network.proxy.no_proxies_on': '127.0.0.1, localhost',
			'network.proxy.allow_hijacking_localhost': false,
		},
	});
	await browser.installExtension(resolve(home, extension));
	return {
		browser,
		open: async (surface) => {
			const page = await browser.newPage();
			const leaving = new AbortController();
			const address = `moz-extension://${HOST}/${surface}.html`;
			// Ends only with the page itself; what it says then is of no interest.
			page.goto(address, { timeout: 0, signal: leaving.signal }).catch(() => undefined);
			await eventually(
				() => page.evaluate((wanted) => location.href === wanted && document.querySelector('main') !== null, address),
				(isShown) => isShown,
				LOAD_WITHIN_MS,
			);
			leaving.abort();
			return page;
		},
		close: async () => {
			await browser.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** On a busy machine Firefox has been seen to end while it was starting, before it did anything: it is started once more. */
async function launch(options: LaunchOptions): Promise<Browser> {
	try {
		return await puppeteer.launch(options);
	} catch (error) {
		if (!(error instanceof Error) || error.name !== 'TargetCloseError') throw error;
		return puppeteer.launch(options);
	}
}
