import { fileName, treeRow } from '../page/tree-row.ts';
import { changedFiles, showsDiffs } from './changed-files.ts';
import type { Place, Spot } from './place.ts';

/** Who is in each file, in the tree beside the files. */
export const fileTree: Place = {
	name: 'file-tree',
	tryItOn: ['https://github.com/cloudflare/partykit/pull/964/changes', 'https://github.com/cloudflare/partykit/pull/964/files'],
	isOn: showsDiffs,
	*spots(scene): Iterable<Spot> {
		for (const { path, digest, content } of changedFiles(scene)) {
			const row = treeRow(scene.document, path, digest);
			if (row !== undefined) yield { row, label: () => fileName(row, path), content, size: 'badge', hasEdge: true };
		}
	},
};
