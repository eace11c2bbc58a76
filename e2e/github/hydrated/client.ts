/// <reference lib="dom" />
/** The page's own script: takes the server's page over after a while, and keeps account of what that costs. */
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App, type AppFile } from './app.ts';

export interface Hydration {
	/** What React could recover from only by drawing the page anew. */
	errors: string[];
	/** `performance.now()` of it. */
	hydratedAt: number | undefined;
	/** Of the server's nodes, those that are gone, as markup. */
	lost(): string[];
}

/** What the server says beside its page. */
export interface HydratedData {
	files: AppFile[];
	delayMs: number;
	isVirtual: boolean;
	/** From then to the files' own turn. */
	partMs: number;
	/** What the server says later, one after the other. */
	chunks: string[];
	chunkMs: number;
}

const data = JSON.parse(document.getElementById('hydrated-data')?.textContent ?? '') as HydratedData;
const root = document.getElementById('root') as HTMLElement;
const drawn = [...root.querySelectorAll('*')];
const arrived: Element[] = [];

const hydration: Hydration = {
	errors: [],
	hydratedAt: undefined,
	lost: () => [...drawn, ...arrived].filter((node) => !node.isConnected && !isScaffold(node)).map((node) => node.outerHTML),
};
Object.assign(window, { hydration });

/** What React itself takes away of what it streamed: the places that it held, and their fallbacks. */
const isScaffold = (node: Element) =>
	node.localName === 'template' || node.localName === 'script' || node.textContent?.startsWith('Loading ');

function hydrate(): void {
	const onHydrated = () => {
		hydration.hydratedAt = performance.now();
	};
	const later = new Promise<AppFile[]>((resolve) => {
		setTimeout(() => resolve(data.files), data.partMs);
	});
	const files = data.partMs > 0 ? later : data.files;
	hydrateRoot(root, createElement(App, { files, tree: data.files, isVirtual: data.isVirtual, onHydrated }), {
		onRecoverableError: (error) => hydration.errors.push(String(error)),
	});
}

/** As a parser would: nodes first, then their scripts run. */
function arrive(chunk: string): void {
	const template = document.createElement('template');
	template.innerHTML = chunk;
	const scripts = [...template.content.querySelectorAll('script')];
	arrived.push(...template.content.querySelectorAll('[id^="diff-"], [id^="diff-"] *'));
	for (const script of scripts) script.remove();
	root.append(template.content);
	for (const script of scripts) root.append(Object.assign(document.createElement('script'), { textContent: script.textContent }));
}

data.chunks.forEach((chunk, index) => {
	setTimeout(() => arrive(chunk), (index + 1) * data.chunkMs);
});
setTimeout(hydrate, data.delayMs);
