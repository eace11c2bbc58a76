/** base64url without padding (RFC 4648, section 5) and random bytes, with what every runtime here has. */

const PIECE_BYTES = 8_192;

export function toBase64Url(bytes: Uint8Array): string {
	const pieces: string[] = [];
	// A text that grows by one character at a time takes forty times its length meanwhile.
	for (let at = 0; at < bytes.length; at += PIECE_BYTES) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES)));
	return btoa(pieces.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** `undefined` where the text is not base64url. */
export function fromBase64Url(text: string): Uint8Array | undefined {
	if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export const randomBytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** SHA-256 as 64 hex digits: how the relay keeps every secret, and how GitHub names a file's block. */
export async function sha256Hex(input: string | Uint8Array): Promise<string> {
	const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
	const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
