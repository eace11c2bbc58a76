import { renamesOf } from '../page/renames.ts';
import { fileName, treeRow } from '../page/tree-row.ts';
import { inOrder, showsDiffs } from './changed-files.ts';
import type { Place, Spot } from './place.ts';

/** Who is in each file, in the tree beside the files. */
export const fileTree: Place = {
	name: 'file-tree',
	tryItOn: ['https://github.com/cloudflare/partykit/pull/964/changes', 'https://github.com/cloudflare/partykit/pull/964/files'],
	isOn: showsDiffs,
	*spots({ document, page, contents, digests }): Iterable<Spot> {
		const renames = renamesOf(document, page, contents.keys());
		for (const [path, file] of inOrder(contents, renames)) {
			const { path: now, digest } = renames.get(path) ?? { path, digest: digests.get(path) ?? '' };
			const row = treeRow(document, now, digest);
			if (row !== undefined) yield { row, label: () => fileName(row, now), content: file, size: 'badge', hasEdge: true };
		}
	},
};
