/**
 * Sealing: AES-SIV (RFC 5297) with the field's name as associated data, as base64url. Deterministic, so that the
 * relay can match equal values without reading them. The room key never reaches the relay. SPEC P7–P9.
 */
import { aessiv } from '@noble/ciphers/aes.js';
import { z } from 'zod';
import { fromBase64Url, randomBytes, toBase64Url } from './bytes.ts';

export const ROOM_KEY_BYTES = 32;
const TAG_BYTES = 16;
const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder('utf-8', { fatal: true }) };

/** A sealed text: nobody without the room key reads it. */
export type Sealed = string & z.BRAND<'Sealed'>;

/** Sealed text of at most `max` UTF-16 code units of plain text (three UTF-8 bytes each at the most). */
export const sealed = (max: number): z.ZodType<Sealed> =>
	z
		.string()
		.regex(/^[A-Za-z0-9_-]{23,}$/)
		.max(Math.ceil(((max * 3 + TAG_BYTES) * 4) / 3)) as unknown as z.ZodType<Sealed>;

export const newRoomKey = (): Uint8Array => randomBytes(ROOM_KEY_BYTES);

export function seal(key: Uint8Array, field: string, text: string): Sealed {
	return toBase64Url(aessiv(key, utf8.encoder.encode(field)).encrypt(utf8.encoder.encode(text))) as Sealed;
}

/** `undefined` where the key or the field is another one, or the text was tampered with. */
export function unseal(key: Uint8Array, field: string, text: string): string | undefined {
	const bytes = fromBase64Url(text);
	if (bytes === undefined || bytes.length <= TAG_BYTES) return undefined;
	try {
		return utf8.decoder.decode(aessiv(key, utf8.encoder.encode(field)).decrypt(bytes));
	} catch {
		return undefined; // Not understood: the library tells a wrong key and damage only by throwing.
	}
}
