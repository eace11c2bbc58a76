/**
 * The reading half of the bridge, as the rest of it sees it: session files under a home folder in, local agents out.
 * Neither function opens a network connection.
 */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from '../agents/agent-reader.ts';
import { statOf } from '../base/missing-file.ts';
import { doWithoutBestCode, keepYoungSmall } from '../base/v8.ts';
import type { Drift } from '../sessions/drift.ts';
import { closedVolumes } from '../sessions/homes-beyond.ts';
import { SessionFiles } from '../sessions/session-files.ts';
import { SessionRoots } from '../sessions/session-roots.ts';
import { type Root, search } from '../sessions/session-search.ts';
import { SessionDescriber } from './describe-sessions.ts';
import type { FollowOptions, LocalAgents, ReadOptions } from './following.ts';
import type { LocalAgent } from './local-agent.ts';

export type { Drift } from '../sessions/drift.ts';

const MUCH_BYTES = 32_000_000;
/** A single look waits no longer for WSL to say what runs there. */
const WSL_PATIENCE_MS = 1_000;

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
	const found = (await rootsNow(home, env)).flatMap((root) => search(root, [], from, sink));
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

/** Folders on the other side of a border (WSL's, a container's) that are read too. */
export async function foldersBeyond(home: string, env: NodeJS.ProcessEnv): Promise<string[]> {
	const roots = (await rootsNow(home, env)).filter(({ root, isBeyond }) => isBeyond && statOf(root) !== undefined);
	return [...new Set(roots.map(({ root }) => root))].sort();
}

async function rootsNow(home: string, env: NodeJS.ProcessEnv): Promise<Root[]> {
	const roots = new SessionRoots(home, env);
	await roots.askWsl(AbortSignal.timeout(WSL_PATIENCE_MS));
	return await roots.find();
}

/** Folders of containers' that may hold sessions, and that this user may not look into. */
export const foldersClosed = (): string[] => closedVolumes();

/** Follows this machine's agents until `signal` aborts. Resolves when the first pass is done and has been published. */
export async function followLocalAgents(options: FollowOptions): Promise<LocalAgents> {
	keepYoungSmall();
	doWithoutBestCode();
	const { Follower } = await import('./follower.ts');
	const follower = new Follower(options);
	await follower.start();
	return follower;
}
