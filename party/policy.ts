/** The room's policy: what a report may hold, and what is left of an agent when the policy becomes stricter. SPEC P5. */
import type { Policy, SealedPatch, SealedReport } from '../shared/report.ts';
import type { Agent } from '../shared/room.ts';

/** Whether a report or a patch keeps to the policy. What a patch takes away is always allowed. */
export function keepsTo(policy: Policy, report: SealedReport | SealedPatch): boolean {
	if (!policy.tasks && isThere(report.task)) return false;
	if (!policy.plans && isThere(report.plan)) return false;
	if (!policy.tokens && isThere(report.tokens)) return false;
	return policy.reads || !report.touches?.some((touch) => touch.mode === 'read');
}

export function stripped(policy: Policy, agent: Agent): Agent {
	const { task, plan, tokens, touches, ...rest } = agent;
	return {
		...rest,
		...(policy.tasks && task !== undefined && { task }),
		...(policy.plans && plan !== undefined && { plan }),
		...(policy.tokens && tokens !== undefined && { tokens }),
		touches: policy.reads ? touches : touches.filter((touch) => touch.mode === 'edit'),
	};
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;
