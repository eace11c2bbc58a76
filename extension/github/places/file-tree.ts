import { fileName, treeRow } from '../page/tree-row.ts';
import type { Place, Spot } from './place.ts';

/** Who is in each file, in the tree beside the files. */
export const fileTree: Place = {
	name: 'file-tree',
	tryItOn: ['https://github.com/cloudflare/partykit/pull/964/changes', 'https://github.com/cloudflare/partykit/pull/964/files'],
	isOn: (page) => page.kind === 'compare' || (page.kind === 'pull' && page.tab === 'files'),
	*spots({ document, contents, digests }): Iterable<Spot> {
		for (const [path, file] of contents) {
			const row = treeRow(document, path, digests.get(path) ?? '');
			if (row !== undefined) yield { row, label: () => fileName(row, path), content: file, size: 'badge', hasEdge: true };
		}
	},
};
