/**
 * What several procedures take or give. Inputs are strict: the relay refuses what it did not ask for. Of an answer only what is named here
 * goes out and comes in, so that a newer relay may say more. Times are the relay's clock, in ms since 1970.
 */
import { z } from 'zod';
import { operatorId, operatorName, roomSlug } from '../names.ts';
import { deviceId, operator } from '../room/events.ts';

export const nothing = z.strictObject({}).optional();
export const count = z.int().min(0);
export const byOperator = z.strictObject({ operatorId });

/** What lets a device in: base64url of 32 random bytes. The relay keeps only its SHA-256. */
export const credential = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** What lets somebody in once: base64url of 16 random bytes, in an invite or a link. */
export const secret = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
/** What a person sees in the list of their devices: `laptop`, `Chrome on desk`. */
export const deviceLabel = operatorName;
/** As it was typed. What makes it a name, and nobody else's, the room says: with a refusal of its own. */
export const typedName = z.string().max(1_000);

export const shownOperator = operator.strip();

/** A new device's way in. The credential is told once. */
export const joined = z.object({ credential, deviceId, operator: shownOperator, room: roomSlug });
export type Joined = z.infer<typeof joined>;
