/**
 * The marks of the page that is shown. A pass tells what spots there are, and the page is made to agree with them, as far as they are
 * near the window: all is read before anything is written, and no pass does more than a frame has room for.
 */
import { isGuess } from '../page/row-around.ts';
import type { Spot } from '../places/place.ts';
import type { CardActions } from './card.ts';
import { Mark } from './mark.ts';
import { NearRows } from './near-rows.ts';
import { RowChanges } from './row-changes.ts';
import { TakenMarks } from './taken-marks.ts';

/** How many marks one pass makes, and fits at most. */
const MADE_MAX = 8;

export interface PageMarksOptions extends CardActions {
	/** Another pass has something to do. */
	onChange(): void;
	/** The spots have to be looked for again: a row of theirs is drawn by now. */
	onStale(): void;
}

export class PageMarks {
	readonly #options: PageMarksOptions;
	readonly #marks = new Map<HTMLElement, Mark>();
	readonly #near: NearRows;
	readonly #changes: RowChanges;
	readonly #taken = new TakenMarks();
	/** While one scrolls, the spots stay what they are. */
	#named: { spots: ReadonlyMap<HTMLElement, Spot>; rows: ReadonlyMap<string, HTMLElement> } | undefined;
	/** Rows whose free space may have changed since their marks were fitted. */
	readonly #unfitted = new Set<Element>();

	constructor(options: PageMarksOptions) {
		this.#options = options;
		this.#near = new NearRows(options.onChange);
		this.#changes = new RowChanges((row) => this.#unfit(row));
	}

	/** `false`: the page takes its marks away. */
	show(spots: ReadonlyMap<HTMLElement, Spot>, now: number): boolean {
		const writes = this.#measure();
		for (const [row, mark] of this.#marks) if (!spots.has(row) || !mark.isThere) this.#remove(row, mark);
		this.#near.watch(spots);
		this.#draw(spots.values());
		for (const write of writes) write();
		return !this.#taken.areTaken(this.#hosts(spots), now);
	}

	removeAll(): void {
		for (const [row, mark] of this.#marks) this.#remove(row, mark);
		this.#near.stop();
	}

	#measure(): (() => void)[] {
		const ready = [...this.#unfitted].filter((row) => this.#near.isNear(row)).slice(0, MADE_MAX);
		for (const row of ready) this.#unfitted.delete(row);
		if (ready.length === MADE_MAX) this.#options.onChange();
		return ready.flatMap((row) => this.#marks.get(row as HTMLElement)?.measure() ?? []);
	}

	#draw(spots: Iterable<Spot>): void {
		let made = 0;
		for (const spot of spots) {
			let mark = this.#marks.get(spot.row);
			if (mark === undefined && this.#near.isNear(spot.row)) {
				if (isGuess(spot.row)) return this.#options.onStale();
				if (made === MADE_MAX) return this.#options.onChange();
				mark = this.#make(spot);
				// Rows that can have none do not count: they would hold up those after them for ever.
				if (mark !== undefined) made++;
			}
			if (mark?.show(spot) === true) this.#unfit(spot.row);
		}
	}

	#make(spot: Spot): Mark | undefined {
		const mark = Mark.on(spot, this.#options);
		if (mark === undefined) return undefined;
		this.#marks.set(spot.row, mark);
		this.#changes.watch(spot.row);
		return mark;
	}

	#remove(row: HTMLElement, mark: Mark): void {
		mark.remove();
		this.#marks.delete(row);
		this.#unfitted.delete(row);
		this.#changes.forget(row);
	}

	#unfit(row: Element): void {
		this.#unfitted.add(row);
		if (this.#near.isNear(row)) this.#options.onChange();
	}

	#hosts(spots: ReadonlyMap<HTMLElement, Spot>): Map<string, Element | undefined> {
		if (this.#named?.spots !== spots) this.#named = { spots, rows: rowsByName(spots) };
		return new Map([...this.#named.rows].map(([name, row]) => [name, this.#marks.get(row)?.host]));
	}
}

/** Two spots may be about one thing: the second has another name. */
function rowsByName(spots: ReadonlyMap<HTMLElement, Spot>): Map<string, HTMLElement> {
	const rows = new Map<string, HTMLElement>();
	for (const [row, { size, content }] of spots) {
		let name = `${size} ${content.subject}`;
		while (rows.has(name)) name += ' again';
		rows.set(name, row);
	}
	return rows;
}
