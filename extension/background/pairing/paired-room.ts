/** A room that this browser was paired with. Its credential and key are secrets: only the background reads them. */
import { z } from 'zod';
import { credential } from '../../../shared/api/basics.ts';
import { fromBase64Url, toBase64Url } from '../../../shared/bytes.ts';
import { ROOM_KEY_BYTES } from '../../../shared/seal.ts';
import { type KnownRoom, knownRoom } from '../../contract/known-room.ts';

/** As it is stored, where bytes are base64url. */
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

export const toKnown = ({ id, room, server, operatorId, operatorName, pairedAt }: PairedRoom): KnownRoom => ({
	id,
	room,
	server,
	operatorId,
	operatorName,
	pairedAt,
});
