/** What a hook does about what it hears: a setting of one's own. Free of zod. SPEC W5. */
export const MANNERS = {
	tell: 'the agent is told, and goes on',
	ask: 'where its change would meet another’s, or a place is reserved, the agent’s client asks you first, if it can',
	deny: 'where its change would meet another’s, or a place is reserved, the edit is refused',
} as const;
export type Manner = keyof typeof MANNERS;
export const MANNER_NAMES = Object.keys(MANNERS) as [Manner, ...Manner[]];
