/**
 * Keeps the marks where they belong on a page that GitHub draws, re-draws and replaces as it likes. One pass asks every place
 * for its spots and makes the page agree; passes are started by the room, the clock, the address and the page's own changes,
 * and happen once per frame at most. A pass that finds nothing new writes nothing.
 */
import type { PageView, PullFacts } from '../contract/page-view.ts';
import type { CardActions } from './mark/card.ts';
import { fileContents, type RoomView } from './mark/file-content.ts';
import { Mark } from './mark/mark.ts';
import type { MarkContent } from './mark/mark-content.ts';
import { NearRows } from './mark/near-rows.ts';
import { Notice } from './mark/notice.ts';
import { isRecognised } from './page/is-recognised.ts';
import { type GitHubPage, pageAt } from './page/page.ts';
import { digestsOf } from './page/path-digests.ts';
import { readPullFacts } from './page/pull-facts.ts';
import { places } from './places/index.ts';
import type { Spot } from './places/place.ts';
import { PullReporter } from './pull-reporter.ts';

interface Room {
	view: RoomView;
	contents: ReadonlyMap<string, MarkContent>;
	digests: ReadonlyMap<string, string>;
}

export interface OverlayOptions extends CardActions {
	/** Told whenever the page shows another repository, or none. */
	onRepo(repo: string | undefined): void;
	/** Told of the pull request that the page shows, and `undefined` when it shows none any more. */
	onPull(pull: PullFacts | undefined): void;
	now(): number;
	signal: AbortSignal;
}

/** How often the clocks in the marks move on. */
const CLOCK_MS = 30_000;
/** A page that is still not understood after this is not merely slow. */
const PATIENCE_MS = 5_000;

export class Overlay {
	readonly #options: OverlayOptions;
	readonly #marks = new Map<HTMLElement, Mark>();
	readonly #observer = new MutationObserver((records) => this.#changed(records));
	readonly #resized = new ResizeObserver((entries) => this.#resizedRows(entries));
	readonly #nearRows = new NearRows(() => this.#schedule());
	readonly #widths = new WeakMap<Element, number>();
	/** Rows whose free space may have changed since their marks were fitted. */
	readonly #unfitted = new Set<HTMLElement>();
	readonly #notice: Notice;
	readonly #pull: PullReporter;
	#page: GitHubPage | undefined;
	#patience: ReturnType<typeof setTimeout> | undefined;
	#isUnmarked = false;
	#room: Room | undefined;
	#newest: PageView | undefined;
	#frame = 0;

