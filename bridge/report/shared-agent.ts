/** What a room is told of an agent, before ages are taken and texts are sealed. */
import type { Kept, Policy } from '../../shared/report/facts.ts';
import { allowedOf } from '../../shared/report/policy.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';

/** Times are this machine's clock; they leave as ages. */
export type SharedAgent = Kept<string>;

/** By the table of facts, and by what policy and own settings allow. `undefined`: an agent in no repository is never shared. SPEC P1, P3, P5. */
export function sharedAgent(agent: LocalAgent, allowed: Policy): SharedAgent | undefined {
	const { repo } = agent;
	if (repo === undefined) return undefined;
	const task = allowed.reads ? agent.task : (agent.taskWithoutReads ?? agent.task);
	return allowedOf(allowed, { ...agent, task, repo });
}
