/**
 * This machine's agents as their own person sees them: also those of repositories that no room hears of, and compared among themselves
 * where several worktrees change one file. Nothing is worked out while nobody listens.
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

	constructor({ living, onError }: OwnAgentsOptions) {
		this.#living = living;
		this.#meetings = new Meetings({ living, operatorId: SELF, onChange: () => this.changed(), onError });
	}

	/** Something may be other than before. */
	changed(): void {
		if (this.#listeners.size === 0) return;
		this.#telling ??= sleep(SETTLE_MS).then(() => {
			this.#telling = undefined;
			if (this.#listeners.size > 0) this.#tell();
		});
	}

	/** All of them at once, and from then on what changes, until the signal. */
	hear(listener: Listener, signal: AbortSignal): void {
		// What the others were told of is told to them first: all begin with the same.
		this.#tell();
		listener({ isAll: true, changed: [...this.#told.values()].map((json) => JSON.parse(json) as OwnAgent), gone: [] });
		this.#listeners.add(listener);
		signal.addEventListener(
			'abort',
			() => {
				this.#listeners.delete(listener);
				if (this.#listeners.size === 0) this.#meetings.stop();
			},
			{ once: true },
		);
	}

	#tell(): void {
		const agents = this.#living.list().map(ownAgent);
		this.#meetings.judge(agents, []);
		const now = new Map(this.#meetings.told(agents).map((agent) => [agent.agentId, JSON.stringify(agent)]));
		const changed = [...now].filter(([id, json]) => this.#told.get(id) !== json).map(([, json]) => JSON.parse(json) as OwnAgent);
		const gone = [...this.#told.keys()].filter((id) => !now.has(id));
		this.#told = now;
		if (changed.length === 0 && gone.length === 0) return;
		for (const listener of this.#listeners) listener({ isAll: false, changed, gone });
	}
}

/** One that works in no repository is at home in its folder. */
function ownAgent(agent: LocalAgent): OwnAgent {
	const repo = agent.repo ?? `local/${basename(localPath(agent.cwd)) || 'this machine'}`;
	return allowedOf(OPEN_POLICY, { ...agent, repo });
}
