/**
 * What each command prints with `--json`; docs/cli.md names every field. What a relay answers goes through the same shapes first:
 * nothing else of it is shown or printed. Times are ms since 1970 by the relay's clock.
 */
import { z } from 'zod';
import { operatorId, operatorName, roomSlug } from '../shared/names.ts';
import { policy } from '../shared/report.ts';
import { deviceId, operator, role, time } from '../shared/room.ts';
import { roomConfig } from './config.ts';
import { examination } from './doctor/finding.ts';
import { listedCollision, localListing, roomListing } from './listing.ts';

const inviteId = z.string().regex(/^[0-9a-f]{8}$/);
const usesLeft = z.union([z.int().min(0), z.literal('unlimited')]);

/** A newer relay may say more of one; that is left out. */
export const member = z.object(operator.shape);

/** base64url of 16 bytes: what a token carries. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

export const madeInvite = z.object({ inviteId, secret, role, expiresAt: time });
export const listedInvite = z.object({
	inviteId,
	role,
	createdBy: operatorId,
	createdAt: time,
	expiresAt: time,
	usesLeft,
	state: z.enum(['open', 'expired', 'used-up', 'revoked']),
});

export type ListedInvite = z.infer<typeof listedInvite>;

export const madeLink = z.object({ secret, expiresAt: time });
export const listedDevice = z.object({ deviceId, label: operatorName, createdAt: time, online: z.boolean(), current: z.boolean() });

/** From the bridge of this same machine and version: its shape is known, its content is shown as it is. */
export const message = z.looseObject({
	whole: z.array(z.looseObject({})),
	changed: z.array(z.looseObject({})),
	gone: z.array(z.string()),
});
export const peeked = z.array(
	z.object({
		room: z.string(),
		sharedPaths: z.array(z.string()),
		sent: z.array(z.object({ at: z.number(), plain: message, wire: message })),
		next: z.array(z.object({ plain: message, wire: message })),
	}),
);

/** A room of this machine, without its secrets. */
const aRoom = roomConfig.omit({ credential: true, roomKey: true, device: true });
const sharedPaths = z.array(z.string());
const paused = z.strictObject({ paused: z.boolean() });
const service = z.strictObject({ by: z.string(), file: z.string() });

/** By command. A command with none of its own name prints what its group does. */
export const ANSWERS = {
	init: aRoom,
	join: aRoom,
	use: aRoom,
	rename: aRoom,
	rooms: z.array(aRoom.extend({ current: z.boolean() })),
	leave: z.strictObject({ left: roomSlug, current: roomSlug.nullable() }),
	invite: z.strictObject({
		token: z.string(),
		inviteId,
		role,
		expiresAt: time,
		uses: z.union([z.int().min(1), z.literal('unlimited')]),
		line: z.string(),
	}),
	'invite list': z.array(listedInvite),
	'invite revoke': z.strictObject({ inviteId }),
	link: z.strictObject({ token: z.string(), room: roomSlug, expiresAt: time }),
	'link list': z.array(listedDevice),
	'link revoke': z.strictObject({ deviceId }),
	members: z.array(member),
	'members remove': z.strictObject({ operatorId }),
	'members role': member,
	status: z.union([localListing, roomListing]),
	collisions: z.array(listedCollision),
	share: sharedPaths,
	pause: paused,
	resume: paused,
	peek: peeked,
	policy: z.strictObject({ room: policy.nullable(), mine: policy, both: policy.nullable() }),
	doctor: examination,
	service: service.extend({ installed: z.enum(['absent', 'current', 'other']), running: z.int().nullable() }),
	'service install': service.extend({ started: z.boolean() }),
	'service remove': service.extend({ removed: z.boolean() }),
};
