/**
 * The reading half of the bridge, as the rest of it sees it: session files under a home folder in, local agents out.
 * Neither function opens a network connection.
 */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from '../agents/agent-reader.ts';
import { doWithoutBestCode, keepYoungSmall } from '../base/v8.ts';
import type { Drift } from '../sessions/drift.ts';
import { SessionFiles } from '../sessions/session-files.ts';
import { rootsOf, search } from '../sessions/session-search.ts';
import { SessionDescriber } from './describe-sessions.ts';
import type { LocalAgent } from './local-agent.ts';

export type { Drift } from '../sessions/drift.ts';

export interface ReadOptions {
	/** The user's home folder; agents' own variables (`CLAUDE_CONFIG_DIR`, `CODEX_HOME`, …) in `env` come before it. */
	home: string;
	env: NodeJS.ProcessEnv;
	/** Sessions active since then (ms, machine's clock), or every one. Only session files changed since are opened. */
	since: number | 'all';
}

const MUCH_BYTES = 32_000_000;

/** One cold pass, newest agent first: `pylon status`, `pylon doctor`. */
export async function readLocalAgents({
	home,
	env,
	since,
	now,
}: ReadOptions & { now: number }): Promise<{ agents: LocalAgent[]; drift: Drift[] }> {
	const from = since === 'all' ? 0 : since;
	const files = new SessionFiles();
	const sink = { unreadable: (reader: AgentReader<AgentKind>, folder: string) => files.unreadable(reader, folder) };
	const found = rootsOf(home, env).flatMap((root) => search(root, [], from, sink));
	if (found.reduce((sum, { size }) => sum + size, 0) > MUCH_BYTES) keepYoungSmall();
	else doWithoutBestCode();
	for (const file of found) files.read(file, from);
	files.settleCopies();
	const describer = new SessionDescriber(files);
	const sessions = files.sessions();
	await describer.lookForShellEdits(sessions, now);
	const agents = (await describer.project(sessions, now)).map(({ agent }) => agent).filter(({ lastActive }) => lastActive >= from);
	return { agents: agents.sort((a, b) => b.lastActive - a.lastActive), drift: files.drift.list() };
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

/** Follows this machine's agents until `signal` aborts. Resolves when the first pass is done and has been published. */
export async function followLocalAgents(options: FollowOptions): Promise<LocalAgents> {
	keepYoungSmall();
	doWithoutBestCode();
	const { Follower } = await import('./follower.ts');
	const follower = new Follower(options);
	await follower.start();
	return follower;
}
