import { agentsContent, filesOf, whoIs } from '../mark/agents-content.ts';
import { workersIn } from '../mark/file-content.ts';
import type { Worker } from '../mark/mark-content.ts';
import { pullLinks, queueLinks } from '../page/pull/pull-links.ts';
import { rowAround } from '../page/row-around.ts';
import type { Place, Spot } from './place.ts';

/** Which pull requests have agents at work on their branch: as far as pages of this browser have shown which branch that is. */
export const pullList: Place = {
	name: 'pull-list',
	tryItOn: [
		'https://github.com/cloudflare/partykit/pulls',
		'https://github.com/pulls',
		'https://github.com/refined-github/sandbox/queue/default-a',
	],
	isOn: (page) => page.kind === 'pulls' || page.kind === 'queue',
	*spots({ document, page, view, contents, now }): Iterable<Spot> {
		const byPull = new Map<number, Worker[]>();
		for (const worker of workersIn(view)) {
			const { pull } = worker.agent;
			if (pull !== undefined) byPull.set(pull, [...(byPull.get(pull) ?? []), worker]);
		}
		if (byPull.size === 0) return;
		const links = (page.kind === 'queue' ? queueLinks : pullLinks)(document, page.repo);
		for (const [pull, workers] of byPull) {
			const label = links.get(pull);
			if (label === undefined) continue;
			const files = filesOf(workers, contents.values());
			const subject = workers[0]?.agent.branch ?? '';
			const content = agentsContent(view, { words: [whoIs(workers, 'Pull')], workers, files, subject, now });
			yield { row: rowAround(label), label: () => label, content, size: 'line', hasEdge: true };
		}
	},
};
