/** What a person chose for this browser. Kept on this machine only. */
import { z } from 'zod';
import { NO_QUIET_HOURS, quietHours } from '../../shared/alerts/quiet-hours.ts';

export const settings = z.object({
	theme: z.enum(['system', 'light', 'dark']).default('system'),
	/** `off` until somebody asks for them: the browser's permission comes with the choice. */
	notify: z.enum(['off', 'collisions', 'collisions-and-waiting']).default('off'),
	/** No notification between the two. */
	quiet: quietHours.default(NO_QUIET_HOURS),
	/** GitHub Enterprise origins that the browser's permission was given for: `https://git.acme.dev`. */
	hosts: z.array(z.string().regex(/^https:\/\/[^/]+$/)).default([]),
});
export type Settings = z.infer<typeof settings>;
