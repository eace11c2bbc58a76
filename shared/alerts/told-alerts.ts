/** What a person has been told of, so that nothing is told twice. Kept by whoever tells: a browser's background, or a bridge. */
import { z } from 'zod';

export const toldAlerts = z.object({
	/** By `alertKey`: when it was last raised, this machine's clock. */
	raised: z.record(z.string(), z.number()).default({}),
	/** The `alertKey`s that were open when somebody last looked at them: what persists is not raised again. */
	open: z.array(z.string()).default([]),
	/** By `alertKey`: until when. */
	snoozed: z.record(z.string(), z.number()).default({}),
	/** Of agents that wait: their key and the `since` that was told. */
	waits: z.record(z.string(), z.number()).default({}),
	/** When warnings of each kind were last shown alone, and many as one: this machine's clock. */
	shownAlone: z.object({ collisions: z.array(z.number()), waits: z.array(z.number()) }).default({ collisions: [], waits: [] }),
	digestAt: z.number().default(0),
});
export type ToldAlerts = z.infer<typeof toldAlerts>;
