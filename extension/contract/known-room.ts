import { z } from 'zod';
import { operatorId, operatorName, roomSlug } from '../../shared/names.ts';
import { deviceId } from '../../shared/room/events.ts';
import { serverUrl } from '../../shared/token.ts';

/** What surfaces are told. `id` is the device's: unique to this pairing. */
export const knownRoom = z.object({ id: deviceId, room: roomSlug, server: serverUrl, operatorId, operatorName, pairedAt: z.number() });
export type KnownRoom = z.infer<typeof knownRoom>;
