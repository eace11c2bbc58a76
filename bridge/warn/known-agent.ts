/** Agents that the bridge knows of, as they are looked at for whoever asks: this machine's own, and those of the rooms. */
import type { AgentKind, Kept } from '../../shared/report/facts.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';

export interface KnownAgent {
	/** `you`, or a teammate's name as agents may hear it. */
	who: string;
	/** Whose it is, unique over all rooms: what is said once is said once of each person. */
	person: string;
	/** Its machine is off. */
	isAway: boolean;
	/** By how much the clock of its times is ahead of this machine's, in ms. */
	ahead: number;
	facts: Pick<Kept<string>, 'agentId' | 'kind' | 'status' | 'statusSince' | 'worktree' | 'branch' | 'touches' | 'planned'>;
}

/** The session that asks, and where it works. */
export interface Asker {
	kind: AgentKind | undefined;
	/** Undefined for one that does not know its own name. */
	agentId: string | undefined;
	repo: string;
	worktree: string;
	branch: string | undefined;
	/** The agents whose lines its own change of a file meets, as bridges found. */
	meets: (path: string) => ReadonlySet<string>;
}

/** What the bridge knows. */
export interface Knowledge {
	/** Of a repository, this machine's own agents included. */
	agents(repo: string): Iterable<KnownAgent>;
	/** This machine's agents, newest first. */
	own(): readonly LocalAgent[];
	/** The agents whose lines an agent's change of a file meets. */
	meets(agentId: string, path: string): ReadonlySet<string>;
	/** All changes of this machine's agents that meet another's. */
	meeting(): Iterable<{ agentId: string; path: string; others: readonly string[] }>;
	/** Somebody works in a repository, whose root is given: the rooms that it is shared with are asked for what others do there. */
	attend(root: string, repo: string): Promise<unknown>;
}
