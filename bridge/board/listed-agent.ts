/** An agent as `pylon status --json` prints it, and the board draws it. Ages are ms; null is what is not known or not shared. */
import { z } from 'zod';
import { age, agentId, agentKind, agentStatus, factSchema, stepState, touchMode } from '../../shared/report/report.ts';

export const listedAgent = z.strictObject({
	agentId,
	kind: agentKind,
	status: agentStatus,
	statusAge: age,
	task: z.string().nullable(),
	plan: z.array(z.strictObject({ subject: z.string(), state: stepState })).nullable(),
	repo: z.string().nullable(),
	branch: z.string().nullable(),
	head: z.string().nullable(),
	touches: z.array(z.strictObject({ path: z.string(), mode: touchMode, age })),
	errors: z.int(),
	tokens: factSchema('tokens').nullable(),
	/** Absolute; of this machine's own agents only. */
	cwd: z.string().nullable(),
});
export type ListedAgent = z.infer<typeof listedAgent>;
