import { textOf } from '../../texts.ts';
import { agentsContent, filesOf, whoIs } from '../mark/agents-content.ts';
import { workersIn } from '../mark/file-content.ts';
import type { MarkContent, Worker } from '../mark/mark-content.ts';
import { blockId } from '../page/file-block.ts';
import { type PullHead, pullBranches, shownLabel } from '../page/pull/pull-branches.ts';
import { rowAround } from '../page/row-around.ts';
import { isSameName } from '../page/slug.ts';
import { treeRow } from '../page/tree-row.ts';
import { type ChangedFile, changedFiles, showsDiffs } from './changed-files.ts';
import type { Place, Scene, Spot } from './place.ts';

/** One line for the whole pull request, beside its branches: agents on its branch, agents in its files, collisions. */
export const pullSummary: Place = {
	name: 'pull-summary',
	tryItOn: [
		'https://github.com/cloudflare/partykit/pull/964',
		'https://github.com/cloudflare/partykit/pull/964/changes',
		'https://github.com/cloudflare/partykit/pull/964/files',
	],
	isOn: (page) => page.kind === 'pull',
	*spots(scene): Iterable<Spot> {
		const { head } = pullBranches(scene.document, scene.page);
		const label = head && shownLabel(head);
		if (head === undefined || label === undefined) return;
		const content = summary(scene, head);
		if (content !== undefined) yield { row: rowAround(label), label: () => label, content, size: 'line', hasEdge: false };
	},
};

/** An agent's `head` is the fork that it works in, where that is not the repository itself. */
const isOn = (worker: Worker, repo: string, head: PullHead): boolean =>
	worker.agent.branch === head.branch && isSameName(worker.agent.head ?? repo, head.repo);

function summary(scene: Scene, head: PullHead): MarkContent | undefined {
	const { view, contents, page, now } = scene;
	const workers = workersIn(view);
	const onBranch = workers.filter((worker) => isOn(worker, page.repo, head));
	const here = filesHere(scene);
	const keys = new Set(onBranch.map(({ agent }) => agent.key));
	const inFiles = workers.filter(
		({ agent }) => !keys.has(agent.key) && here.some((file) => file.workers.some((worker) => worker.agent.key === agent.key)),
	);
	if (onBranch.length + inFiles.length === 0) return undefined;
	const words = [];
	if (onBranch.length > 0) words.push(whoIs(onBranch, 'Branch'));
	if (inFiles.length > 0) words.push(onBranch.length > 0 ? textOf('markOthers', inFiles.length) : whoIs(inFiles, 'Files'));
	// A conversation shows no files: what agents on the branch change is all that is known there of the pull request's.
	const files = showsDiffs(page) ? here : [...new Set([...here, ...filesOf(onBranch, contents.values())])];
	return agentsContent(view, { words, workers: [...onBranch, ...inFiles], files, subject: head.branch, now });
}

/** Of the room's files, those that the page shows as part of the pull request. The tree lists even what is not drawn yet. */
function filesHere(scene: Scene): MarkContent[] {
	const { document } = scene;
	const isHere = ({ path, digest }: ChangedFile) =>
		treeRow(document, path, digest) !== undefined || document.getElementById(blockId(digest)) !== null;
	return changedFiles(scene)
		.filter(isHere)
		.map(({ content }) => content);
}
