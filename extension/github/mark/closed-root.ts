/**
 * Where a mark lives: in a closed shadow root on GitHub's own row, which goes on drawing what it holds through a slot.
 *
 * GitHub draws pages on its server, and React takes them over later ("hydration"): a node that it did not draw makes it throw the
 * whole page away, typed text and all. There is no telling from here when it has: so no node is added to the page at all. React,
 * Turbo's snapshots, and copies of rows do not know shadow roots. A layer of our own above the page would have to follow what
 * sticks, scrolls, is clipped or covered, and would stand last for the keyboard; in its row a mark is where it belongs by itself,
 * behind the page's menus, and goes when the row goes. Closed, so that the page's scripts do not get at what it says.
 *
 * A root cannot be taken off again: without marks its row looks and works as ever.
 */
import { element } from './element.ts';
import { addStyle, MARK_STYLE } from './mark-style.ts';

/** What may have a shadow root, but for headings and other things that are named by what is in them. https://dom.spec.whatwg.org/#valid-shadow-host-name */
const HOSTS = new Set(['article', 'aside', 'div', 'footer', 'header', 'main', 'nav', 'p', 'section', 'span']);
const HTML = 'http://www.w3.org/1999/xhtml';

const roots = new WeakMap<Element, ShadowRoot>();

/**
 * On the row, or else on the outermost element in it around the label that can have one. `undefined` where none can.
 * `isControl`: the mark is a button, which cannot be in a link.
 */
export function closedRoot(row: HTMLElement, label: HTMLElement, isControl: boolean): ShadowRoot | undefined {
	for (const host of fromRowTo(row, label)) {
		const isIn = isControl && host.closest('a, button, summary, label, [role="button"]') !== null;
		const root = isIn ? undefined : rootOf(host);
		if (root !== undefined) return root;
	}
	return undefined;
}

function fromRowTo(row: HTMLElement, label: HTMLElement): HTMLElement[] {
	const around = [label];
	for (let each = label; each !== row && each.parentElement !== null && row.contains(each.parentElement); each = each.parentElement) {
		around.unshift(each.parentElement);
	}
	return around;
}

function rootOf(host: HTMLElement): ShadowRoot | undefined {
	const known = roots.get(host);
	if (known !== undefined) return known;
	if (host.namespaceURI !== HTML || !HOSTS.has(host.localName)) return undefined;
	const root = attach(host);
	if (root === undefined) return undefined;
	root.append(element('slot'));
	addStyle(root, MARK_STYLE);
	roots.set(host, root);
	return root;
}

/** `undefined` where the page, or another extension, has put one there already. */
function attach(host: HTMLElement): ShadowRoot | undefined {
	try {
		return host.attachShadow({ mode: 'closed' });
	} catch (error) {
		if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined;
		throw error;
	}
}
