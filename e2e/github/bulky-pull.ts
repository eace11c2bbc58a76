/** A pull request of 1,200 files that are all drawn at once, in 60,000 nodes and more: what GitHub's pages may come to. */
import { digest, frame } from './frame.ts';
import { largePull } from './large-pull.ts';
import type { Pull } from './pull.ts';
import { reactBlock, reactHeader, reactTree } from './react-pull.ts';

export const bulkyPull: Pull = { ...largePull(1_200), number: 1200 };

const LINES = 9;
const LINE = '<tr><td><code>1</code></td><td><code><span>fixture</span> code</code></td></tr>';
const code = `<table><tbody>${LINE.repeat(LINES)}</tbody></table>`;

export function bulkyFilesPage(): string {
	const blocks = bulkyPull.files.map((path, index) => reactBlock(path, index).replace(/<\/div>$/, `${code}</div>`));
	return frame(
		bulkyPull.title,
		`${reactHeader(bulkyPull)}<div class="columns">${reactTree(bulkyPull.files)}<div class="files">${blocks.join('')}</div></div>`,
	);
}

/** In the page: so many insertions in each frame, of nodes that are taken away again, for so many frames. */
export const storm = (insertions: number, frames: number): string => `new Promise((resolve) => {
	const place = document.body.appendChild(document.createElement('div'));
	let left = ${frames};
	const frame = () => {
		place.replaceChildren();
		for (let made = 0; made < ${insertions}; made++) place.append(document.createElement('i'));
		if (--left > 0) requestAnimationFrame(frame);
		else resolve();
	};
	frame();
})`;

export const bulkyBlock = (index: number): string => `diff-${digest(bulkyPull.files[index] ?? '')}`;
