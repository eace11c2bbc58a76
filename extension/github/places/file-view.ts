import type { Saying } from '../mark/mark-content.ts';
import { fileTitle } from '../page/file-title.ts';
import { rowAround } from '../page/row-around.ts';
import type { Place, Scene, Spot } from './place.ts';

/** Who is in the file that is shown. */
export const fileView: Place = {
	name: 'file-view',
	tryItOn: ['https://github.com/cloudflare/partykit/blob/main/README.md'],
	isOn: (page) => page.kind === 'file',
	*spots(scene): Iterable<Spot> {
		const saying = sayingOf(scene);
		const label = saying && fileTitle(scene.document, saying.subject);
		if (label) yield { row: rowAround(label), label: () => label, saying, size: 'line', hasEdge: false };
	},
};

/** A branch's name may hold slashes; of the room's paths that the address ends in, the longest is the file. */
function sayingOf({ page, told }: Scene): Saying | undefined {
	if (page.kind !== 'file') return undefined;
	const parts = page.refAndPath.split('/');
	for (let from = 1; from < parts.length; from++) {
		const saying = told.get(parts.slice(from).join('/'));
		if (saying !== undefined) return saying;
	}
	return undefined;
}
