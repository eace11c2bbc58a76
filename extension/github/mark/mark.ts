/**
 * One mark: a box in a closed shadow root on a row of GitHub's, laid over free room in it, so that nothing of the page moves and
 * nothing of it is covered.
 */
import { text } from '../../texts.ts';
import type { Spot } from '../places/place.ts';
import { badge } from './badge.ts';
import type { CardActions } from './card.ts';
import { CardPopover } from './card-popover.ts';
import { closedRoot } from './closed-root.ts';
import { element, said } from './element.ts';
import { type FreeSpace, widestFreeSpace } from './free-space.ts';
import { isConflict, isOffline, type MarkContent, sentenceOf } from './mark-content.ts';

const LINE_MIN_PX = 150;
/** In less there is room for who did what, and not for since when as well. */
const TIMED_MIN_PX = 260;
/** Widths as in the style: one badge with the space around it, each that overlaps it, and the count of those not shown. */
const BADGE_PX = 24;
const NEXT_BADGE_PX = 14;
const MORE_PX = 20;
const BADGES_MAX = 3;
/** As wide as what is drawn along a row's edge, and one more. */
const EDGE_MIN_PX = 4;
/** What happens in a mark is not the page's business: GitHub listens for clicks and keys on its rows and on the document. */
const STOPPED_EVENTS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'keypress'];

export class Mark {
	/** What of GitHub's it is in. */
	readonly host: Element;
	readonly #box = element('div', { class: 'box' });
	readonly #body: HTMLElement;
	readonly #bar = element('span', { class: 'bar' });
	readonly #card: CardPopover | undefined;
	/** Where the box was put, in its own coordinates. */
	#at = { left: 0, top: 0 };
	#spot: Spot;
	#drawn: MarkContent | undefined;

	constructor(spot: Spot, root: ShadowRoot, actions: CardActions) {
		this.#spot = spot;
		this.host = root.host;
		if (spot.size === 'line') {
			const button = element('button', { type: 'button', class: 'mark' });
			this.#body = button;
			this.#card = new CardPopover(this.#box, button, actions);
			for (const type of STOPPED_EVENTS) this.#box.addEventListener(type, stop);
		} else {
			// The header's mark says the same; the tree keeps its own names, its own clicks and its own way of the keyboard.
			this.#body = element('span', { class: 'mark is-still' });
			this.#box.setAttribute('aria-hidden', 'true');
		}
		this.#box.append(this.#body, this.#bar);
		root.append(this.#box);
	}

	/** `undefined` where the row, or what is in it, can have no mark. */
	static on(spot: Spot, actions: CardActions): Mark | undefined {
		const root = closedRoot(spot.row, spot.label(), spot.size === 'line');
		return root && new Mark(spot, root, actions);
	}

	/** Whether the row is still on the page, and what the mark is in still in the row. */
	get isThere(): boolean {
		const { row } = this.#spot;
		return row.isConnected && row.contains(this.host);
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
		const { row, size } = this.#spot;
		const space = widestFreeSpace(row, this.#spot.label(), size === 'line');
		if (space === undefined) return () => this.#box.removeAttribute('data-fit');
		// Whatever the box's coordinates start at, it is as far from there as it was put.
		const { left, top } = this.#box.getBoundingClientRect();
		return () => this.#fit(space, left - this.#at.left, top - this.#at.top);
	}

	remove(): void {
		this.#box.remove();
	}

	/** `left` and `top`: where the box's own coordinates start, in the viewport. */
	#fit(space: FreeSpace, left: number, top: number): void {
		const needed = this.#badgesWidth();
		const isLine = this.#spot.size === 'line' && space.width >= LINE_MIN_PX;
		const fit = fitIn(space.width, isLine);
		this.#box.setAttribute('data-fit', fit);
		this.#box.toggleAttribute('data-brief', isLine && space.width < TIMED_MIN_PX);
		this.#box.toggleAttribute('data-few', fit === 'badge' && space.width < needed);
		const isEdged = this.#spot.hasEdge && space.edgeWidth >= EDGE_MIN_PX;
		this.#box.toggleAttribute('data-edge', isEdged && (fit === 'edge' || this.#spot.content.level === 'conflict-mine'));
		// Without room it is seen only while it has the keyboard's focus; a pointer finds it all along the row's edge.
		const start = fit === 'edge' ? space.row.left : space.left;
		this.#at = { left: start - left, top: space.top - top };
		Object.assign(this.#box.style, {
			left: `${this.#at.left}px`,
			top: `${this.#at.top}px`,
			width: `${fit === 'edge' ? needed : space.width}px`,
			height: `${space.height}px`,
			// In the tree the badges stand at the end of their rows, in one column.
			textAlign: this.#spot.size === 'badge' ? 'end' : 'start',
		});
		const edge = { left: space.row.left - start, top: space.row.top - space.top, width: space.edgeWidth, height: space.row.height };
		for (const [name, px] of Object.entries(edge)) this.#box.style.setProperty(`--edge-${name}`, `${px}px`);
	}

	#badgesWidth(): number {
		const people = this.#spot.content.people.length;
		return BADGE_PX + (Math.min(people, BADGES_MAX) - 1) * NEXT_BADGE_PX + (people > BADGES_MAX ? MORE_PX : 0);
	}

	#draw(content: MarkContent): void {
		const { level, people, workers, lead, words, time, staleSince } = content;
		this.#box.setAttribute('data-pylon-mark', level);
		this.#body.classList.toggle('is-stale', staleSince !== undefined);
		const more = people.length > BADGES_MAX ? [said('span', `+${people.length - BADGES_MAX}`, { class: 'more' })] : [];
		this.#body.replaceChildren(...people.slice(0, BADGES_MAX).map((person) => badge(person, isOffline(person, workers))), ...more);
		if (this.#spot.size === 'badge') return;
		this.#body.title = sentenceOf(content);
		const spoken = lead === undefined ? '' : `${lead} · `;
		this.#body.append(
			said('span', isConflict(level) ? text('markConflict', spoken) : spoken, { class: 'spoken' }),
			said('span', words, { class: 'words' }),
		);
		if (time !== undefined) this.#body.append(said('span', ` · ${time}`, { class: 'time' }));
	}
}

function fitIn(room: number, isLine: boolean): 'line' | 'badge' | 'edge' {
	if (isLine) return 'line';
	return room >= BADGE_PX ? 'badge' : 'edge';
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
