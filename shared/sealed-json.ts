/** What a member's machine keeps of a room: any value, sealed with the room's key, as a line of text. */
import { fromBase64Url, toBase64Url } from './bytes.ts';
import { sealBytes, unsealBytes } from './seal.ts';

export const sealJson = (key: Uint8Array, purpose: string, value: unknown): string =>
	toBase64Url(sealBytes(key, purpose, new TextEncoder().encode(JSON.stringify(value))));

/** `undefined` where it was sealed with another key or for another purpose, or is none. */
export function openJson(key: Uint8Array, purpose: string, text: string): unknown {
	const bytes = fromBase64Url(text);
	const opened = bytes && unsealBytes(key, purpose, bytes);
	if (opened === undefined) return undefined;
	try {
		return JSON.parse(new TextDecoder().decode(opened));
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
