/** A room that this browser was paired with. Its credential and key are secrets: only the background reads them. */
import { z } from 'zod';
import { credential } from '../../shared/api/basics.ts';
import { fromBase64Url, toBase64Url } from '../../shared/bytes.ts';
import { operatorId, operatorName, roomSlug } from '../../shared/names.ts';
import { deviceId } from '../../shared/room/events.ts';
import { ROOM_KEY_BYTES } from '../../shared/seal.ts';
import { serverUrl } from '../../shared/token.ts';

/** What surfaces are told. `id` is the device's: unique to this pairing. */
export const knownRoom = z.object({ id: deviceId, room: roomSlug, server: serverUrl, operatorId, operatorName, pairedAt: z.number() });
export type KnownRoom = z.infer<typeof knownRoom>;

/** As it is kept, where bytes are base64url. */
export const pairedRoom = knownRoom.extend({
	credential,
	roomKey: z
		.string()
		.transform(fromBase64Url)
		.refine((bytes) => bytes?.length === ROOM_KEY_BYTES)
		.transform((bytes) => bytes as Uint8Array),
});
export type PairedRoom = z.infer<typeof pairedRoom>;

export const toStored = (room: PairedRoom): z.input<typeof pairedRoom> => ({ ...room, roomKey: toBase64Url(room.roomKey) });

export const publicOf = ({ id, room, server, operatorId, operatorName, pairedAt }: PairedRoom): KnownRoom => ({
	id,
	room,
	server,
	operatorId,
	operatorName,
	pairedAt,
});
