/** Agents that are no longer followed, and of whose changes some live still: all that is known of them is where those are. */
import { TEXT_MAX } from '../../shared/report/facts.ts';
import { plainLine } from '../base/plain-line.ts';
import { RepositoryNames } from '../git/repository.ts';
import { resolved, Worktrees } from '../git/worktree.ts';
import { type LocalAgent, NOTHING_KNOWN, realNamesOf } from '../local-agents/local-agent.ts';
import { Secrets } from '../local-agents/masking.ts';
import { worktreeIdOf } from '../local-agents/place.ts';
import type { Edit } from './edit.ts';
import type { AgentEdits } from './remembered-edits.ts';

export class SilentAgents {
	readonly #names = new RepositoryNames();
	readonly #secrets = new Secrets();
	#shown = '';
	#agents: readonly LocalAgent[] = [];

	list(): readonly LocalAgent[] {
		return this.#agents;
	}

	/** Whether they are others than before. */
	async show(agents: readonly AgentEdits[]): Promise<boolean> {
		const shown = JSON.stringify(agents);
		if (shown === this.#shown) return false;
		this.#shown = shown;
		this.#agents = (await Promise.all(agents.map((each) => this.#agentOf(each)))).filter((agent) => agent !== undefined);
		return true;
	}

	/** Where it edited last speaks for it. */
	async #agentOf({ agentId, kind, edits }: AgentEdits): Promise<LocalAgent | undefined> {
		const last = edits.reduce((latest, edit) => (edit.at > latest.at ? edit : latest), edits[0] as Edit);
		const worktrees = new Worktrees();
		const worktree = worktrees.at(last.worktreeTop) ?? worktrees.at(last.root);
		const name = worktree && (await this.#names.of(worktree));
		if (name === undefined) return undefined;
		const here = edits.filter(({ worktreeTop }) => worktreeTop === last.worktreeTop);
		await this.#secrets.look([name.repo, name.head, last.branch, ...here.map(({ path }) => path)].filter((text) => text !== undefined));
		const text = (words: string | undefined, max: number) =>
			words === undefined ? undefined : plainLine(this.#secrets.masked(words), max);
		const repo = text(name.repo, TEXT_MAX.repo);
		if (repo === undefined) return undefined;
		const branch = text(last.branch, TEXT_MAX.branch);
		const newestFirst = here.toSorted((one, other) => other.at - one.at);
		const touches = newestFirst.map(({ path, at }) => ({ path: this.#secrets.masked(path), mode: 'alive' as const, at }));
		return {
			...NOTHING_KNOWN,
			agentId,
			kind,
			status: 'idle',
			statusSince: last.at,
			planned: undefined,
			lastActive: last.at,
			repo,
			worktree: worktreeIdOf({ top: last.worktreeTop }),
			branch,
			head: text(name.head, TEXT_MAX.head),
			touches,
			errors: 0,
			tokens: { input: 0, cached: 0, output: 0 },
			cwd: last.worktreeTop,
			root: resolved(last.root),
			top: last.worktreeTop,
			realNames: realNamesOf([
				[branch, last.branch],
				...touches.map((touch, index) => [touch.path, newestFirst[index]?.path] as const).reverse(),
			]),
		};
	}
}
