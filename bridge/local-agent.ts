/**
 * What this machine knows of one agent. Times are the machine's clock, in ms; `reportAt` turns them into the ages that are shared.
 * A local agent is plain text and stays on the machine: what is sealed and sent is `reportAt` of one whose repository is shared.
 */
import type { AgentKind, AgentStatus, Report, StepState, TouchMode } from '../shared/report.ts';

export interface LocalTouch {
	/** POSIX, relative to the root of the repository, or to `cwd` where there is no repository. */
	path: string;
	mode: TouchMode;
	at: number;
}

export interface LocalAgent {
	agentId: string;
	kind: AgentKind;
	status: AgentStatus;
	statusSince: number;
	task: string | undefined;
	plan: { subject: string; state: StepState }[] | undefined;
	/** undefined: `cwd` is in no repository, or no longer exists. Such an agent is never shared. */
	repo: string | undefined;
	branch: string | undefined;
	head: string | undefined;
	touches: LocalTouch[];
	errors: number;
	tokens: { input: number; cached: number; output: number };

	/** Absolute, as the agent last named it. Never leaves the machine. */
	cwd: string;
	/** Absolute root of the repository's main worktree: what `sharedPaths` decide by. Never leaves the machine. */
	root: string | undefined;
	/** When its session files last told something. */
	lastActive: number;
}

export type LocalReport = Omit<Report, 'repo'> & { repo: string | undefined };

const AGE_MAX_MS = 31_536_000_000;

/** A clock that was set back makes an age of 0, not a negative one. */
export function ageAt(at: number, now: number): number {
	return Math.min(Math.max(0, Math.round(now - at)), AGE_MAX_MS);
}

/** The report, by allow-list, with ages as of `now`. */
export function reportAt(agent: LocalAgent, now: number): LocalReport {
	return {
		agentId: agent.agentId,
		kind: agent.kind,
		status: agent.status,
		statusAge: ageAt(agent.statusSince, now),
		...(agent.task !== undefined && { task: agent.task }),
		...(agent.plan !== undefined && { plan: agent.plan }),
		repo: agent.repo,
		...(agent.branch !== undefined && { branch: agent.branch }),
		...(agent.head !== undefined && { head: agent.head }),
		touches: agent.touches.map(({ path, mode, at }) => ({ path, mode, age: ageAt(at, now) })),
		errors: agent.errors,
		tokens: agent.tokens,
	};
}
