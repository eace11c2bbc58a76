/** What a surface asks of the background, and what it is answered. */
import { z } from 'zod';
import { deviceApi } from '../../shared/api/device.ts';
import { DEVICES_PER_OPERATOR, OPERATORS_PER_ROOM } from '../../shared/limits.ts';
import { roomSlug } from '../../shared/names.ts';
import { serverUrl } from '../../shared/token.ts';
import { githubToken } from './github-access.ts';
import { pastRun } from './past-run.ts';

const keys = z.array(z.string()).min(1).max(OPERATORS_PER_ROOM);

export const surfaceRequest = z.discriminatedUnion('type', [
	z.object({ type: z.literal('pair'), token: z.string().max(4_000) }),
	z.object({ type: z.literal('switch'), id: z.string() }),
	z.object({ type: z.literal('forget'), id: z.string() }),
	z.object({ type: z.literal('retry') }),
	z.object({ type: z.literal('devices') }),
	z.object({ type: z.literal('revoke-device'), deviceId: z.string() }),
	/** Whether the rooms of this machine come to this browser. */
	z.object({ type: z.literal('machine-consent'), isAgreed: z.boolean() }),
	/** One of them that does not come by itself. */
	z.object({ type: z.literal('machine-room'), room: roomSlug, server: serverUrl }),
	/** What agents of the room were in the last day. */
	z.object({ type: z.literal('past') }),
	/** For GitHub's API. Without one the stored token is removed. */
	z.object({ type: z.literal('github-token'), token: githubToken.optional() }),
	/** Keys are `alertKey`s. */
	z.object({ type: z.literal('snooze'), keys }),
	z.object({ type: z.literal('judge'), keys, isUseful: z.boolean() }),
	/** Muted becomes unmuted and the other way round. */
	z.object({ type: z.literal('mute-file'), key: z.string() }),
	z.object({ type: z.literal('mute-person'), operatorId: z.string() }),
]);
export type SurfaceRequest = z.infer<typeof surfaceRequest>;

/**
 * Why a pasted text did not pair, or another request did not succeed. `invite`: a token that lets a person join, with the command
 * line. `storage`: the browser did not store it. `says`: the relay's own words, and what to do.
 */
export const fault = z.discriminatedUnion('type', [
	z.object({ type: z.enum(['not-a-token', 'damaged', 'too-new', 'invite', 'unreachable', 'storage', 'failed']) }),
	z.object({ type: z.literal('refused'), says: z.string() }),
]);
export type Fault = z.infer<typeof fault>;

/** Every request gets one, whatever went wrong. */
export const answer = z.discriminatedUnion('isDone', [
	z.strictObject({
		isDone: z.literal(true),
		devices: deviceApi.list.out.max(DEVICES_PER_OPERATOR).optional(),
		past: z.array(pastRun).optional(),
	}),
	z.strictObject({ isDone: z.literal(false), fault }),
]);
export type Answer = z.infer<typeof answer>;
