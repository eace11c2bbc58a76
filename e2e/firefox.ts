/**
 * A real Firefox with the built extension, that never reaches the network: GitHub's addresses are answered with pages of our
 * own, all others go to a proxy that is not there, and only this machine's loopback is left, where the tests' relay listens.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findBrowser } from '../scripts/browsers.ts';
import { home } from '../scripts/run.ts';
import { openBrowserWindow } from './browser-window.ts';
import { answerOf, type GitHub } from './github/answer.ts';
import { SURFACE_SIZES, type Surface } from './surface.ts';

/** Of the manifest. */
const EXTENSION_ID = 'rooms@pylon.dev';
/** The host of the extension's pages, which Firefox makes up for each profile unless it is told. */
const EXTENSION_HOST = '8b8c2a3e-5d1f-4c6a-9a37-0e6d1f2b3c4d';
/** Nobody listens there. */
const NOWHERE = { host: '127.0.0.1', port: 9 };

export interface Firefox {
	readonly browser: Browser;
	/** From now on, https://github.com/** shows these pages; what they do not know is a 404. */
	serve(github: GitHub): void;
	/** A tab on an address that `serve` answers; `opened`: before it goes there. */
	visit(url: string, opened?: (page: Page) => void): Promise<Page>;
	/** One of the extension's pages in a tab of its own, as wide as the real one. */
	open(surface: Surface): Promise<Page>;
	isBackgroundRunning(): Promise<boolean>;
	/** How often it was started since the extension was installed. */
	backgroundStarts(): Promise<number>;
	/** Stops the background as Firefox does when it was idle for long enough. */
	stopBackground(): Promise<void>;
	/** What an expression comes to, as text, for the browser's own script in a page (`content` is its window). */
	inPage(page: Page, expression: string): Promise<string>;
	/** As an update does: what ran of the extension ends, and it begins again. */
	installAnew(): Promise<void>;
	/** What the browser's console tells of the extension's own code: errors and breaches of its policy. */
	faults(): Promise<string[]>;
	close(): Promise<void>;
}

export interface FirefoxOptions {
	/** The built extension's folder; `PYLON_FIREFOX_EXTENSION` names another one than the usual build. */
	extension?: string;
	/** The home of its person; a scratch one unless given, and then kept. */
	home?: string;
	/** After how long without a call of its API Firefox stops the background. */
	idleMs?: number;
}

export async function startFirefox({ extension, home: given, idleMs = 30_000 }: FirefoxOptions = {}): Promise<Firefox> {
	const executablePath = findBrowser('firefox');
	if (executablePath === undefined) throw new Error('No Firefox was found. Install it, or set FIREFOX_PATH to where it is.');
	const scratch = given ?? (await mkdtemp(join(tmpdir(), 'pylon-firefox-')));
	const browser = await puppeteer.launch({
		browser: 'firefox',
		executablePath,
		headless: true,
		defaultViewport: { width: 1280, height: 800 },
		// It writes into its person's home, too.
		env: { ...process.env, HOME: scratch },
		// Whether a background runs is told only to those who may do everything.
		args: ['--remote-allow-system-access'],
		extraPrefsFirefox: {
			'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: EXTENSION_HOST }),
			'extensions.background.idle.timeout': idleMs,
			// Whoever asks for an optional permission gets it, without a window that nobody could answer.
			'extensions.webextOptionalPermissionPrompts': false,
			'network.proxy.type': 1,
			'network.proxy.http': NOWHERE.host,
			'network.proxy.http_port': NOWHERE.port,
			'network.proxy.ssl': NOWHERE.host,
			'network.proxy.ssl_port': NOWHERE.port,
			'network.proxy.no_proxies_on': '127.0.0.1, localhost',
			'network.proxy.allow_hijacking_localhost': false,
		},
	});
	const folder = resolve(home, extension ?? process.env.PYLON_FIREFOX_EXTENSION ?? '.output/firefox-mv3');
	await browser.installExtension(folder);
	const window = await openBrowserWindow(browser);
	await window.evaluate(COUNT_STARTS);
	let github: GitHub = () => undefined;
	return {
		browser,
		serve: (pages) => {
			github = pages;
		},
		visit: async (url, opened) => {
			const page = await browser.newPage();
			opened?.(page);
			await page.setRequestInterception(true);
			page.on('request', (request) => void request.respond(answerOf(github, request.url())));
			await page.goto(url);
			return page;
		},
		open: async (surface) => {
			const page = await browser.newPage();
			await page.setViewport(SURFACE_SIZES[surface]);
			// Firefox never tells that a page of an extension has loaded (puppeteer#14314): its content does.
			await page.goto(`moz-extension://${EXTENSION_HOST}/${surface}.html`, { waitUntil: [] });
			await page.waitForSelector('main');
			return page;
		},
		isBackgroundRunning: async () => (await window.evaluate(`${EXTENSION}.backgroundState`)) === 'running',
		backgroundStarts: async () => Number(await window.evaluate('String(pylonStarts)')),
		stopBackground: async () => {
			await window.evaluate(`${EXTENSION}.terminateBackground().then(() => 'stopped')`);
		},
		inPage: (page, expression) => window.evaluate(inPage(page.url(), expression)),
		installAnew: async () => void (await browser.installExtension(folder)),
		faults: async () => JSON.parse(await window.evaluate(FAULTS)) as string[],
		close: async () => {
			await browser.close();
			if (given === undefined) await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** What the window's own sidebar says; empty while it is closed. Read through another page of the extension. */
export async function sidebarText(from: Page): Promise<string> {
	return (await from.evaluate("browser.extension.getViews({ type: 'sidebar' })[0]?.document.body.innerText ?? ''")) as string;
}

/** In the browser's own code. https://searchfox.org/mozilla-esr153/source/toolkit/components/extensions/Extension.sys.mjs */
const EXTENSION = `WebExtensionPolicy.getByID('${EXTENSION_ID}').extension`;

const COUNT_STARTS = `var pylonStarts = 0; ${EXTENSION}.on('background-script-started', () => pylonStarts++); 'counting'`;

const FAULTS = `JSON.stringify(
	Services.console.getMessageArray()
		.filter((message) => message instanceof Ci.nsIScriptError && !(message.flags & Ci.nsIScriptError.warningFlag))
		.filter((message) => (message.sourceName + message.errorMessage).includes('${EXTENSION_HOST}'))
		.map((message) => message.errorMessage)
)`;

/** By a frame script, in the process of the page: of several at an address, the newest. */
const inPage = (url: string, expression: string): string => {
	const script = `sendAsyncMessage('pylon', { made: String(${expression}) })`;
	const guarded = `try { ${script} } catch (error) { sendAsyncMessage('pylon', { failed: String(error) }) }`;
	return `new Promise((resolve, reject) => {
		const { messageManager } = gBrowser.browsers.findLast(({ currentURI }) => currentURI.spec === ${JSON.stringify(url)});
		messageManager.addMessageListener('pylon', function hear({ data }) {
			messageManager.removeMessageListener('pylon', hear);
			if ('made' in data) resolve(data.made);
			else reject(new Error(data.failed));
		});
		messageManager.loadFrameScript('data:application/javascript,' + encodeURIComponent(${JSON.stringify(guarded)}), false);
	})`;
};
