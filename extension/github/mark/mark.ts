/**
 * One mark: a host of ours, appended to a row of GitHub's and laid over free room in it, so that nothing of the page moves.
 * All else is in its shadow root: GitHub's styles do not reach in and ours do not reach out.
 */
import { text } from '../../texts.ts';
import type { Spot } from '../places/place.ts';
import { badge } from './badge.ts';
import type { CardActions } from './card.ts';
import { CardPopover } from './card-popover.ts';
import { element } from './element.ts';
import { type Gap, widestGap } from './free-space.ts';
import { isAway, isCollision, type Saying, sentenceOf } from './mark-content.ts';
import { dress, MARK_STYLE } from './mark-style.ts';

/** On every host of ours, with the severity: for those who look for marks. */
const MARK_ATTRIBUTE = 'data-pylon-mark';

const LINE_MIN_PX = 150;
/** Widths as in the style: one badge with the space around it, each that overlaps it, and the count of those not shown. */
const BADGE_PX = 24;
const NEXT_BADGE_PX = 14;
const MORE_PX = 20;
const BADGES_MAX = 3;
/** What happens in a mark is not the page's business: GitHub listens for clicks and keys on the document. */
const KEPT_EVENTS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'keypress'];

export class Mark {
	readonly #host = document.createElement('pylon-mark');
	readonly #root = this.#host.attachShadow({ mode: 'open' });
	readonly #row: HTMLElement;
	readonly #size: Spot['size'];
	readonly #hasEdge: boolean;
	readonly #body: HTMLElement;
	readonly #card: CardPopover | undefined;
	#bar: HTMLElement | undefined;
	#spot: Spot;
	#drawn: Saying | undefined;

	constructor(spot: Spot, actions: CardActions) {
		this.#spot = spot;
		this.#row = spot.row;
		this.#size = spot.size;
		this.#hasEdge = spot.hasEdge;
		dress(this.#root, MARK_STYLE);
		if (spot.size === 'line') {
			const button = element('button', { type: 'button', class: 'mark' });
			this.#body = button;
			this.#card = new CardPopover(this.#root, button, actions);
			for (const kept of KEPT_EVENTS) this.#host.addEventListener(kept, keep);
		} else {
			// The header's mark says the same; the tree keeps its own names and its own way of the keyboard.
			this.#body = element('span', { class: 'mark' });
			this.#host.setAttribute('aria-hidden', 'true');
		}
		this.#root.append(this.#body);
		// Turbo keeps copies of pages; in a copy our nodes are empty.
		for (const copy of this.#row.querySelectorAll(':scope > pylon-mark')) copy.remove();
		this.#row.append(this.#host);
	}

	get isThere(): boolean {
		return this.#row.isConnected && this.#host.parentElement === this.#row;
	}

	/** Draws what is said, unless it is drawn already. `true`: it looks different now, and has to be fitted again. */
	show(spot: Spot): boolean {
		this.#spot = spot;
		const before = this.#drawn;
		if (before === spot.saying) return false;
		this.#drawn = spot.saying;
		this.#card?.show(spot.saying);
		if (before !== undefined && looksOf(before) === looksOf(spot.saying)) return false;
		this.#draw(spot.saying);
		return true;
	}

	/** Reads the layout and returns what to write, so that many marks cost one layout. */
	measure(): () => void {
		const gap = widestGap(this.#row, this.#spot.label());
		const around = this.#host.offsetParent;
		if (gap === undefined || around === null) return () => this.#host.removeAttribute('data-fit');
		const origin = around.getBoundingClientRect();
		const left = origin.left + around.clientLeft - around.scrollLeft;
		const top = origin.top + around.clientTop - around.scrollTop;
		return () => this.#fit(gap, left, top);
	}

	remove(): void {
		this.#host.remove();
	}

	/** `left` and `top`: where the host's own coordinates start, in the viewport. */
	#fit(gap: Gap, left: number, top: number): void {
		const isLine = this.#size === 'line' && gap.width >= LINE_MIN_PX;
		const needed = this.#badgesWidth();
		const hasRoom = gap.width >= needed;
		// Without any room the badges cover the end of the label: better than pushing what is GitHub's.
		const start = hasRoom ? gap.left : Math.max(gap.row.left, gap.labelRight - needed);
		this.#host.setAttribute('data-fit', isLine ? 'line' : 'badge');
		this.#host.toggleAttribute('data-over', !hasRoom);
		Object.assign(this.#host.style, {
			left: `${start - left}px`,
			top: `${gap.top - top}px`,
			width: `${hasRoom ? gap.width : needed}px`,
			height: `${gap.height}px`,
			// In the tree the badges stand at the end of their rows, in one column.
			textAlign: this.#size === 'badge' && hasRoom ? 'end' : 'start',
		});
		if (this.#bar === undefined) return;
		Object.assign(this.#bar.style, {
			left: `${gap.row.left - start}px`,
			top: `${gap.row.top - gap.top}px`,
			height: `${gap.row.height}px`,
		});
	}

	#badgesWidth(): number {
		const people = this.#spot.saying.people.length;
		return BADGE_PX + (Math.min(people, BADGES_MAX) - 1) * NEXT_BADGE_PX + (people > BADGES_MAX ? MORE_PX : 0);
	}

	#draw(saying: Saying): void {
		const { severity, people, workers, lead, words, time, staleSince } = saying;
		this.#host.setAttribute(MARK_ATTRIBUTE, severity);
		this.#body.classList.toggle('is-stale', staleSince !== undefined);
		const more = people.length > BADGES_MAX ? [element('span', { class: 'more' }, `+${people.length - BADGES_MAX}`)] : [];
		this.#body.replaceChildren(...people.slice(0, BADGES_MAX).map((person) => badge(person, isAway(person, workers))), ...more);
		this.#edge(severity === 'collision-mine');
		if (this.#size === 'badge') return;
		this.#body.title = sentenceOf(saying);
		const said = lead === undefined ? '' : `${lead} · `;
		this.#body.append(
			element('span', { class: 'said' }, isCollision(severity) ? text('markCollision', said) : said),
			element('span', { class: 'words' }, words),
		);
		if (time !== undefined) this.#body.append(element('span', { class: 'time' }, ` · ${time}`));
	}

	/** The bar along the row's left edge. */
	#edge(isNeeded: boolean): void {
		if (!isNeeded) {
			this.#bar?.remove();
			this.#bar = undefined;
		} else if (this.#hasEdge && this.#bar === undefined) {
			this.#bar = element('span', { class: 'bar' });
			this.#root.append(this.#bar);
		}
	}
}

const keep = (event: Event): void => event.stopPropagation();

/** All of a saying that the mark itself shows. */
const looksOf = (saying: Saying): string =>
	[
		saying.severity,
		sentenceOf(saying),
		saying.staleSince !== undefined,
		...saying.people.map((person) => `${person.name}${person.color}${isAway(person, saying.workers)}`),
	].join('\0');
