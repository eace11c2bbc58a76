/**
 * One mark: a host of ours, appended to a row of GitHub's and laid over free room in it, so that nothing of the page moves.
 * All else is in its shadow root: GitHub's styles do not reach in and ours do not reach out.
 */
import { text } from '../texts.ts';
import { badge } from './badge.ts';
import type { CardActions } from './card.ts';
import { CardPopover } from './card-popover.ts';
import { element } from './element.ts';
import { type Gap, widestGap } from './gap.ts';
import { dress, MARK_STYLE } from './mark-style.ts';
import type { Spot } from './place.ts';
import { isCollision, type Saying } from './saying.ts';

/** On every host of ours, with the severity: for those who look for marks. */
const MARK_ATTRIBUTE = 'data-pylon-mark';

const LINE_MIN_PX = 110;
const BADGE_MIN_PX = 28;
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
		this.#row.append(this.#host);
	}

	get isThere(): boolean {
		return this.#row.isConnected && this.#host.parentElement === this.#row;
	}

	/** Draws what is said, unless it is drawn already. */
	show(spot: Spot): void {
		this.#spot = spot;
		const before = this.#drawn;
		if (before === spot.saying) return;
		this.#drawn = spot.saying;
		if (before === undefined || looksOf(before) !== looksOf(spot.saying)) this.#draw(spot.saying);
		this.#card?.show(spot.saying);
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
		// Without any room the badge covers the end of the label: better than pushing what is GitHub's.
		const start = gap.width >= BADGE_MIN_PX ? gap.left : Math.max(gap.row.left, gap.labelRight - BADGE_MIN_PX);
		// In the tree the badge stands at the end of its row, in one column with the others.
		const isAtEnd = this.#size === 'badge' && gap.width >= BADGE_MIN_PX;
		this.#host.setAttribute('data-fit', isLine ? 'line' : 'badge');
		this.#host.toggleAttribute('data-over', gap.width < BADGE_MIN_PX);
		Object.assign(this.#host.style, {
			left: `${start - left}px`,
			top: `${gap.top - top}px`,
			width: `${Math.max(gap.width, BADGE_MIN_PX)}px`,
			height: `${gap.height}px`,
			textAlign: isAtEnd ? 'end' : 'start',
		});
		if (this.#bar === undefined) return;
		Object.assign(this.#bar.style, {
			left: `${gap.row.left - start}px`,
			top: `${gap.row.top - gap.top}px`,
			height: `${gap.row.height}px`,
		});
	}

	#draw({ severity, sentence, people, words, time, staleSince }: Saying): void {
		this.#host.setAttribute(MARK_ATTRIBUTE, severity);
		this.#body.classList.toggle('is-stale', staleSince !== undefined);
		const more = people.length > BADGES_MAX ? [element('span', { class: 'more' }, `+${people.length - BADGES_MAX}`)] : [];
		this.#body.replaceChildren(...people.slice(0, BADGES_MAX).map(badge), ...more);
		this.#edge(severity === 'collision-mine');
		if (this.#size === 'badge') return;
		this.#body.title = sentence;
		this.#body.setAttribute('aria-label', isCollision(severity) ? text('markCollision', sentence) : sentence);
		this.#body.append(element('span', { class: 'words' }, words));
		if (time !== undefined) this.#body.append(element('span', { class: 'time' }, `· ${time}`));
	}

	/** The bar along the row's left edge. It is put in its place with the rest. */
	#edge(isNeeded: boolean): void {
		if (!isNeeded) {
			this.#bar?.remove();
			this.#bar = undefined;
		} else if (this.#hasEdge && this.#bar === undefined) {
			this.#bar = element('span', { class: 'bar' });
			this.#root.append(this.#bar);
			this.measure()();
		}
	}
}

const keep = (event: Event): void => event.stopPropagation();

/** All of a saying that the mark itself shows. */
const looksOf = ({ severity, sentence, people, staleSince }: Saying): string =>
	[severity, sentence, staleSince !== undefined, ...people.map(({ name, color }) => `${name}${color}`)].join('\0');
