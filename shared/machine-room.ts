/** What a machine's own agents are shown as: a room that is on no relay, with one person in it. Free of zod. */
export const MACHINE_ROOM = 'this-machine';
