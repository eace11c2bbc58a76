/** Those who look: surfaces of the extension, and GitHub pages. While any is connected, the background stays awake. */
import { type Browser, browser } from 'wxt/browser';
import { PAGE_PORT, type PageRequest, type PageView } from '../../contract/page-view.ts';
import { LOOKED, SURFACE_PORT, type SurfaceMessage } from '../../contract/surface-port.ts';
import { hostOf, requestOf } from './page-request.ts';

type Port = Browser.runtime.Port;

/** A page has one, and the page before it may still have its own. */
const PORTS_PER_TAB = 4;

interface Page {
	repos: string[];
	tabId: number | undefined;
	windowId: number | undefined;
	/** The views that it was last sent, as JSON, by repository: it is sent only new ones. */
	lastSent: Map<string, string>;
}

export interface PortListener {
	/** Somebody began to look, or the last one stopped. */
	onWatched(isWatched: boolean): void;
	onSurface(send: (message: SurfaceMessage) => void): void;
	onLooked(): void;
	onPageRequest(request: PageRequest, tab: { id: number; windowId: number }): void;
	onTabGone(tabId: number): void;
	pageView(repo: string, tabId: number | undefined): PageView;
}

export class Ports {
	readonly #listener: PortListener;
	readonly #surfaces = new Set<Port>();
	readonly #pages = new Map<Port, Page>();

	constructor(listener: PortListener) {
		this.#listener = listener;
		browser.runtime.onConnect.addListener((port) => this.#accept(port));
	}

	get isWatched(): boolean {
		return this.#surfaces.size + this.#pages.size > 0;
	}

	toSurfaces(message: SurfaceMessage): void {
		for (const port of this.#surfaces) port.postMessage(message);
	}

	/** Each page's view, where it changed. */
	refreshPages(): void {
		for (const [port, page] of this.#pages) this.#refresh(port, page);
	}

	#accept(port: Port): void {
		const host = hostOf(port.sender);
		if (port.name === SURFACE_PORT && isOwnPage(port.sender)) this.#acceptSurface(port);
		else if (port.name === PAGE_PORT && port.sender?.tab !== undefined && host !== undefined) this.#acceptPage(port, host);
		else port.disconnect();
	}

	#acceptSurface(port: Port): void {
		this.#surfaces.add(port);
		port.onMessage.addListener((message: unknown) => message === LOOKED && this.#listener.onLooked());
		port.onDisconnect.addListener(() => {
			this.#surfaces.delete(port);
			this.#listener.onWatched(this.isWatched);
		});
		this.#listener.onWatched(true);
		this.#listener.onSurface((message) => {
			if (this.#surfaces.has(port)) port.postMessage(message);
		});
	}

	/** `host`: the only one whose repositories it may ask for. */
	#acceptPage(port: Port, host: string): void {
		const { id: tabId, windowId } = port.sender?.tab ?? {};
		if ([...this.#pages.values()].filter((other) => other.tabId === tabId).length >= PORTS_PER_TAB) return port.disconnect();
		const page: Page = { repos: [], tabId, windowId, lastSent: new Map() };
		this.#pages.set(port, page);
		port.onDisconnect.addListener(() => {
			this.#pages.delete(port);
			if (tabId !== undefined && ![...this.#pages.values()].some((other) => other.tabId === tabId)) this.#listener.onTabGone(tabId);
			this.#listener.onWatched(this.isWatched);
		});
		port.onMessage.addListener((message: unknown) => {
			const asked = requestOf(message, host);
			if (asked !== undefined) this.#onPageRequest(port, page, asked);
		});
		this.#listener.onWatched(true);
	}

	#onPageRequest(port: Port, page: Page, asked: PageRequest): void {
		if (asked.type === 'watch') {
			page.repos = asked.repos;
			page.lastSent.clear();
			this.#refresh(port, page);
		} else if (page.tabId !== undefined && page.windowId !== undefined) {
			this.#listener.onPageRequest(asked, { id: page.tabId, windowId: page.windowId });
		}
	}

	#refresh(port: Port, page: Page): void {
		for (const repo of page.repos) {
			const view = this.#listener.pageView(repo, page.tabId);
			const json = JSON.stringify(view);
			if (json === page.lastSent.get(repo)) continue;
			page.lastSent.set(repo, json);
			port.postMessage(view);
		}
	}
}

/** A content script shares its process with the page: what comes from a tab's web page is never a surface. */
export function isOwnPage(sender: Browser.runtime.MessageSender | undefined): boolean {
	return sender?.id === browser.runtime.id && (sender.url ?? '').startsWith((browser.runtime as typeof Browser.runtime).getURL('/'));
}
