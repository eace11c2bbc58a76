import type { MarkContent } from '../mark/mark-content.ts';
import { breadcrumbFiles, payloadFiles } from '../page/file-facts.ts';
import { isOf, pathAt } from '../page/file-path.ts';
import { fileTitle } from '../page/file-title.ts';
import { rowAround } from '../page/row-around.ts';
import type { Place, Scene, Spot } from './place.ts';

/** Who is in the file that is shown. */
export const fileView: Place = {
	name: 'file-view',
	tryItOn: ['https://github.com/cloudflare/partykit/blob/main/README.md', 'https://github.com/cloudflare/partykit/blame/main/README.md'],
	isOn: (page) => page.kind === 'file',
	*spots(scene): Iterable<Spot> {
		const content = contentOf(scene);
		const label = content && fileTitle(scene.document, content.subject);
		if (label) yield { row: rowAround(label), label: () => label, content, size: 'line', hasEdge: false };
	},
};

function contentOf({ document, page, view, contents }: Scene): MarkContent | undefined {
	if (page.kind !== 'file') return undefined;
	const breadcrumbs = breadcrumbFiles(document, page.repo);
	// An address changes before its page does: what is still there is another file's.
	if (!breadcrumbs.every((each) => isOf(each, page.refAndPath))) return undefined;
	const said = [...payloadFiles(document, page.repo), ...breadcrumbs];
	const path = pathAt(page.refAndPath, said, branchesIn(view));
	return path === undefined ? undefined : contents.get(path);
}

/** A fork has branches of its own. */
const branchesIn = (view: Scene['view']): string[] =>
	view.agents.flatMap(({ branch, head }) => (branch === undefined || head !== undefined ? [] : [branch]));
