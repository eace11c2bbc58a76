/**
 * A pull request so large that its list is virtualised: only the blocks near the viewport exist, they are unmounted and made
 * anew while one scrolls, and the tree alone lists every file.
 */
import { digest, frame, scriptJson } from './frame.ts';
import type { Pull } from './pull.ts';
import { reactBlock, reactHeader, reactTree } from './react-pull.ts';

export const BLOCK_PX = 223;
const PLACEHOLDER = 'placeholder-path';

export const largePull = (files: number): Pull => ({
	slug: 'acme/api',
	number: 3000,
	title: 'Move everything',
	author: 'jake',
	base: 'main',
	branch: 'chore/move',
	head: 'acme/api',
	files: Array.from({ length: files }, (_, index) => `packages/part-${Math.floor(index / 50)}/src/module-${index}.ts`),
});

/** Draws the blocks of the window and one screen around it, as new elements each time that they come into view. */
const DRAW = `
const files = JSON.parse(document.getElementById('files-data').textContent);
const list = document.querySelector('[data-testid="virtualized-diffs-list"]');
const html = document.getElementById('block').innerHTML;
const mounted = new Map();
list.style.height = files.length * ${BLOCK_PX} + 'px';
function draw() {
	const top = -list.getBoundingClientRect().top;
	const first = Math.max(0, Math.floor((top - innerHeight) / ${BLOCK_PX}));
	const last = Math.min(files.length - 1, Math.ceil((top + 2 * innerHeight) / ${BLOCK_PX}));
	for (const [index, block] of mounted) if (index < first || index > last) { block.remove(); mounted.delete(index); }
	for (let index = first; index <= last; index++) {
		if (mounted.has(index)) continue;
		const block = document.createElement('div');
		block.style.cssText = 'position:absolute;left:0;right:0;top:' + index * ${BLOCK_PX} + 'px';
		block.innerHTML = html.replaceAll('${digest(PLACEHOLDER)}', files[index][1]).replaceAll('${PLACEHOLDER}', files[index][0]);
		list.append(block);
		mounted.set(index, block);
	}
}
addEventListener('scroll', () => requestAnimationFrame(draw));
draw();
`;

export function largeFilesPage(pull: Pull): string {
	const data = scriptJson(pull.files.map((path) => [path, digest(path)]));
	return frame(
		pull.title,
		`${reactHeader(pull)}<div class="columns">${reactTree(pull.files)}<div class="files" data-testid="virtualized-diffs-list" style="position:relative"></div></div>
<template id="block">${reactBlock(PLACEHOLDER)}</template><script type="application/json" id="files-data">${data}</script><script>${DRAW}</script>`,
		pull.slug,
	);
}
