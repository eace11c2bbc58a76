/** What bridges report, and what the room holds of it. */
import { z } from 'zod';
import { agentId, sealedPatch, sealedReport, time } from '../report/report.ts';
import { reporter, sealedAgent } from '../room/events.ts';
import { nothing } from './basics.ts';

export const agentApi = {
	report: {
		in: z.strictObject({
			whole: z.array(sealedReport).max(100),
			changed: z.array(sealedPatch).max(100),
			gone: z.array(agentId).max(100),
			/**
			 * Only in a report of everything, which answers the first event of a bridge's connection and each `resync`: whether another part of
			 * it follows. What no part named is gone after the last. Without it a report is of changes and takes away only what `gone` names.
			 */
			more: z.boolean().optional(),
			/** The device's pause, where it changed. */
			paused: z.boolean().optional(),
		}),
		/** The patched agents that the room does not know: report them whole. */
		out: z.object({ unknown: z.array(agentId) }),
	},
	beat: { in: nothing, out: z.object({ at: time }) },
	list: { in: nothing, out: z.object({ at: time, reporters: z.array(reporter.strip()), agents: z.array(sealedAgent) }) },
};
