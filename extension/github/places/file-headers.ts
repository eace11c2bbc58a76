import { fileHeader } from '../page/file-block.ts';
import type { Place, Spot } from './place.ts';

/** Who is in each file, in its header on Files changed and on a comparison. */
export const fileHeaders: Place = {
	name: 'file-headers',
	tryItOn: [
		'https://github.com/cloudflare/partykit/pull/964/changes',
		'https://github.com/cloudflare/partykit/pull/964/files',
		'https://github.com/cloudflare/partykit/compare/main...main',
	],
	isOn: (page) => page.kind === 'compare' || (page.kind === 'pull' && page.tab === 'files'),
	*spots({ document, contents, digests }): Iterable<Spot> {
		for (const [path, file] of contents) {
			const found = fileHeader(document, digests.get(path) ?? '');
			if (found !== undefined) yield { row: found.header, label: () => found.label, content: file, size: 'line', hasEdge: true };
		}
	},
};
