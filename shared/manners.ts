/** What an agent's hook does where the agent would meet somebody: each member's own setting, which a room may recommend. SPEC W5. */
export const MANNER_NAMES = ['tell', 'ask', 'deny'] as const;
export type Manner = (typeof MANNER_NAMES)[number];
