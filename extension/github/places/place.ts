/** A place on GitHub's pages where the extension says something. One file each, collected in `index.ts`. */

import type { RoomView } from '../mark/file-content.ts';
import type { MarkContent } from '../mark/mark-content.ts';
import type { RepoPage } from '../page/page.ts';

/** What is known when a page is drawn. */
export interface Scene {
	document: Document;
	page: RepoPage;
	view: RoomView;
	/** Of each file that agents are in, by path. */
	contents: ReadonlyMap<string, MarkContent>;
	/** SHA-256 of each of these paths. */
	digests: ReadonlyMap<string, string>;
	now: number;
}

/** Where one mark belongs: drawn over the free room of `row` that lies right of `label`. */
export interface Spot {
	row: HTMLElement;
	/** Asked only when the mark is put in its place. */
	label(): HTMLElement;
	content: MarkContent;
	/** `line`: badges, words and clock, as far as there is room. `badge`: only those in it, and not for the keyboard. */
	size: 'line' | 'badge';
	/** Whether a collision also paints the row's left edge. */
	hasEdge: boolean;
}

export interface Place {
	/** As its file. */
	name: string;
	/** Addresses to try it on. */
	tryItOn: readonly string[];
	isOn(page: RepoPage): boolean;
	/** Asked on every pass over the page, so it only looks things up. */
	spots(scene: Scene): Iterable<Spot>;
}
