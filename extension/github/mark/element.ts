import { pageDocument } from '../page/page-document.ts';

/** A node of ours. Text goes in as text: other people's words are never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Readonly<Record<string, string>> = {},
	...children: Node[]
): HTMLElementTagNameMap[Tag] {
	const made = pageDocument().createElement(tag);
	for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
	made.append(...children);
	return made;
}

/**
 * Words that the page cannot ask for. `window.find` looks into closed shadow roots, so that a page could spell out what stands there
 * letter by letter; it does not find what a style draws. Screen readers say it all the same.
 */
export function said<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	words: string,
	attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Tag] {
	return element(tag, { ...attributes, [WORDS]: words });
}

const WORDS = 'data-words';

/** For the style of each root that has such words. Their direction is their own, as in a `<bdi>`. */
export const SAID_STYLE = `[${WORDS}]::before { content: attr(${WORDS}); } bdi[${WORDS}] { unicode-bidi: plaintext; }`;

/** Only a person's click acts: an event that a page makes up is not trusted. */
export function onClick(button: HTMLElement, act: () => void): void {
	button.addEventListener('click', ({ isTrusted }) => {
		if (isTrusted) act();
	});
}
