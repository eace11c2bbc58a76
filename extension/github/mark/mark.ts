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
import { type FreeSpace, widestFreeSpace } from './free-space.ts';
import { isConflict, isOffline, type MarkContent, sentenceOf } from './mark-content.ts';
import { addStyle, MARK_STYLE } from './mark-style.ts';

/** On every host of ours, with the level: for those who look for marks. */
const MARK_ATTRIBUTE = 'data-pylon-mark';

const LINE_MIN_PX = 150;
/** Widths as in the style: one badge with the space around it, each that overlaps it, and the count of those not shown. */
const BADGE_PX = 24;
const NEXT_BADGE_PX = 14;
const MORE_PX = 20;
const BADGES_MAX = 3;
/** What happens in a mark is not the page's business: GitHub listens for clicks and keys on the document. */
const STOPPED_EVENTS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'keypress'];

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
	#drawn: MarkContent | undefined;

	constructor(spot: Spot, actions: CardActions) {
		this.#spot = spot;
		this.#row = spot.row;
		this.#size = spot.size;
		this.#hasEdge = spot.hasEdge;
		addStyle(this.#root, MARK_STYLE);
		if (spot.size === 'line') {
			const button = element('button', { type: 'button', class: 'mark' });
			this.#body = button;
			this.#card = new CardPopover(this.#root, button, actions);
			for (const type of STOPPED_EVENTS) this.#host.addEventListener(type, stop);
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

	/** Draws the content, unless it is drawn already. `true`: it looks different now, and has to be fitted again. */
	show(spot: Spot): boolean {
		this.#spot = spot;
		const before = this.#drawn;
		if (before === spot.content) return false;
		this.#drawn = spot.content;
		this.#card?.show(spot.content);
		if (before !== undefined && appearanceOf(before) === appearanceOf(spot.content)) return false;
		this.#draw(spot.content);
		return true;
	}

	/** Reads the layout and returns what to write, so that many marks cost one layout. */
	measure(): () => void {
		const space = widestFreeSpace(this.#row, this.#spot.label());
		const around = this.#host.offsetParent;
		if (space === undefined || around === null) return () => this.#host.removeAttribute('data-fit');
		const origin = around.getBoundingClientRect();
		const left = origin.left + around.clientLeft - around.scrollLeft;
		const top = origin.top + around.clientTop - around.scrollTop;
		return () => this.#fit(space, left, top);
	}

	remove(): void {
		this.#host.remove();
	}

	/** `left` and `top`: where the host's own coordinates start, in the viewport. */
	#fit(space: FreeSpace, left: number, top: number): void {
		const isLine = this.#size === 'line' && space.width >= LINE_MIN_PX;
		const needed = this.#badgesWidth();
		const hasRoom = space.width >= needed;
		// Without any room the badges cover the end of the label: better than pushing what is GitHub's.
		const start = hasRoom ? space.left : Math.max(space.row.left, space.labelRight - needed);
		this.#host.setAttribute('data-fit', isLine ? 'line' : 'badge');
		this.#host.toggleAttribute('data-over', !hasRoom);
		Object.assign(this.#host.style, {
			left: `${start - left}px`,
			top: `${space.top - top}px`,
			width: `${hasRoom ? space.width : needed}px`,
			height: `${space.height}px`,
			// In the tree the badges stand at the end of their rows, in one column.
			textAlign: this.#size === 'badge' && hasRoom ? 'end' : 'start',
		});
		if (this.#bar === undefined) return;
		Object.assign(this.#bar.style, {
			left: `${space.row.left - start}px`,
			top: `${space.row.top - space.top}px`,
			height: `${space.row.height}px`,
		});
	}

	#badgesWidth(): number {
		const people = this.#spot.content.people.length;
		return BADGE_PX + (Math.min(people, BADGES_MAX) - 1) * NEXT_BADGE_PX + (people > BADGES_MAX ? MORE_PX : 0);
	}

	#draw(content: MarkContent): void {
		const { level, people, workers, lead, words, time, staleSince } = content;
		this.#host.setAttribute(MARK_ATTRIBUTE, level);
		this.#body.classList.toggle('is-stale', staleSince !== undefined);
		const more = people.length > BADGES_MAX ? [element('span', { class: 'more' }, `+${people.length - BADGES_MAX}`)] : [];
		this.#body.replaceChildren(...people.slice(0, BADGES_MAX).map((person) => badge(person, isOffline(person, workers))), ...more);
		this.#edge(level === 'conflict-mine');
		if (this.#size === 'badge') return;
		this.#body.title = sentenceOf(content);
		const spoken = lead === undefined ? '' : `${lead} · `;
		this.#body.append(
			element('span', { class: 'spoken' }, isConflict(level) ? text('markConflict', spoken) : spoken),
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

const stop = (event: Event): void => event.stopPropagation();

/** All of the content that the mark itself shows. */
const appearanceOf = (content: MarkContent): string =>
	[
		content.level,
		sentenceOf(content),
		content.staleSince !== undefined,
		...content.people.map((person) => `${person.name}${person.color}${isOffline(person, content.workers)}`),
	].join('\0');
