/**
 * A real Chromium with the built extension, that never reaches the network: every name resolves to nothing, GitHub's
 * addresses are answered with pages of our own, and only this machine's loopback is left, where the tests' relay listens.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page, type Worker } from 'playwright-core';
import { findBrowser } from '../scripts/browsers.ts';
import { home } from '../scripts/run.ts';
import { answerOf, ENTERPRISE, type GitHub } from './github/answer.ts';
import { SURFACE_SIZES, type Surface } from './surface.ts';
import { attachTo, type Target } from './target.ts';

export interface Chromium {
	readonly context: BrowserContext;
	readonly extensionId: string;
	/** From now on, GitHub and the Enterprise host show these pages; what they do not know is a 404. */
	serve(github: GitHub): void;
	/** A tab on an address that `serve` answers. */
	visit(url: string): Promise<Page>;
	/** One of the extension's pages in a tab of its own, as wide as the real one. */
	open(surface: Surface, query?: string): Promise<Page>;
	/** Clicks on the extension's button in the toolbar, over the first tab: what it opens is the real popup, to which nothing is attached. */
	clickButton(): Promise<void>;
	/** What a click on the button opened; throws where nothing is open. */
	clickedPopup(page?: string): Promise<Target>;
	/** The background's worker, started again where it had stopped. */
	worker(): Promise<Worker>;
	/** Stops the worker as Chrome does after 30 idle seconds. */
	killWorker(): Promise<void>;
	close(): Promise<void>;
}

export interface ChromiumOptions {
	/** The built extension's folder; `PYLON_EXTENSION` names another one than the usual build. */
	extension?: string;
	colorScheme?: 'light' | 'dark';
	/** The browser's own settings and storage; a scratch one unless given, and then kept. */
	profile?: string;
	/** Where it writes down all that it asks the network for, as it closes. */
	netLog?: string;
	/** Its person's home folder. */
	home?: string;
	/** What its person has agreed to before: asked for again, it is given without a window that nobody could answer. */
	agreed?: Agreed;
}

export interface Agreed {
	permissions: string[];
	/** Match patterns. */
	origins: string[];
}

export async function startChromium(options: ChromiumOptions = {}): Promise<Chromium> {
	const extension = resolve(home, options.extension ?? process.env.PYLON_EXTENSION ?? '.output/chrome-mv3');
	const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'pylon-chromium-')));
	const executablePath = findBrowser('chromium');
	if (executablePath === undefined) throw new Error('No Chromium was found. Install it, or set CHROMIUM_PATH to where it is.');
	if (options.agreed !== undefined) {
		const { extensionId, close } = await startChromium({ extension, profile, ...(options.home !== undefined && { home: options.home }) });
		await close();
		await agree(profile, extensionId, options.agreed);
	}
	const context = await chromium.launchPersistentContext(profile, {
		executablePath,
		...(options.home !== undefined && { env: { ...process.env, HOME: options.home, XDG_CONFIG_HOME: join(options.home, '.config') } }),
		// Playwright's own headless flag starts a browser without extensions.
		headless: false,
		viewport: { width: 1280, height: 800 },
		colorScheme: options.colorScheme ?? 'light',
		args: [
			'--headless=new',
			// Lets the browser's protocol click on the extension's button.
			'--enable-unsafe-extension-debugging',
			...(options.netLog === undefined ? [] : [`--log-net-log=${options.netLog}`]),
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			`--disable-extensions-except=${extension}`,
			`--load-extension=${extension}`,
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
		],
	});
	let github: GitHub = () => undefined;
	for (const host of ['github.com', ENTERPRISE]) {
		await context.route(`https://${host}/**`, async (route) => {
			await route.fulfill(answerOf(github, route.request().url()));
		});
	}
	const worker = async () => context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
	const extensionId = await worker().then(
		(started) => new URL(started.url()).host,
		async (error: unknown) => {
			await context.close();
			throw new Error(`The extension in ${extension} did not start. Is it built (npm run build)?`, { cause: error });
		},
	);
	const protocol = await context.browser()?.newBrowserCDPSession();
	if (protocol === undefined) throw new Error('A browser without its protocol.');
	return {
		context,
		extensionId,
		serve: (pages) => {
			github = pages;
		},
		visit: async (url) => {
			const page = await context.newPage();
			await page.goto(url);
			return page;
		},
		open: async (surface, query = '') => {
			const page = await context.newPage();
			await page.setViewportSize(SURFACE_SIZES[surface]);
			await page.goto(`chrome-extension://${extensionId}/${surface}.html${query}`);
			return page;
		},
		clickButton: async () => {
			await context.pages()[0]?.bringToFront();
			const { targetInfos } = await protocol.send('Target.getTargets', { filter: [{ type: 'tab' }] });
			// Newer than Playwright's list of what the protocol knows.
			const send = protocol.send.bind(protocol) as (method: string, params: object) => Promise<unknown>;
			await send('Extensions.triggerAction', { id: extensionId, targetId: targetInfos[0]?.targetId });
		},
		clickedPopup: (page = 'popup.html') => attachTo(protocol, `chrome-extension://${extensionId}/${page}`),
		worker,
		killWorker: () => killWorker(context),
		close: async () => {
			await context.close();
			if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

async function killWorker(context: BrowserContext): Promise<void> {
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('ServiceWorker.enable');
	await session.send('ServiceWorker.stopAllWorkers');
	await page.close();
}

/** As the browser itself keeps it once its person said yes, and what it looks up before it asks them. */
async function agree(profile: string, extensionId: string, { permissions, origins }: Agreed): Promise<void> {
	const file = join(profile, 'Default', 'Preferences');
	const preferences = JSON.parse(await readFile(file, 'utf8'));
	preferences.extensions.settings[extensionId].runtime_granted_permissions = {
		api: permissions,
		explicit_host: origins,
		manifest_permissions: [],
		scriptable_host: [],
	};
	await writeFile(file, JSON.stringify(preferences));
}
