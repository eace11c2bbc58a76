/** What is known of the room, for each of the repositories that the page shows: the newest view of it, ready to draw. */
import type { PageView } from '../contract/page-view.ts';
import { fileContents, type RoomView } from './mark/file-content.ts';
import type { MarkContent } from './mark/mark-content.ts';
import { digestsOf } from './page/path-digests.ts';

/** The part of a `Scene` that the room has to say. */
export interface PageRoom {
	view: RoomView;
	contents: ReadonlyMap<string, MarkContent>;
	digests: ReadonlyMap<string, string>;
}

export class PageRooms {
	readonly #now: () => number;
	/** Repositories that are shown; names of repositories know no case. */
	#shown = new Set<string>();
	readonly #newest = new Map<string, PageView>();
	readonly #rooms = new Map<string, PageRoom>();

	constructor(now: () => number) {
		this.#now = now;
	}

	/** From now on the page shows these: what is known of others is forgotten. */
	keepOnly(repos: readonly string[]): void {
		this.#shown = new Set(repos.map(keyOf));
		for (const key of [...this.#newest.keys()]) {
			if (this.#shown.has(key)) continue;
			this.#newest.delete(key);
			this.#rooms.delete(key);
		}
	}

	/** Another view of the repository may come while this one's paths are digested: the newest wins. */
	async learn(view: PageView): Promise<void> {
		const key = keyOf(view.repo);
		if (!this.#shown.has(key)) return;
		this.#newest.set(key, view);
		const digests = await digestsOf(view.type === 'room' ? view.files.map((file) => file.path) : []);
		if (view !== this.#newest.get(key)) return;
		if (view.type === 'room') this.#rooms.set(key, { view, contents: fileContents(view, this.#now()), digests });
		else this.#rooms.delete(key);
	}

	of(repo: string): PageRoom | undefined {
		return this.#rooms.get(keyOf(repo));
	}

	/** Whether agents are in any file of theirs. */
	get haveFiles(): boolean {
		return [...this.#rooms.values()].some(({ contents }) => contents.size > 0);
	}

	/** Clocks move on. `false` where there are none. */
	tick(): boolean {
		for (const [key, room] of this.#rooms) this.#rooms.set(key, { ...room, contents: fileContents(room.view, this.#now()) });
		return this.#rooms.size > 0;
	}
}

const keyOf = (repo: string): string => repo.toLowerCase();
