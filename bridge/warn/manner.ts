/** What a hook does about what it hears, in words. Free of zod. SPEC W5. */
import type { Manner } from '../../shared/manners.ts';

export const MANNERS: Readonly<Record<Manner, string>> = {
	tell: 'the agent is told, and goes on',
	ask: 'where its change would meet another’s, or a place is reserved, the agent’s client asks you first, if it can',
	deny: 'where its change would meet another’s, or a place is reserved, the edit is refused',
};
