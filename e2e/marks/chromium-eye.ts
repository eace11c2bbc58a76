/** Looks from the world of the extension's content script, which alone is let into closed shadow roots (`chrome.dom`). */
import type { CDPSession, Page } from 'playwright-core';
import { eventually } from '../../testing/eventually.ts';
import { type Eye, Marks } from './marks.ts';
import { look, type Seen } from './seen.ts';

const SOON_MS = 60_000;
const ROOT_OF = '(element) => element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null';

interface Context {
	id: number;
	origin: string;
}

/** An expression, or its promise, in the world of the extension's script on this page. */
export interface ContentWorld {
	evaluate(expression: string): Promise<unknown>;
}

const worlds = new WeakMap<Page, ContentWorld>();

export async function contentWorld(page: Page): Promise<ContentWorld> {
	const known = worlds.get(page);
	if (known !== undefined) return known;
	const session = await page.context().newCDPSession(page);
	const contexts = await contextsOf(session);
	const made = {
		evaluate: async (expression: string) => {
			const [context] = await eventually(
				() => contexts(),
				(found) => found.length > 0,
				SOON_MS,
			);
			const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
				expression,
				contextId: context?.id ?? -1,
				awaitPromise: true,
				returnByValue: true,
			});
			if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
			return result.value as unknown;
		},
	};
	worlds.set(page, made);
	return made;
}

/** Of the main frame; they are others after each navigation. */
async function contextsOf(session: CDPSession): Promise<() => Promise<Context[]>> {
	let contexts: Context[] = [];
	session.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
	session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
		contexts = contexts.filter(({ id }) => id !== executionContextId);
	});
	session.on('Runtime.executionContextsCleared', () => {
		contexts = [];
	});
	await session.send('Runtime.enable');
	return async () => contexts.filter(({ origin }) => origin.startsWith('chrome-extension://'));
}

export function marksOf(page: Page): Marks {
	const eye: Eye = {
		look: async (within) => {
			const world = await contentWorld(page);
			return JSON.parse(
				(await world.evaluate(`JSON.stringify((${look})(document, ${ROOT_OF}, ${JSON.stringify(within)}))`)) as string,
			) as Seen;
		},
		click: (x, y) => page.mouse.click(x, y),
		act: async (within, act) => {
			const world = await contentWorld(page);
			await world.evaluate(`[...document.querySelectorAll('*')]
				.filter((host) => host.closest(${JSON.stringify(within)}))
				.flatMap((host) => (${ROOT_OF})(host)?.querySelector('button.mark') ?? [])[0].${act}({ block: 'center' })`);
		},
	};
	return new Marks(eye);
}

/** The page's nodes, those in closed roots as well: what was left behind by an extension has no world to look from. */
export async function everything(page: Page): Promise<string> {
	const session = await page.context().newCDPSession(page);
	const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
	await session.detach();
	return JSON.stringify(root);
}
