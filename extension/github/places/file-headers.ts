import { fileHeader } from '../page/file-block.ts';
import { changedFiles, showsDiffs } from './changed-files.ts';
import type { Place, Spot } from './place.ts';

/** Who is in each file, in its header on Files changed, on a comparison and on a commit. */
export const fileHeaders: Place = {
	name: 'file-headers',
	tryItOn: [
		'https://github.com/cloudflare/partykit/pull/964/changes',
		'https://github.com/cloudflare/partykit/pull/964/files',
		'https://github.com/cloudflare/partykit/compare/main...main',
		'https://github.com/cloudflare/partykit/pull/964/commits/1dbe0b1',
		'https://github.com/cloudflare/partykit/commit/1dbe0b1',
	],
	isOn: showsDiffs,
	*spots(scene): Iterable<Spot> {
		for (const { digest, content } of changedFiles(scene)) {
			const found = fileHeader(scene.document, digest);
			if (found !== undefined) yield { row: found.header, label: () => found.label, content, size: 'line', hasEdge: true };
		}
	},
};
