/// <reference lib="dom" />
/** What a test asks of the page's Turbo. */
import { visit } from '@hotwired/turbo';

const turbo = {
	/** How each page was drawn: `replace`, `morph`, or as a copy of what it was, which another one follows. */
	renders: [] as string[],
	/** Pages as they were when Turbo made its copies of them. */
	cached: [] as string[],
	visit: (path: string, action: 'advance' | 'replace') => visit(path, { action }),
};
Object.assign(window, { turbo });

const isPreview = () => document.documentElement.hasAttribute('data-turbo-preview');
addEventListener('turbo:render', (event) => {
	turbo.renders.push(isPreview() ? 'preview' : (event as CustomEvent<{ renderMethod: string }>).detail.renderMethod);
});
addEventListener('turbo:before-cache', () => turbo.cached.push(document.body.outerHTML));
