/** Every number that a rule of SPEC.md names. How long texts may be says the table of facts, `report/facts.ts`. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export const MESSAGE_MAX_BYTES = 64 * 1024;
export const MESSAGES_PER_SECOND = 20;
export const MESSAGES_BURST = 60;
export const SOCKETS_PER_OPERATOR = 20;
export const SOCKETS_PER_ROOM = 1_000;
/** Sockets that have not yet said whose they are; they take no member's place. */
export const STRANGERS_PER_ROOM = 200;
/** How long they may wait: less than it takes the room to fall asleep. */
export const ENTER_WITHIN_MS = 5 * SECOND_MS;
/** How long the body of a request may take to arrive. */
export const BODY_WITHIN_MS = 10 * SECOND_MS;
export const DEVICES_PER_OPERATOR = 50;
/** Link tokens of one operator that are open at once; a further one takes the place of the oldest. */
export const LINKS_PER_OPERATOR = 10;
export const AGENTS_PER_OPERATOR = 100;
export const OPERATORS_PER_ROOM = 500;
/** How many agents one operator's reports and beats may tell of at once, and in a second: each agent once a second, as bridges do (F5). */
export const CHANGES_BURST = 400;
export const CHANGES_PER_SECOND = 100;
/** What a room holds of one operator's agents, as JSON and sealed: some fifteen agents with a hundred files each. */
export const HELD_BYTES_PER_OPERATOR = 256 * 1024;
/**
 * And of all of them: 500 agents with a hundred living files each fit, of which nearly all is their sealed paths. Past it nobody's may
 * grow beyond an equal share, so that together they never hold more than twice this. Of a room so large a browser keeps a part (L12).
 */
export const HELD_BYTES_PER_ROOM = 10 * 1024 * 1024;

/** A bridge is silent for longer than this while an agent of its works: what is shown may be out of date. */
export const STALE_MS = 90 * SECOND_MS;
/** An agent that has done nothing for so long is listed nowhere. */
export const SILENT_MS = 24 * 60 * MINUTE_MS;
export const BEAT_MS = 30 * SECOND_MS;
/** How long the agents of a machine that went away stay visible. */
export const OFFLINE_VISIBLE_MS = 15 * MINUTE_MS;
/** A bridge sends at most one report of an agent in this time. */
export const REPORT_EVERY_MS = SECOND_MS;

/** Repositories whose agents one bridge hears of. */
export const NEIGHBOURHOODS_MAX = 20;

/** What one report holds at the most. */
export const PLAN_MAX_STEPS = 30;
export const TOUCHES_MAX = 100;
/** Paths and folders that one agent says it will edit, and for how long it may say so. */
export const PLANNED_MAX = 20;
export const PLANNED_MINUTES_MAX = 60;
/** What an agent did is counted in slices of five minutes, as many as make half an hour. */
export const ACTIVITY_SLICE_MS = 5 * MINUTE_MS;
export const ACTIVITY_SLICES = 6;
/** What changes with all that an agent does is told by itself this often at most. */
export const PULSE_MS = MINUTE_MS;
/** Of a touch: the other agents of whom it says whether their lines meet its own. */
export const MEETINGS_MAX = 20;
/**
 * The lengths of sealed texts, in characters: each is the shortest that holds its text. The first holds 79 bytes, which nearly every
 * path, branch and repository is within. All are multiples of four: no bits of base64url are left over, so a sealed text has one spelling.
 */
export const SEALED_LENGTHS = [128, 256, 512, 1_024, 2_048, 4_096] as const;

/** How long an edit counts of which git cannot tell whether it lives, and a read in a file that is changed. */
export const COLLISION_WINDOW_MS = 30 * MINUTE_MS;
/** How long a living change counts of which nothing is heard any more. */
export const CHANGE_MAX_MS = 14 * 24 * 60 * MINUTE_MS;
/** Which lines of a file changed is told of files up to this size, with up to so many spans. */
export const COMPARED_MAX_BYTES = 2 * 1024 * 1024;
export const SPANS_MAX = 256;
/** The length of their text, in characters: so many spans of such a file always fit, and it fits a sealed text of 4,096. */
export const SPANS_TEXT_MAX = 3_000;
export const SNOOZE_MS = 30 * MINUTE_MS;

export const INVITE_DEFAULT_MS = 7 * 24 * 60 * MINUTE_MS;
export const INVITE_MAX_MS = 365 * 24 * 60 * MINUTE_MS;
export const INVITE_USES_MAX = 10_000;
export const LINK_MS = 10 * MINUTE_MS;

/** Files that an entry of a feed names. One that holds one more stands for more than that. */
export const FEED_FILES_NAMED = 30;
