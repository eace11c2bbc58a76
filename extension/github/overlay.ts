/**
 * Keeps the marks where they belong on a page that GitHub draws, re-draws and replaces as it likes. One pass asks every place
 * for its spots and makes the page agree; passes are asked for by the room, the clock, the address and the page's own changes.
 * A pass that finds nothing new writes nothing.
 */
import type { PageView, PullFacts } from '../contract/page-view.ts';
import type { CardActions } from './mark/card.ts';
import { Notice } from './mark/notice.ts';
import { PageMarks } from './mark/page-marks.ts';
import { isRecognised } from './page/is-recognised.ts';
import { type GitHubPage, pageAt } from './page/page.ts';
import { pageDocument } from './page/page-document.ts';
import { readPullFacts } from './page/pull/pull-facts.ts';
import { repoPages } from './page/repo-pages.ts';
import { pageChanged } from './page/until-change.ts';
import { PageRooms } from './page-rooms.ts';
import { Passes } from './passes.ts';
import { places } from './places/index.ts';
import type { Spot } from './places/place.ts';
import { PullReporter } from './pull-reporter.ts';

export interface OverlayOptions extends CardActions {
	/** Told whenever the page may show other repositories; `undefined` where it is none of interest. */
	onRepos(repos: string[] | undefined): void;
	/** Told of the pull request that the page shows, and `undefined` when it shows none any more. */
	onPull(pull: PullFacts | undefined): void;
	now(): number;
	signal: AbortSignal;
}

/** How often the clocks in the marks move on. */
const CLOCK_MS = 30_000;
/** A page that is still not understood after this is not merely slow. */
const PATIENCE_MS = 5_000;

/** Nodes that come and go, and those that are used again for something else: what they link to, are named by and say. */
const CHANGES: MutationObserverInit = {
	childList: true,
	characterData: true,
	attributes: true,
	attributeFilter: ['href', 'id', 'title', 'data-path'],
	subtree: true,
};

export class Overlay {
	readonly #options: OverlayOptions;
	readonly #document = pageDocument();
	readonly #passes: Passes;
	readonly #marks: PageMarks;
	/** Hears one change and is deaf until the next pass: a page that never stops changing is not listened to all the time. */
	readonly #observer = new MutationObserver(() => {
		this.#observer.disconnect();
		pageChanged();
		this.#askAgain();
	});
	readonly #notice: Notice;
	readonly #pull: PullReporter;
	#page: GitHubPage | undefined;
	#patience: ReturnType<typeof setTimeout> | undefined;
	#isUnmarked = false;
	/** The page takes the marks away, or makes them fail: it has none from then on. */
	#isLetBe = false;
	/** A person has taken the access to the page back: it is not read any more, until they give it again. */
	#isWithdrawn = false;
	readonly #rooms: PageRooms;
	/** As long as neither page nor room has changed: to look for them takes longer than all else, on pages of thousands of files. */
	#spots: Map<HTMLElement, Spot> | undefined;

	constructor(options: OverlayOptions) {
		this.#options = options;
		this.#rooms = new PageRooms(options.now);
		this.#notice = new Notice(options);
		this.#passes = new Passes({ pass: () => this.#pass(), signal: options.signal });
		this.#marks = new PageMarks({ openPanel: options.openPanel, onChange: () => this.#passes.request(), onStale: () => this.#askAgain() });
		this.#pull = new PullReporter({
			read: () => (this.#page && !this.#isWithdrawn ? readPullFacts(this.#document, this.#page, this.#isUnmarked) : undefined),
			report: options.onPull,
			signal: options.signal,
		});
		const clock = setInterval(() => this.#tick(), CLOCK_MS);
		// Of labels that are drawn more than once, for narrow windows say, another one is shown.
		addEventListener('resize', () => this.#askAgain(), { signal: options.signal });
		options.signal.addEventListener('abort', () => {
			clearInterval(clock);
			clearTimeout(this.#patience);
			this.#rest();
		});
	}

	/** The address changed, or is about to. */
	goTo(url: URL): void {
		if (this.#options.signal.aborted) return;
		const page = pageAt(url);
		const isFirst = this.#page === undefined;
		this.#page = page;
		this.#watch();
		clearTimeout(this.#patience);
		this.#isUnmarked = this.#isLetBe;
		if (page === undefined) {
			this.#rest();
			if (!isFirst) this.#pull.changed();
			return;
		}
		this.#patience = setTimeout(() => this.#judgePage(), PATIENCE_MS);
		this.#askAgain();
	}

	async show(view: PageView): Promise<void> {
		this.#isWithdrawn = view.type === 'unavailable' && view.reason === 'not-allowed';
		await this.#rooms.learn(view);
		if (!this.#isWithdrawn) return this.#askAgain();
		this.#rest();
		this.#pull.changed();
	}

	#watch(): void {
		const repos = this.#page && repoPages(this.#document, this.#page).map(({ repo }) => repo);
		this.#rooms.keepOnly(repos ?? []);
		this.#options.onRepos(repos);
	}

	#askAgain(): void {
		this.#spots = undefined;
		this.#passes.request();
	}

	#tick(): void {
		if (this.#document.visibilityState === 'visible' && this.#rooms.tick()) this.#askAgain();
	}

	#pass(): void {
		if (this.#page === undefined || this.#isWithdrawn) return;
		this.#observer.observe(document, CHANGES);
		// Nobody listened since it was asked for.
		if (this.#spots === undefined) pageChanged();
		if (this.#page.kind === 'all-pulls') this.#watch();
		if (!this.#isLetBe && !this.#showMarks()) this.#letBe();
		if (this.#isUnmarked) this.#judgePage();
		this.#pull.changed();
	}

	/** `false`: the page does not let us. */
	#showMarks(): boolean {
		try {
			this.#spots ??= this.#findSpots();
			return this.#marks.show(this.#spots, this.#options.now());
		} catch (error) {
			// A fault of ours, perhaps, but one that this page brings about: told where the browser's console shows it.
			console.error(error);
			return false;
		}
	}

	#letBe(): void {
		this.#isLetBe = true;
		this.#isUnmarked = true;
		this.#marks.removeAll();
	}

	#judgePage(): void {
		if (this.#isWithdrawn) return;
		this.#isUnmarked = this.#isLetBe || (this.#page !== undefined && !isRecognised(this.#document, this.#page));
		this.#notice.show(this.#isUnmarked && this.#rooms.haveFiles);
		this.#pull.changed();
	}

	#findSpots(): Map<HTMLElement, Spot> {
		const spots = new Map<HTMLElement, Spot>();
		for (const page of this.#page === undefined ? [] : repoPages(this.#document, this.#page)) {
			const room = this.#rooms.of(page.repo);
			if (room === undefined) continue;
			const scene = { document: this.#document, page, now: this.#options.now(), ...room };
			for (const place of places) {
				if (!place.isOn(page)) continue;
				for (const spot of place.spots(scene)) spots.set(spot.row, spot);
			}
		}
		return spots;
	}

	/** Nothing is to be marked. */
	#rest(): void {
		this.#observer.disconnect();
		this.#marks.removeAll();
		this.#notice.show(false);
	}
}
