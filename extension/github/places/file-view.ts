import type { MarkContent } from '../mark/mark-content.ts';
import { fileTitle } from '../page/file-title.ts';
import { rowAround } from '../page/row-around.ts';
import type { Place, Scene, Spot } from './place.ts';

/** Who is in the file that is shown. */
export const fileView: Place = {
	name: 'file-view',
	tryItOn: ['https://github.com/cloudflare/partykit/blob/main/README.md'],
	isOn: (page) => page.kind === 'file',
	*spots(scene): Iterable<Spot> {
		const content = contentOf(scene);
		const label = content && fileTitle(scene.document, content.subject);
		if (label) yield { row: rowAround(label), label: () => label, content, size: 'line', hasEdge: false };
	},
};

/** A branch's name may hold slashes; of the room's paths that the address ends in, the longest is the file. */
function contentOf({ page, contents }: Scene): MarkContent | undefined {
	if (page.kind !== 'file') return undefined;
	const parts = page.refAndPath.split('/');
	for (let from = 1; from < parts.length; from++) {
		const content = contents.get(parts.slice(from).join('/'));
		if (content !== undefined) return content;
	}
	return undefined;
}
