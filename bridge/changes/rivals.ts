/** Which of this machine's agents there is anything to compare of. Apart from what compares, which a board without such agents does not load. */
import type { LocalAgent } from '../local-agents/local-agent.ts';

export type Rival = LocalAgent & { repo: string };

/** Agents in files that an agent in another worktree of the repository is in too. */
export function rivalsAmong(agents: readonly LocalAgent[]): Rival[] {
	const tops = new Map<string, Set<string>>();
	const fileOf = ({ repo, root }: LocalAgent, path: string) => `${repo}\0${root}\0${path}`;
	const placed = agents.filter((agent): agent is Rival & { top: string } => agent.repo !== undefined && agent.top !== undefined);
	for (const agent of placed) {
		for (const { path } of agent.touches) {
			const file = fileOf(agent, path);
			tops.set(file, (tops.get(file) ?? new Set()).add(agent.top));
		}
	}
	return placed.filter((agent) => agent.touches.some(({ path }) => (tops.get(fileOf(agent, path))?.size ?? 0) > 1));
}
