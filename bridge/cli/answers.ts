/**
 * What each command prints with `--json`; docs/cli.md names every field. What a relay answers went through
 * the procedure's own shape first: nothing else of it is shown or printed. Times are ms since 1970 by the relay's clock.
 */
import { z } from 'zod';
import { deviceApi } from '../../shared/api/device.ts';
import { inviteApi, inviteId, inviteUses } from '../../shared/api/invite.ts';
import { operatorApi } from '../../shared/api/operator.ts';
import { operatorId, roomSlug } from '../../shared/names.ts';
import { policy, time } from '../../shared/report/report.ts';
import { deviceId, role } from '../../shared/room/events.ts';
import { listedCollision, localListing, roomListing } from '../board/listing.ts';
import { examination } from '../doctor/finding.ts';
import { roomConfig } from '../rooms/config.ts';

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
		uses: inviteUses,
		line: z.string(),
	}),
	'invite list': inviteApi.list.out,
	'invite revoke': z.strictObject({ inviteId }),
	link: z.strictObject({ token: z.string(), room: roomSlug, expiresAt: time }),
	'link list': deviceApi.list.out,
	'link revoke': z.strictObject({ deviceId }),
	members: operatorApi.list.out,
	'members remove': z.strictObject({ operatorId }),
	'members role': operatorApi.setRole.out,
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
