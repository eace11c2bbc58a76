import { fromBase64Url } from '../../shared/bytes.ts';
import type { RoomConfig } from './config.ts';

/** The key that opens and seals a room's texts. */
export function roomKey({ roomKey: text }: Pick<RoomConfig, 'roomKey'>): Uint8Array {
	const key = fromBase64Url(text);
	if (key === undefined) throw new Error('The room key went through its schema, and yet is no base64url.');
	return key;
}