	constructor(options: OverlayOptions) {
		this.#options = options;
		this.#notice = new Notice(options);
		this.#pull = new PullReporter({
			read: () => this.#page && readPullFacts(document, this.#page, this.#isUnmarked),
			report: options.onPull,
			signal: options.signal,
		});
		const clock = setInterval(() => this.#tick(), CLOCK_MS);
		options.signal.addEventListener('abort', () => {
			clearInterval(clock);
			cancelAnimationFrame(this.#frame);
			this.#observer.disconnect();
			this.#resized.disconnect();
			clearTimeout(this.#patience);
			this.#removeAll();
		});
	}

	/** The address changed, or is about to. */
	goTo(url: URL): void {
		if (this.#options.signal.aborted) return;
		const page = pageAt(url);
		const isFirst = this.#page === undefined;
		if (page?.repo !== this.#page?.repo) this.#room = undefined;
		this.#page = page;
		this.#options.onRepo(page?.repo);
		clearTimeout(this.#patience);
		this.#isUnmarked = false;
		if (page === undefined) {
			this.#observer.disconnect();
			this.#removeAll();
			if (!isFirst) this.#pull.changed();
			return;
		}
		this.#patience = setTimeout(() => this.#judgePage(), PATIENCE_MS);
		if (isFirst) this.#observer.observe(document, { childList: true, subtree: true });
		this.#schedule();
	}

	/** Another view may come while this one's paths are digested: the newest wins. */
	async show(view: PageView): Promise<void> {
		this.#newest = view;
		const digests = await digestsOf(view.type === 'room' ? view.files.map((file) => file.path) : []);
		if (view !== this.#newest) return;
		const isOfThisPage = view.type === 'room' && view.repo.toLowerCase() === this.#page?.repo.toLowerCase();
		this.#room = isOfThisPage ? { view, contents: fileContents(view, this.#options.now()), digests } : undefined;
		this.#schedule();
	}

	#tick(): void {
		if (this.#room === undefined || document.visibilityState !== 'visible') return;
		this.#room = { ...this.#room, contents: fileContents(this.#room.view, this.#options.now()) };
		this.#schedule();
	}

	#schedule(): void {
		if (this.#frame === 0 && !this.#options.signal.aborted) this.#frame = requestAnimationFrame(() => this.#pass());
	}

	#pass(): void {
		this.#frame = 0;
		const spots = this.#spots();
		for (const [row, mark] of this.#marks) {
			if (spots.has(row) && mark.isThere) continue;
			mark.remove();
			this.#marks.delete(row);
			this.#resized.unobserve(row);
		}
		this.#nearRows.keepOnly((row) => spots.has(row as HTMLElement));
		// All is read before anything is written, so that the browser lays the page out once.
		const drawn = [...spots.values()].filter((spot) => this.#isDrawn(spot));
		for (const spot of drawn) if (this.#mark(spot).show(spot)) this.#unfitted.add(spot.row);
		const writes = [...this.#unfitted].map((row) => this.#marks.get(row)?.measure());
		this.#unfitted.clear();
		for (const write of writes) write?.();
		if (this.#isUnmarked) this.#judgePage();
		this.#pull.changed();
	}

	#judgePage(): void {
		this.#isUnmarked = this.#page !== undefined && !isRecognised(document, this.#page);
		this.#notice.show(this.#isUnmarked && this.#room !== undefined && this.#room.contents.size > 0);
		this.#pull.changed();
	}

	#spots(): Map<HTMLElement, Spot> {
		const spots = new Map<HTMLElement, Spot>();
		const page = this.#page;
		if (page === undefined || this.#room === undefined) return spots;
		const scene = { document, page, now: this.#options.now(), ...this.#room };
		for (const place of places) {
			if (!place.isOn(page)) continue;
			for (const spot of place.spots(scene)) spots.set(spot.row, spot);
		}
		return spots;
	}

	#isDrawn({ row, size }: Spot): boolean {
		return size === 'line' || this.#marks.has(row) || this.#nearRows.isNear(row);
	}

	#mark(spot: Spot): Mark {
		const { row } = spot;
		const known = this.#marks.get(row);
		if (known !== undefined) return known;
		const mark = new Mark(spot, this.#options);
		this.#marks.set(row, mark);
		this.#resized.observe(row);
		return mark;
	}

	#changed(records: MutationRecord[]): void {
		for (const { target } of records) {
			for (let node: Node | null = target; node !== null; node = node.parentNode) {
				if (this.#marks.has(node as HTMLElement)) this.#unfitted.add(node as HTMLElement);
			}
		}
		this.#schedule();
	}

	#resizedRows(entries: ResizeObserverEntry[]): void {
		for (const { target, contentRect } of entries) {
			const before = this.#widths.get(target);
			this.#widths.set(target, contentRect.width);
			// The first time is the observer's greeting: the mark was fitted to this width.
			if (before !== undefined && before !== contentRect.width) this.#unfitted.add(target as HTMLElement);
		}
		if (this.#unfitted.size > 0) this.#schedule();
	}

	#removeAll(): void {
		for (const mark of this.#marks.values()) mark.remove();
		this.#marks.clear();
		this.#unfitted.clear();
		this.#nearRows.keepOnly(() => false);
		this.#notice.show(false);
	}
}
