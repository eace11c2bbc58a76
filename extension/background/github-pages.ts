/**
 * Whether the browser lets the extension onto github.com. It does so when the extension is installed, and a person may take that back:
 * "on click" in Chrome, a switch among the extension's permissions in Firefox. No page is marked then, and surfaces say so.
 */
import { browser } from 'wxt/browser';
import { GITHUB } from '../contract/github-origin.ts';

export class GithubPages {
	readonly #onChange: (isAllowed: boolean) => void;
	#isAllowed = true;

	constructor(onChange: (isAllowed: boolean) => void) {
		this.#onChange = onChange;
		const look = () => void this.look();
		browser.permissions.onAdded.addListener(look);
		browser.permissions.onRemoved.addListener(look);
	}

	get isAllowed(): boolean {
		return this.#isAllowed;
	}

	/** Asked again now and then: not every browser tells of each way to take it back. */
	async look(): Promise<void> {
		const isAllowed = await browser.permissions.contains({ origins: GITHUB });
		if (isAllowed === this.#isAllowed) return;
		this.#isAllowed = isAllowed;
		this.#onChange(isAllowed);
	}
}
