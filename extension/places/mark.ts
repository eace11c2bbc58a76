/**
 * One mark: a host of ours, appended to a row of GitHub's and laid over free room in it, so that nothing of the page moves.
 * All else is in its shadow root: GitHub's styles do not reach in and ours do not reach out.
 */
import { text } from '../texts.ts';
import { badge } from './badge.ts';
import { type CardActions, cardContent } from './card.ts';
import { element } from './element.ts';
import { type Gap, widestGap } from './gap.ts';
import { MARK_STYLE } from './mark-style.ts';
import type { Spot } from './place.ts';
import { isCollision, type Saying } from './saying.ts';

/** On every host of ours, with the severity: for those who look for marks, and to know our own nodes again. */
export const MARK_ATTRIBUTE = 'data-pylon-mark';

const LINE_MIN_PX = 110;
const BADGE_MIN_PX = 28;
const BADGES_MAX = 3;
const CARD_WIDTH_PX = 340;
const CARD_MARGIN_PX = 8;
/** What happens in a mark is not the page's business: GitHub listens for clicks and keys on the document. */
const KEPT_EVENTS = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'keypress'];

export class Mark {
	readonly host: HTMLElement;
	readonly #row: HTMLElement;
	readonly #size: Spot['size'];
	readonly #actions: CardActions;
	readonly #bar = element('span', { class: 'bar' });
	readonly #button: HTMLElement;
	readonly #card = element('div', { id: 'card', class: 'card', popover: 'auto', role: 'dialog' });
	#label: HTMLElement;
	#saying: Saying | undefined;

	constructor(spot: Spot, actions: CardActions) {
		this.#row = spot.row;
		this.#label = spot.label;
		this.#size = spot.size;
		this.#actions = actions;
		this.#bar.hidden = !spot.hasEdge;
		this.host = document.createElement('pylon-mark');
		this.#button = this.#size === 'line' ? element('button', { type: 'button', class: 'mark', popovertarget: 'card' }) : element('span');
		const root = this.host.attachShadow({ mode: 'open' });
		root.append(element('style', {}, MARK_STYLE), this.#bar, this.#button);
		if (this.#size === 'line') {
			root.append(this.#card);
			this.#card.addEventListener('beforetoggle', (event) => {
				if ((event as ToggleEvent).newState === 'open') this.#openCard();
				// Browsers give focus back by themselves, but not within a shadow root.
				else if (this.#isFocusInCard()) this.#card.addEventListener('toggle', () => this.#button.focus(), { once: true });
			});
		} else {
			// The header's mark says the same; the tree keeps its own names and its own way of the keyboard.
			this.host.setAttribute('aria-hidden', 'true');
		}
		for (const kept of KEPT_EVENTS) this.host.addEventListener(kept, (event) => event.stopPropagation());
		this.#row.append(this.host);
	}

	get isThere(): boolean {
		return this.#row.isConnected && this.host.parentElement === this.#row;
	}

	/** Draws what is said, unless it is drawn already. */
	show(spot: Spot): void {
		const before = this.#saying;
		this.#label = spot.label;
		this.#saying = spot.saying;
		if (before === spot.saying) return;
		if (before === undefined || looksOf(before) !== looksOf(spot.saying)) this.#draw(spot.saying);
		if (this.#card.matches(':popover-open')) this.#drawCard(spot.saying);
	}

	/** Reads the layout and returns what to write, so that many marks cost one layout. */
	measure(): () => void {
		const gap = widestGap(this.#row, this.#label);
		const around = this.host.offsetParent;
		if (gap === undefined || around === null) return () => this.host.removeAttribute('data-fit');
		const origin = around.getBoundingClientRect();
		const left = origin.left + around.clientLeft - around.scrollLeft;
		const top = origin.top + around.clientTop - around.scrollTop;
		return () => this.#fit(gap, left, top);
	}

	remove(): void {
		this.host.remove();
	}

	/** `left` and `top`: where the host's own coordinates start, in the viewport. */
	#fit(gap: Gap, left: number, top: number): void {
		const isLine = this.#size === 'line' && gap.width >= LINE_MIN_PX;
		// Without any room the badge covers the end of the label: better than pushing what is GitHub's.
		const start = gap.width >= BADGE_MIN_PX ? gap.left : Math.max(gap.row.left, gap.labelRight - BADGE_MIN_PX);
		// In the tree the badge stands at the end of its row, in one column with the others.
		const isAtEnd = this.#size === 'badge' && gap.width >= BADGE_MIN_PX;
		this.host.setAttribute('data-fit', isLine ? 'line' : 'badge');
		this.host.toggleAttribute('data-over', gap.width < BADGE_MIN_PX);
		Object.assign(this.host.style, {
			left: `${start - left}px`,
			top: `${gap.top - top}px`,
			width: `${Math.max(gap.width, BADGE_MIN_PX)}px`,
			height: `${gap.height}px`,
			textAlign: isAtEnd ? 'end' : 'start',
		});
		Object.assign(this.#bar.style, {
			left: `${gap.row.left - start}px`,
			top: `${gap.row.top - gap.top}px`,
			height: `${gap.row.height}px`,
		});
	}

	#draw({ severity, sentence, people, words, time, staleSince }: Saying): void {
		this.host.setAttribute(MARK_ATTRIBUTE, severity);
		this.#button.className = `mark${staleSince === undefined ? '' : ' is-stale'}`;
		this.#button.title = sentence;
		if (this.#size === 'line') this.#button.setAttribute('aria-label', isCollision(severity) ? text('markCollision', sentence) : sentence);
		const shown = people.slice(0, BADGES_MAX).map(badge);
		const more = people.length > BADGES_MAX ? [element('span', { class: 'more' }, `+${people.length - BADGES_MAX}`)] : [];
		this.#button.replaceChildren(
			element('span', { class: 'badges', 'aria-hidden': 'true' }, ...shown, ...more),
			element('span', { class: 'words' }, words),
			...(time === undefined ? [] : [element('span', { class: 'time' }, `· ${time}`)]),
		);
	}

	#openCard(): void {
		if (this.#saying === undefined) return;
		this.#drawCard(this.#saying);
		const { left, bottom } = this.#button.getBoundingClientRect();
		const room = document.documentElement.clientWidth - CARD_WIDTH_PX - CARD_MARGIN_PX;
		Object.assign(this.#card.style, { left: `${Math.max(CARD_MARGIN_PX, Math.min(left, room))}px`, top: `${bottom + 4}px` });
	}

	#drawCard(saying: Saying): void {
		this.#card.setAttribute('aria-label', text('markCard', saying.subject));
		const isFocused = this.#isFocusInCard();
		this.#card.replaceChildren(...cardContent(saying, this.#actions));
		if (isFocused) this.#card.querySelector('button')?.focus();
	}

	#isFocusInCard(): boolean {
		const focused = this.host.shadowRoot?.activeElement ?? null;
		return focused !== null && this.#card.contains(focused);
	}
}

/** All of a saying that the mark itself shows. */
const looksOf = ({ severity, sentence, people, staleSince }: Saying): string =>
	[severity, sentence, staleSince !== undefined, ...people.map(({ name, color }) => `${name}${color}`)].join('\0');
