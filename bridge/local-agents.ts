/**
 * The reading half of the bridge, as the rest of it sees it: session files under a home folder in, local agents out.
 * Neither function opens a network connection.
 */
import type { AgentKind } from '../shared/report.ts';
import type { LocalAgent } from './local-agent.ts';

/** What was not understood, for `pylon doctor`: counts only, no content. */
export interface Drift {
	kind: AgentKind;
	/** The agent's version as its records name it, `?` where they do not. */
	version: string;
	/** A record type that no reader knows, or `(broken)` for a line that is not JSON, `(unreadable)` for a file that cannot be read. */
	record: string;
	count: number;
}

export interface ReadOptions {
	/** The user's home folder; agents' own variables (`CLAUDE_CONFIG_DIR`, `CODEX_HOME`, …) in `env` come before it. */
	home: string;
	env: NodeJS.ProcessEnv;
	/** Sessions active since then (ms, machine's clock), or every one. Only session files changed since are opened. */
	since: number | 'all';
}

/** One cold pass, newest agent first: `pylon status`, `pylon doctor`. */
export async function readLocalAgents(_options: ReadOptions & { now: number }): Promise<{ agents: LocalAgent[]; drift: Drift[] }> {
	return { agents: [], drift: [] };
}

export interface LocalChange {
	/** Agents that are new or differ from what was last told, whole. */
	changed: LocalAgent[];
	/** agentIds whose sessions are gone from the disk or older than `since`'s window. */
	gone: string[];
}

export interface FollowOptions extends Omit<ReadOptions, 'since'> {
	/** An agent silent for longer than this is let go (`gone`), and found again when it speaks. */
	windowMs: number;
	/** The clock, so that tests own it. */
	clock?: () => number;
	/** Ends everything that following started. */
	signal: AbortSignal;
	/** Called with each change, in order, never while another call is running its synchronous part. */
	onChange: (change: LocalChange) => void;
}

export interface LocalAgents {
	/** Everything known now, newest first. */
	list(): LocalAgent[];
	drift(): Drift[];
}

/** Follows this machine's agents until `signal` aborts. Resolves when the first pass is done and has been told. */
export async function followLocalAgents(_options: FollowOptions): Promise<LocalAgents> {
	return { list: () => [], drift: () => [] };
}
