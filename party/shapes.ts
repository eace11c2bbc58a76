/** What goes in and out of the procedures, beyond what `shared/` already names. Times are the relay's clock, in ms since 1970. */
import { z } from 'zod';
import { INVITE_MAX_MS } from '../shared/limits.ts';
import { operatorId, operatorName, PALETTE, roomSlug } from '../shared/names.ts';
import { agentId, policy, sealedPatch, sealedReport, touchMode } from '../shared/report.ts';
import { deviceId, operator, reporter, role, sealedAgent, time } from '../shared/room.ts';

const count = z.int().min(0);
const byOperator = z.strictObject({ operatorId });
export const nothing = z.strictObject({}).optional();

/** base64url of random bytes. What holds it is let in; the relay keeps only its SHA-256. */
export const credential = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const secret = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
/** What a person sees in the list of their devices: `laptop`, `Chrome on desk`. */
export const deviceLabel = operatorName;
/** As it was typed. What makes it a name, and nobody else's, the room says: with a refusal of its own. */
const typedName = z.string().max(1_000);
export const inviteId = z.string().regex(/^[0-9a-f]{8}$/);
export const uses = z.union([z.int().min(1).max(10_000), z.literal('unlimited')]);

/** A new device's way in. The credential is told once. */
export const joined = z.strictObject({ credential, deviceId, operator, room: roomSlug });
export type Joined = z.infer<typeof joined>;

export const room = {
	create: { in: z.strictObject({ name: typedName, device: deviceLabel, createKey: z.string().max(200).optional() }), out: joined },
	get: {
		in: nothing,
		out: z.strictObject({ room: roomSlug, createdAt: time, policy, you: operator, deviceId, operators: count }),
	},
	summary: {
		in: nothing,
		out: z.strictObject({
			at: time,
			room: roomSlug,
			operators: count,
			online: count,
			agents: z.strictObject({ working: count, waiting: count, idle: count, error: count, unknown: count }),
			collisions: count,
			notes: count,
		}),
	},
	stats: {
		in: nothing,
		out: z.strictObject({
			at: time,
			/** When the room last woke: what is counted below is counted since then. */
			since: time,
			sockets: count,
			devices: count,
			operators: count,
			agents: count,
			messages: count,
			bytesIn: count,
			bytesOut: count,
			refusals: z.record(z.string(), count),
		}),
	},
	setPolicy: { in: policy, out: policy },
	delete: { in: nothing, out: z.strictObject({ room: roomSlug }) },
	watch: { in: z.strictObject({ as: z.enum(['viewer', 'bridge']) }) },
};

export const invite = z.strictObject({
	inviteId,
	role,
	createdBy: operatorId,
	createdAt: time,
	expiresAt: time,
	usesLeft: z.union([count, z.literal('unlimited')]),
	state: z.enum(['open', 'expired', 'used-up', 'revoked']),
});
export type Invite = z.infer<typeof invite>;

export const invites = {
	create: {
		in: z.strictObject({ role: role.default('member'), expiresInMs: z.int().min(1).max(INVITE_MAX_MS).optional(), uses: uses.default(1) }),
		out: invite.extend({ secret }),
	},
	list: { in: nothing, out: z.array(invite) },
	revoke: { in: z.strictObject({ inviteId }), out: z.strictObject({ inviteId }) },
	preview: {
		in: z.strictObject({ secret }),
		out: z.strictObject({ room: roomSlug, members: count, role, invitedBy: operatorName, expiresAt: time }),
	},
	accept: { in: z.strictObject({ secret, name: typedName, device: deviceLabel }), out: joined },
};

export const operators = {
	list: { in: nothing, out: z.array(operator) },
	update: { in: z.strictObject({ name: typedName.optional(), color: z.enum(PALETTE).optional() }), out: operator },
	setRole: { in: z.strictObject({ operatorId, role }), out: operator },
	remove: { in: byOperator, out: byOperator },
	leave: { in: nothing, out: byOperator },
};

export const device = z.strictObject({
	deviceId,
	label: deviceLabel,
	createdAt: time,
	online: z.boolean(),
	/** The device that asks. */
	current: z.boolean(),
});
export type Device = z.infer<typeof device>;

export const devices = {
	link: { in: nothing, out: z.strictObject({ secret, expiresAt: time }) },
	claim: { in: z.strictObject({ secret, label: deviceLabel }), out: joined },
	list: { in: nothing, out: z.array(device) },
	revoke: { in: z.strictObject({ deviceId }), out: z.strictObject({ deviceId }) },
};

export const agents = {
	report: {
		in: z.strictObject({
			whole: z.array(sealedReport).max(100),
			changed: z.array(sealedPatch).max(100),
			gone: z.array(agentId).max(100),
			/**
			 * Only in a report of everything, which answers the first event of a bridge's connection and each `resync`: whether another part of
			 * it follows. What no part named is gone after the last. Without it a report is of changes and takes away only what `gone` names.
			 */
			more: z.boolean().optional(),
			/** The device's pause, where it changed. */
			paused: z.boolean().optional(),
		}),
		/** The patched agents that the room does not know: report them whole. */
		out: z.strictObject({ unknown: z.array(agentId) }),
	},
	beat: { in: nothing, out: z.strictObject({ at: time }) },
	list: {
		in: nothing,
		out: z.strictObject({ at: time, reporters: z.array(reporter), agents: z.array(sealedAgent) }),
	},
};

const contender = z.strictObject({ operatorId, agentId, mode: touchMode, at: time });
export const collisions = {
	list: {
		in: nothing,
		/** Repositories and paths are sealed. */
		out: z.strictObject({
			at: time,
			collisions: z.array(
				z.strictObject({ repo: z.string(), path: z.string(), severity: z.enum(['collision', 'note']), contenders: z.array(contender) }),
			),
		}),
	},
};
