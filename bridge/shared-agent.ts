/** What a room is told of an agent, before ages are taken and texts are sealed. */
import type { Policy, Report } from '../shared/report.ts';
import { ageAt, type LocalAgent, type LocalTouch } from './local-agent.ts';

export interface SharedAgent {
	agentId: string;
	kind: Report['kind'];
	status: Report['status'];
	/** This machine's clock; it leaves as an age. */
	statusSince: number;
	task: string | undefined;
	plan: Report['plan'];
	repo: string;
	branch: string | undefined;
	head: string | undefined;
	touches: LocalTouch[];
	errors: number;
	tokens: Report['tokens'];
}

/** By allow-list, and by what policy and own settings allow. `undefined`: an agent in no repository is never shared. SPEC P1, P3, P5. */
export function sharedAgent(agent: LocalAgent, allowed: Policy): SharedAgent | undefined {
	if (agent.repo === undefined) return undefined;
	return {
		agentId: agent.agentId,
		kind: agent.kind,
		status: agent.status,
		statusSince: agent.statusSince,
		task: allowed.tasks ? agent.task : undefined,
		plan: allowed.plans ? agent.plan : undefined,
		repo: agent.repo,
		branch: agent.branch,
		head: agent.head,
		touches: allowed.reads ? agent.touches : agent.touches.filter((touch) => touch.mode === 'edit'),
		errors: agent.errors,
		tokens: allowed.tokens ? agent.tokens : undefined,
	};
}

/** The whole report, with ages as of `now`. */
export function wholeReport(agent: SharedAgent, now: number): Report {
	const { task, plan, branch, head, tokens } = agent;
	return {
		agentId: agent.agentId,
		kind: agent.kind,
		status: agent.status,
		statusAge: ageAt(agent.statusSince, now),
		...(task !== undefined && { task }),
		...(plan !== undefined && { plan }),
		repo: agent.repo,
		...(branch !== undefined && { branch }),
		...(head !== undefined && { head }),
		touches: agent.touches.map((touch) => ({ path: touch.path, mode: touch.mode, age: ageAt(touch.at, now) })),
		errors: agent.errors,
		...(tokens !== undefined && { tokens }),
	};
}
