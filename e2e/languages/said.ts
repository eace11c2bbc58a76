/** All that a page says to those who look, point or listen, and what of it is English. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '../../scripts/run.ts';
import { AGENT_NAMES } from '../../shared/report/facts.ts';

/** An expression for the page: its texts and what is said of its elements, each once. What is for machines is left out. */
export const SAID = `(() => {
	const said = new Set([document.title]);
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
		if (node.parentElement.closest('script, style, pre, code, kbd') === null) said.add(node.nodeValue.trim());
	for (const element of document.querySelectorAll('*'))
		for (const name of ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription', 'alt', 'label', 'placeholder'])
			said.add((element.getAttribute(name) ?? '').trim());
	return [...said].filter((each) => each !== '');
})()`;

/** An expression for the page: opens whatever folds, one after the other, and what shows up there too. How many it opened. */
export const OPEN_ALL = `(async () => {
	// A timer of a tab that nobody sees waits for a second.
	const turn = () =>
		new Promise((resolve) => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = resolve;
			port2.postMessage('');
		});
	const closed = ':is(main, aside) :is([aria-expanded=false], details:not([open]) > summary)';
	for (let opened = 0; opened < 200; opened++) {
		const next = document.querySelector(closed);
		if (next === null) return opened;
		next.click();
		await turn();
	}
	throw new Error('What was opened closes again.');
})()`;

/**
 * An expression for the page: what of its labels, headings and sentences is cut off and not said whole to who points at it, and whether it is
 * wider than its window.
 */
export const CUT = `(() => {
	const cut = [...document.querySelectorAll('button, a, summary, label, legend, h1, h2, h3, p, td, th, dt, dd, .word, .clock')]
		.filter((element) => !element.matches('.cut, .spoken') && element.querySelector('.cut, .path') === null)
		.filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
		.filter((element) => getComputedStyle(element).overflowX !== 'visible' && element.closest('[title]') === null)
		.map((element) => element.textContent.trim());
	return document.documentElement.scrollWidth > innerWidth ? [...cut, 'the page itself'] : cut;
})()`;

const WORDS = /\p{L}{2,}/gu;
const wordsOf = (text: string): string[] => text.toLowerCase().match(WORDS) ?? [];
const catalogue = (language: string): { message: string }[] =>
	Object.values(JSON.parse(readFileSync(join(home, `extension/public/_locales/${language}/messages.json`), 'utf8')));
const vocabulary = (language: string): Set<string> => new Set(catalogue(language).flatMap(({ message }) => wordsOf(message)));

/** Names, and what browsers call themselves among devices. */
const NAMES = [...Object.values(AGENT_NAMES), 'Pylon', 'GitHub', 'Chromium on Linux', 'Firefox on Linux', 'Chrome on Linux'];
const TYPED = /`[^`]*`|pylon [a-z .]+|pylon-link-…|github_pat_…|https?:\/\/\S+|127\.0\.0\.1:\d+/g;
/** English that a text could have though no message has it. */
const COMMON =
	'the of and with your you are is has was this that from for not no yes ago last next more other others day days hour hours minute';

/** Of what was said, that in which there is English. `facts`: what others wrote or named, paths in pieces too. */
export function englishIn(said: readonly string[], language: string, facts: readonly string[]): string[] {
	const own = vocabulary(language);
	const english = new Set([...vocabulary('en'), ...COMMON.split(' ')].filter((word) => !own.has(word)));
	const known = [...facts, ...NAMES].sort((one, other) => other.length - one.length);
	const pieces = new Set(facts.flatMap(wordsOf));
	const isPiece = (text: string) => !text.includes(' ') && wordsOf(text).every((word) => pieces.has(word));
	return said.filter((text) => {
		const rest = known.reduce((left, fact) => left.replaceAll(fact, ' '), text).replace(TYPED, ' ');
		return !isPiece(text) && wordsOf(rest).some((word) => english.has(word));
	});
}
