/** Letting people in. */
import { z } from 'zod';
import { INVITE_MAX_MS, INVITE_USES_MAX } from '../limits.ts';
import { operatorId, operatorName, roomSlug } from '../names.ts';
import { time, toldPolicy } from '../report/report.ts';
import { role } from '../room/events.ts';
import { count, deviceLabel, joined, nothing, secret, typedName } from './basics.ts';

export const inviteId = z.string().regex(/^[0-9a-f]{8}$/);
export const inviteUses = z.union([z.int().min(1).max(INVITE_USES_MAX), z.literal('unlimited')]);

const invite = z.object({
	inviteId,
	role,
	createdBy: operatorId,
	createdAt: time,
	expiresAt: time,
	usesLeft: z.union([count, z.literal('unlimited')]),
	state: z.enum(['open', 'expired', 'used-up', 'revoked']),
});
export type Invite = z.infer<typeof invite>;

export const inviteApi = {
	create: {
		in: z.strictObject({
			role: role.default('member'),
			expiresInMs: z.int().min(1).max(INVITE_MAX_MS).optional(),
			uses: inviteUses.default(1),
		}),
		out: invite.extend({ secret }),
	},
	list: { in: nothing, out: z.array(invite) },
	revoke: { in: z.strictObject({ inviteId }), out: z.object({ inviteId }) },
	preview: {
		in: z.strictObject({ secret }),
		out: z.object({ room: roomSlug, members: count, role, invitedBy: operatorName, expiresAt: time, policy: toldPolicy }),
	},
	accept: { in: z.strictObject({ secret, name: typedName, device: deviceLabel }), out: joined },
};
