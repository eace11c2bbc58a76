/** What a person chose for this browser. Kept on this machine only. */
import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const settings = z.object({
	theme: z.enum(['system', 'light', 'dark']).default('system'),
	/** `off` until somebody asks for them: the browser's permission comes with the choice. */
	notify: z.enum(['off', 'collisions', 'collisions-and-waiting']).default('off'),
	/** No notification between the two, by this machine's clock; over midnight where `from` is later. */
	quiet: z.object({ isOn: z.boolean(), from: clockTime, to: clockTime }).default({ isOn: false, from: '18:00', to: '09:00' }),
	/** GitHub Enterprise origins that the browser's permission was given for: `https://git.acme.dev`. */
	hosts: z.array(z.string().regex(/^https:\/\/[^/]+$/)).default([]),
});
export type Settings = z.infer<typeof settings>;
