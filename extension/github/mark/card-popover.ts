/** Opens a mark's card in the browser's top layer, which GitHub's layout cannot clip. Made when it is first asked for. */
import { text } from '../../texts.ts';
import { type CardActions, cardContent } from './card.ts';
import { element } from './element.ts';
import type { MarkContent } from './mark-content.ts';

const WIDTH_PX = 340;
const MARGIN_PX = 8;

export class CardPopover {
	readonly #box: HTMLElement;
	readonly #button: HTMLButtonElement;
	readonly #actions: CardActions;
	#card: HTMLElement | undefined;
	#content: MarkContent | undefined;

	constructor(box: HTMLElement, button: HTMLButtonElement, actions: CardActions) {
		this.#box = box;
		this.#button = button;
		this.#actions = actions;
		button.setAttribute('aria-haspopup', 'dialog');
		button.setAttribute('aria-expanded', 'false');
		// The browser looks up what a button opens after its click was handled.
		button.addEventListener('click', () => this.#make(), { once: true });
	}

	show(content: MarkContent): void {
		this.#content = content;
		if (this.#card?.matches(':popover-open')) this.#draw(this.#card, content);
	}

	#make(): void {
		const card = element('div', { class: 'card', popover: 'auto', role: 'dialog' });
		this.#card = card;
		this.#box.append(card);
		this.#button.popoverTargetElement = card;
		card.addEventListener('beforetoggle', (event) => {
			const isOpening = (event as ToggleEvent).newState === 'open';
			this.#button.setAttribute('aria-expanded', String(isOpening));
			if (isOpening) this.#open(card);
			// Browsers give focus back by themselves, but not within a shadow root.
			else if (this.#isFocusIn(card)) card.addEventListener('toggle', () => this.#button.focus(), { once: true });
		});
	}

	#open(card: HTMLElement): void {
		if (this.#content !== undefined) this.#draw(card, this.#content);
		const { left } = this.#button.getBoundingClientRect();
		// Along a row's edge the button is as high as the row.
		const { bottom } = this.#box.getBoundingClientRect();
		const room = document.documentElement.clientWidth - WIDTH_PX - MARGIN_PX;
		Object.assign(card.style, { left: `${Math.max(MARGIN_PX, Math.min(left, room))}px`, top: `${bottom + 4}px` });
	}

	#draw(card: HTMLElement, content: MarkContent): void {
		card.setAttribute('aria-label', text('markCard', content.subject));
		const isFocused = this.#isFocusIn(card);
		card.replaceChildren(...cardContent(content, this.#actions));
		if (isFocused) card.querySelector('button')?.focus();
	}

	#isFocusIn(card: HTMLElement): boolean {
		return card.matches(':focus-within');
	}
}
