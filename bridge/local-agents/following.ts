/** What reading and following this machine's agents takes, and what it tells. */
import type { Drift } from '../sessions/drift.ts';
import type { LocalAgent } from './local-agent.ts';

export interface ReadOptions {
	/** The user's home folder; agents' own variables (`CLAUDE_CONFIG_DIR`, `CODEX_HOME`, …) in `env` come before it. */
	home: string;
	env: NodeJS.ProcessEnv;
	/** Sessions active since then (ms, machine's clock), or every one. Only session files changed since are opened. */
	since: number | 'all';
}

export interface LocalChange {
	/** Agents that are new or differ from what was published last, whole. */
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
	/** How far the first pass is, in files. */
	onProgress?: (progress: { done: number; of: number }) => void;
}

export interface LocalAgents {
	/** Everything known now, newest first. */
	list(): LocalAgent[];
	drift(): Drift[];
}
