/** What a person said about warnings in one room, and which they have had. Stored by the background. */
import { z } from 'zod';

export const alertRecord = z.object({
	/** By `alertKey`: when it was last raised, this machine's clock. */
	raised: z.record(z.string(), z.number()).default({}),
	/** The `alertKey`s that were open when somebody last looked at them: what persists is not raised again. */
	open: z.array(z.string()).default([]),
	/** By `alertKey`: until when. */
	snoozed: z.record(z.string(), z.number()).default({}),
	/** By `fileKey`. */
	mutedFiles: z.array(z.string()).default([]),
	mutedPeople: z.array(z.string()).default([]),
	/** By `alertKey`: what its reader thought of it. Stays in the extension. */
	judged: z.record(z.string(), z.boolean()).default({}),
	useful: z.number().default(0),
	useless: z.number().default(0),
	/** Of agents: `agentKey` and the `statusSince` that was told. */
	waits: z.record(z.string(), z.number()).default({}),
	/** When warnings of each kind were last shown alone, and many as one: this machine's clock. */
	shownAlone: z.object({ collisions: z.array(z.number()), waits: z.array(z.number()) }).default({ collisions: [], waits: [] }),
	digestAt: z.number().default(0),
});
export type AlertRecord = z.infer<typeof alertRecord>;
