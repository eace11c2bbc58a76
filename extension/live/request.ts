/** What a surface asks of the background, and what it is answered. */
import { z } from 'zod';
import type { Device } from '../../shared/api/device.ts';
import type { TokenFault } from '../../shared/token.ts';
import { githubToken } from './github-access.ts';

const keys = z.array(z.string()).min(1);

export const surfaceRequest = z.discriminatedUnion('type', [
	z.object({ type: z.literal('pair'), token: z.string().max(4_000) }),
	z.object({ type: z.literal('switch'), id: z.string() }),
	z.object({ type: z.literal('forget'), id: z.string() }),
	z.object({ type: z.literal('retry') }),
	z.object({ type: z.literal('devices') }),
	z.object({ type: z.literal('revoke-device'), deviceId: z.string() }),
	z.object({ type: z.literal('looked') }),
	/** For GitHub's API. Without one the token that is kept is removed. */
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
 * Why a pasted text did not pair, or another call to the relay did not succeed. `invite`: a token that lets a person join,
 * with the command line. `says`: the relay's own words, and what to do.
 */
export type Fault = { type: TokenFault | 'invite' | 'unreachable' | 'failed' } | { type: 'refused'; says: string };

export type Answer = { isDone: true; devices?: Device[] } | { isDone: false; fault: Fault };
