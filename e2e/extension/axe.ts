/** What axe-core finds wrong with a page: rules of WCAG 2.2 A and AA, and best practices. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { contentWorld } from '../marks/chromium-eye.ts';

const source = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Each as `rule: element`. */
export async function faultsOf(page: Page): Promise<string[]> {
	const session = await page.context().newCDPSession(page);
	// Past the page's content security policy, which lets nobody evaluate anything.
	await session.send('Runtime.evaluate', { expression: source });
	const { result } = await session.send('Runtime.evaluate', {
		expression: 'axe.run(document).then(JSON.stringify)',
		awaitPromise: true,
		returnByValue: true,
	});
	await session.detach();
	return faultsIn(result.value as string);
}

/**
 * Of one of GitHub's pages and the marks on it: from the content script's world, where closed roots are let to be looked into, and with
 * words as text, since axe measures the contrast of no other.
 */
export async function faultsWithMarks(page: Page): Promise<string[]> {
	const world = await contentWorld(page);
	await world.evaluate(source);
	return faultsIn((await world.evaluate(RUN_IN_ROOTS)) as string);
}

const RUN_IN_ROOTS = `(async () => {
	const rootOf = (element) => element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null;
	Object.defineProperty(Element.prototype, 'shadowRoot', { configurable: true, get() { return rootOf(this); } });
	const roots = [...document.querySelectorAll('*')].map(rootOf).filter(Boolean);
	const said = roots.flatMap((root) => [...root.querySelectorAll('[data-words]')]).map((element) => {
		const words = element.getAttribute('data-words');
		element.removeAttribute('data-words');
		element.append(words);
		return () => {
			element.lastChild.remove();
			element.setAttribute('data-words', words);
		};
	});
	try {
		return JSON.stringify(await axe.run(document));
	} finally {
		for (const again of said) again();
	}
})()`;

/** Of what `axe.run` found, as JSON. */
export function faultsIn(found: string): string[] {
	const { violations } = JSON.parse(found) as AxeResults;
	return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
