/**
 * Whether the browser lets the extension onto GitHub's pages. It does so for github.com when the extension is installed, for an Enterprise
 * host when a person adds it, and they may take that back: "on click" in Chrome, a switch among the extension's permissions in Firefox. No
 * page is marked then, those that are open neither, and surfaces say so.
 */
import { browser } from 'wxt/browser';
import { GITHUB } from '../contract/github-origin.ts';

export class GithubPages {
	readonly #onChange: () => void;
	#isAllowed = true;
	/** Enterprise hosts that are marked; `undefined` until the settings are read. */
	#hosts: ReadonlySet<string> | undefined;

	constructor(onChange: () => void) {
		this.#onChange = onChange;
		const look = () => void this.look();
		browser.permissions.onAdded.addListener(look);
		browser.permissions.onRemoved.addListener(look);
	}

	/** github.com alone. */
	get isAllowed(): boolean {
		return this.#isAllowed;
	}

	/** Whether pages of this repository, `github.com/acme/api`, may be told anything. */
	mayMark(repo: string): boolean {
		const host = repo.slice(0, repo.indexOf('/')).toLowerCase();
		return host === 'github.com' ? this.#isAllowed : this.#hosts?.has(host) !== false;
	}

	/** The Enterprise hosts that the settings have: those that a permission is there for. */
	setHosts(origins: readonly string[]): void {
		this.#hosts = new Set(origins.map((origin) => new URL(origin).hostname));
	}

	/** Asked again now and then: not every browser tells of each way to take it back. */
	async look(): Promise<void> {
		const isAllowed = await browser.permissions.contains({ origins: GITHUB });
		if (isAllowed === this.#isAllowed) return;
		this.#isAllowed = isAllowed;
		this.#onChange();
	}
}
