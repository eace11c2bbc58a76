/** What an agent once was, and for how long: what this browser saw of it. Times are this machine's clock. */
import { z } from 'zod';
import { AGENT_STATUSES } from '../../shared/report/facts.ts';

export const pastRun = z.object({
	/** The agent's key. */
	agent: z.string(),
	operatorId: z.string(),
	status: z.enum(AGENT_STATUSES),
	from: z.number(),
	to: z.number(),
});
export type PastRun = z.infer<typeof pastRun>;
