/**
 * Without a room, and so without a bridge: what has become of what this machine's agents edited in several worktrees of one repository, and
 * whether their lines meet. Only files that two worktrees touch are looked at; nothing is written, and nothing is told anybody. SPEC C2.
 */
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { editsOf, type JudgedEdit, judgedTouches, keyOf, type LivingChange } from './agent-edits.ts';
import { ChangeWatch } from './change-watch.ts';
import { Comparison, type Told, withFound } from './comparison.ts';
import { rivalsAmong } from './rivals.ts';

export class OwnChanges {
	readonly #watch = new ChangeWatch();
	readonly #comparison: Comparison;
	#known = new Map<string, JudgedEdit>();
	/** By agent and path as it is told. */
	#living = new Map<string, LivingChange>();

	/** `operatorId`: whose agents they are. */
	constructor(operatorId: string) {
		const living = {
			changeOf: (agentId: string, path: string) => this.#living.get(keyOf(agentId, path)),
			contents: this.#watch.contents.bind(this.#watch),
			blob: ({ edit }: LivingChange, oid: string) => this.#watch.blob(edit, oid),
			attend: () => {},
		};
		this.#comparison = new Comparison(living, operatorId);
	}

	/** Those of the agents that are in a file of another worktree, as the room would be told of them. */
	async compare(agents: readonly LocalAgent[], now: number): Promise<Told[]> {
		const rivals = rivalsAmong(agents);
		const all = rivals.map(editsOf);
		const fates = await this.#watch.fates(
			all.flatMap(({ edits }) => edits),
			now,
		);
		const judged = all.flatMap(({ agentId, edits }) =>
			edits.map((edit): [string, JudgedEdit] => [keyOf(agentId, edit.path), { edit, fate: fates.get(edit) ?? { is: 'unknown' } }]),
		);
		this.#known = new Map(judged);
		const told = rivals.map((agent) => ({
			...agent,
			touches: judgedTouches(agent, (path) => this.#known.get(keyOf(agent.agentId, path)), now),
		}));
		this.#living = new Map(rivals.flatMap((agent) => this.#livingOf(agent)));
		return withFound(told, await this.#comparison.compare(told, []));
	}

	#livingOf({ agentId, touches, realNames }: LocalAgent): [string, LivingChange][] {
		return touches.flatMap(({ path }): [string, LivingChange][] => {
			const known = this.#known.get(keyOf(agentId, realNames.get(path) ?? path));
			return known?.fate.is === 'alive' ? [[keyOf(agentId, path), { edit: known.edit, fate: known.fate }]] : [];
		});
	}
}
