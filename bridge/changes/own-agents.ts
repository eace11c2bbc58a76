/**
 * This machine's agents as their own person sees them: also those of repositories that no room hears of, and compared among themselves
 * where several worktrees change one file. While nobody listens, only that comparison goes on: agents ask for it.
 */
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kept } from '../../shared/report/facts.ts';
import { allowedOf, OPEN_POLICY } from '../../shared/report/policy.ts';
import { localPath } from '../base/agent-path.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { LivingAgents } from './living-agents.ts';
import { Meetings } from './meetings.ts';

/** By the table of facts. Times are this machine's clock. */
export type OwnAgent = Kept<string>;

export interface OwnChange {
	/** These are all that there are. */
	isAll: boolean;
	changed: OwnAgent[];
	/** agentIds. */
	gone: string[];
}

export interface OwnAgentsOptions {
	living: Pick<LivingAgents, 'list' | 'changeOf' | 'contents' | 'blob' | 'attend'>;
	/** Something else is known of their lines than before. */
	onFound?: () => void;
	onError: (error: unknown) => void;
}

type Listener = (change: OwnChange) => void;

/** What comes close together is told at once. */
const SETTLE_MS = 100;
/** One person, whoever they are called. */
const SELF = 'self';

export class OwnAgents {
	readonly #living: OwnAgentsOptions['living'];
	readonly #meetings: Meetings;
	readonly #listeners = new Set<Listener>();
	/** As they were told last, as JSON. */
	#told = new Map<string, string>();
	#telling: Promise<void> | undefined;

	constructor({ living, onFound, onError }: OwnAgentsOptions) {
		this.#living = living;
		const onChange = () => {
			onFound?.();
			this.changed();
		};
		this.#meetings = new Meetings({ living, operatorId: SELF, onChange, onError });
	}

	/** The agents whose lines an agent's change of a file meets, in another worktree. */
	met(agentId: string, path: string): readonly string[] {
		return this.#meetings.met(agentId, path);
	}

	/** All of their changes that meet one in another worktree. */
	meeting(): ReturnType<Meetings['meeting']> {
		return this.#meetings.meeting();
	}

	/** Agents of this machine with what was found of their changes. */
	told<Agent extends Pick<LocalAgent, 'agentId' | 'touches'>>(agents: readonly Agent[]): readonly Agent[] {
		return this.#meetings.told(agents);
	}

	/** Something may be other than before. */
	changed(): void {
		this.#telling ??= sleep(SETTLE_MS).then(() => {
			this.#telling = undefined;
			const all = this.#compared();
			if (this.#listeners.size > 0) this.#tellListeners(all.map(ownAgent));
		});
	}

	/** All of them at once, and from then on what changes, until the signal. */
	hear(listener: Listener, signal: AbortSignal): void {
		// What the others were told of is told to them first: all begin with the same.
		this.#tellListeners(this.#compared().map(ownAgent));
		listener({ isAll: true, changed: [...this.#told.values()].map((json) => JSON.parse(json) as OwnAgent), gone: [] });
		this.#listeners.add(listener);
		signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
	}

	/** All of them, whose lines are compared from now on. */
	#compared(): readonly LocalAgent[] {
		const all = this.#living.list();
		this.#meetings.judge(all.filter(isPlaced), []);
		return all;
	}

	#tellListeners(agents: readonly OwnAgent[]): void {
		const now = new Map(this.#meetings.told(agents).map((agent) => [agent.agentId, JSON.stringify(agent)]));
		const changed = [...now].filter(([id, json]) => this.#told.get(id) !== json).map(([, json]) => JSON.parse(json) as OwnAgent);
		const gone = [...this.#told.keys()].filter((id) => !now.has(id));
		this.#told = now;
		if (changed.length === 0 && gone.length === 0) return;
		for (const listener of this.#listeners) listener({ isAll: false, changed, gone });
	}
}

const isPlaced = (agent: LocalAgent): agent is LocalAgent & { repo: string } => agent.repo !== undefined;

/** One that works in no repository is at home in its folder. */
function ownAgent(agent: LocalAgent): OwnAgent {
	const repo = agent.repo ?? `local/${basename(localPath(agent.cwd)) || 'this machine'}`;
	return allowedOf(OPEN_POLICY, { ...agent, repo });
}
