/**
 * The reading half of the bridge, as the rest of it sees it: session files under a home folder in, local agents out.
 * Neither function opens a network connection.
 */
import type { Life } from './agents/agent-reader.ts';
import type { Drift } from './drift.ts';
import type { LocalAgent } from './local-agent.ts';
import { project, type Surroundings } from './project.ts';
import { RepositoryNames, Worktrees } from './repository.ts';
import { type Session, SessionFiles } from './session-files.ts';
import { rootsOf, search } from './session-search.ts';

export type { Drift } from './drift.ts';

export interface ReadOptions {
	/** The user's home folder; agents' own variables (`CLAUDE_CONFIG_DIR`, `CODEX_HOME`, …) in `env` come before it. */
	home: string;
	env: NodeJS.ProcessEnv;
	/** Sessions active since then (ms, machine's clock), or every one. Only session files changed since are opened. */
	since: number | 'all';
}

/** One cold pass, newest agent first: `pylon status`, `pylon doctor`. */
export async function readLocalAgents({ home, env, since, now }: ReadOptions & { now: number }): Promise<{ agents: LocalAgent[]; drift: Drift[] }> {
	const from = since === 'all' ? 0 : since;
	const files = new SessionFiles();
	for (const root of rootsOf(home, env)) for (const found of search(root, [], from)) files.read(found, from);
	files.settleCopies();
	const agents = await projectAll(files.sessions(), new RepositoryNames(), now);
	return { agents: agents.filter(({ lastActive }) => lastActive >= from), drift: files.drift.list() };
}

async function projectAll(sessions: Session[], names: RepositoryNames, now: number): Promise<LocalAgent[]> {
	const worktrees = new Worktrees();
	const lives = livesOf(sessions);
	const projected = sessions.map(async (session) => {
		const cwd = (session.own ?? session.all[0])?.cwd;
		const worktree = cwd === undefined ? undefined : worktrees.at(cwd);
		const around: Surroundings = {
			worktree,
			name: worktree && (await names.of(worktree)),
			worktrees,
			life: lives.get(session.key),
			plan: session.reader.beside?.(session.root, session.id)?.plan,
			isLeftOut: () => false,
			now,
		};
		return project(session, around) ?? [];
	});
	return (await Promise.all(projected)).flat().sort((a, b) => b.lastActive - a.lastActive);
}

function livesOf(sessions: Session[]): Map<string, Life> {
	const lives = new Map<string, Life>();
	const groups = Map.groupBy(sessions, ({ reader, root }) => `${reader.kind}\n${root}`);
	for (const group of groups.values()) {
		const { reader, root } = group[0] as Session;
		const known = new Map(group.map(({ id, own, path }) => [id, { version: own?.version ?? '?', file: path }]));
		for (const [id, life] of reader.lives?.(root, known) ?? []) lives.set(`${reader.kind}:${id}`, life);
	}
	return lives;
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
