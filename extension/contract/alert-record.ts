/** What a person said about warnings in one room, and which they have had. Stored by the background. */
import { z } from 'zod';
import { toldAlerts } from '../../shared/alerts/told-alerts.ts';

export const alertRecord = toldAlerts.extend({
	/** By `fileKey`. */
	mutedFiles: z.array(z.string()).default([]),
	mutedPeople: z.array(z.string()).default([]),
	/** By `fileKey` or operator id: when each was last muted or unmuted, this machine's clock. */
	mutedAt: z.record(z.string(), z.number()).optional(),
	/** By `alertKey`: what its reader thought of it. Stays in the extension. */
	judged: z.record(z.string(), z.boolean()).default({}),
	useful: z.number().default(0),
	useless: z.number().default(0),
});
export type AlertRecord = z.infer<typeof alertRecord>;
