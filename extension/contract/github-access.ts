/** Asking GitHub with a person's own token: what a surface may know of it. The token itself stays with the background. */
import { z } from 'zod';

/** Only what may stand in a header. GitHub has changed what its tokens look like before, so no more is asked of it. */
export const githubToken = z
	.string()
	.trim()
	.regex(/^[\x21-\x7e]{1,255}$/);

/**
 * Why GitHub did not answer. `token`: the token does not work. `hidden`: the token may not see that repository, or there is
 * none. `limit`: too many requests. `unexpected`: an answer that was not understood.
 */
export const githubFault = z.enum(['token', 'hidden', 'limit', 'unreachable', 'unexpected']);
export type GithubFault = z.infer<typeof githubFault>;

/** How often each happened since the token was saved, or the browser started. */
export const githubFaults = z.partialRecord(githubFault, z.number());

export const githubAccess = z.object({ hasToken: z.boolean(), faults: githubFaults });
export type GithubAccess = z.infer<typeof githubAccess>;
