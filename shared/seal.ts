/**
 * Sealing: AES-SIV (RFC 5297) with the field's name as associated data, as base64url. Deterministic, so that the
 * relay can match equal values without reading them. The room key never reaches the relay. Before it is sealed a text is
 * padded (a byte 0x80, then zeros: ISO/IEC 7816-4) to one of a few lengths, since a path's own length often names it:
 * `npm run bench -- lengths` measures that. SPEC P7–P9.
 */
import { aessiv } from '@noble/ciphers/aes.js';
import { z } from 'zod';
import { fromBase64Url, randomBytes, toBase64Url } from './bytes.ts';
import { SEALED_LENGTHS } from './limits.ts';

export const ROOM_KEY_BYTES = 32;
const TAG_BYTES = 16;
/** What ends a padded text. */
const END = 0x80;
const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder('utf-8', { fatal: true }) };

/** A sealed text: nobody without the room key reads it. */
export type Sealed = string & z.BRAND<'Sealed'>;

/** Sealed text of at most `max` UTF-16 code units of plain text, each of so many UTF-8 bytes at the most. Of any other length it was not padded. */
export function sealed(max: number, bytesEach = 3): z.ZodType<Sealed> {
	const lengths: readonly number[] = SEALED_LENGTHS.filter((length) => length <= sealedLength(max * bytesEach));
	return z
		.string()
		.refine((text) => lengths.includes(text.length), 'is not of a length that sealed texts have')
		.regex(/^[A-Za-z0-9_-]*$/) as unknown as z.ZodType<Sealed>;
}

export const newRoomKey = (): Uint8Array => randomBytes(ROOM_KEY_BYTES);

/** For what is kept on a member's own machine: bytes of any length, unpadded. */
export const sealBytes = (key: Uint8Array, purpose: string, bytes: Uint8Array): Uint8Array =>
	aessiv(key, utf8.encoder.encode(purpose)).encrypt(bytes);

/** `undefined` where the key or the purpose is another one, or it was tampered with. */
export function unsealBytes(key: Uint8Array, purpose: string, bytes: Uint8Array): Uint8Array | undefined {
	try {
		return aessiv(key, utf8.encoder.encode(purpose)).decrypt(bytes);
	} catch {
		return undefined; // As below.
	}
}

export function seal(key: Uint8Array, field: string, text: string): Sealed {
	return toBase64Url(aessiv(key, utf8.encoder.encode(field)).encrypt(padded(utf8.encoder.encode(text)))) as Sealed;
}

/** `undefined` where the key or the field is another one, the text was tampered with, or it was not padded as `seal` pads it. */
export function unseal(key: Uint8Array, field: string, text: string): string | undefined {
	const bytes = fromBase64Url(text);
	if (bytes === undefined || bytes.length <= TAG_BYTES) return undefined;
	try {
		const plain = unpadded(aessiv(key, utf8.encoder.encode(field)).decrypt(bytes));
		return plain && utf8.decoder.decode(plain);
	} catch {
		return undefined; // Not understood: the library tells a wrong key and damage only by throwing.
	}
}

/** Characters of the shortest sealed text that holds so many bytes and the byte that ends them. */
function sealedLength(bytes: number): number {
	const length = SEALED_LENGTHS.find((characters) => paddedBytes(characters) > bytes);
	if (length === undefined) throw new Error(`A text of ${bytes} bytes is too long to be sealed.`);
	return length;
}

const paddedBytes = (characters: number): number => (characters * 3) / 4 - TAG_BYTES;

function padded(text: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(paddedBytes(sealedLength(text.length)));
	bytes.set(text);
	bytes[text.length] = END;
	return bytes;
}

/** Only what `padded` makes: a text that were sealed at two lengths would be two to the relay, and no collision. */
function unpadded(bytes: Uint8Array): Uint8Array | undefined {
	let end = bytes.length - 1;
	while (bytes[end] === 0) end--;
	return bytes[end] === END && paddedBytes(sealedLength(end)) === bytes.length ? bytes.subarray(0, end) : undefined;
}
