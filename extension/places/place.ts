/** A place on GitHub's pages where the extension says something. One file each, collected in `index.ts`. */
import type { GitHubPage } from './github/page.ts';
import type { RoomView, Told } from './told.ts';

/** What is known when a page is drawn. */
export interface Scene {
	document: Document;
	page: GitHubPage;
	view: RoomView;
	/** By path. */
	told: ReadonlyMap<string, Told>;
	/** SHA-256 of each told path. */
	digests: ReadonlyMap<string, string>;
}

/** Where one mark belongs: drawn over the free room of `row` that lies right of `label`. */
export interface Spot {
	row: HTMLElement;
	label: HTMLElement;
	told: Told;
	/** `line`: badges, words and clock, as far as there is room. `badge`: only those in it, and not for the keyboard. */
	size: 'line' | 'badge';
}

export interface Place {
	/** As its file. */
	name: string;
	/** Addresses to try it on. */
	tryItOn: readonly string[];
	isOn(page: GitHubPage): boolean;
	/** Asked on every pass over the page, so it only looks things up. */
	spots(scene: Scene): Iterable<Spot>;
}
