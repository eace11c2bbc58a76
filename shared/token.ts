/**
 * Invite and link tokens: all that `pylon join` or the extension needs, in one line to paste. The room key travels
 * only here. Layout before base64url: version, server and room (each one length byte and UTF-8), 16-byte secret,
 * 32-byte room key, 4 bytes of checksum (an AES-SIV tag under the room key), so that a token cut short or mistyped
 * is told apart from one that the relay does not know. SPEC R6.
 */
import { aessiv } from '@noble/ciphers/aes.js';
import { z } from 'zod';
import { fromBase64Url, randomBytes, toBase64Url } from './bytes.ts';
import { roomSlug } from './names.ts';
import { type Pasted, tokensIn } from './pasted.ts';
import { ROOM_KEY_BYTES } from './seal.ts';

const VERSION = 1;
const SECRET_BYTES = 16;
const CHECK_BYTES = 4;
const PREFIX = { invite: 'pylon-join-', link: 'pylon-link-' } as const;
export type TokenKind = keyof typeof PREFIX;

/** Secrets cross no network in the clear. */
const isPrivate = (url: URL): boolean => url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);

/** Where a relay answers: an origin, with or without a path; TLS unless it is this machine. As URLs are written: nothing but ASCII. */
export const serverUrl = z
	.string()
	.max(200)
	.transform((text) => (URL.canParse(text) ? new URL(text).href : text.trim()).replace(/\/+$/, ''))
	.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'is an address like https://pylon.acme.dev')
	.refine((text) => URL.canParse(text) && isPrivate(new URL(text)), 'is not on this machine, and so needs https://')
	.refine((text) => URL.canParse(text) && new URL(text).username === '' && !/[?#]/.test(text), 'holds no user, query or fragment');

export interface Token {
	kind: TokenKind;
	server: string;
	room: string;
	/** base64url of 16 bytes; shown to the relay once. */
	secret: string;
	/** Never shown to the relay. */
	roomKey: Uint8Array;
}

/** Why a text is no token that can be used. */
export type TokenFault = 'not-a-token' | 'damaged' | 'too-new';

export const newSecret = (): string => toBase64Url(randomBytes(SECRET_BYTES));

export function writeToken(token: Token): string {
	const secret = fromBase64Url(token.secret);
	if (secret?.length !== SECRET_BYTES || token.roomKey.length !== ROOM_KEY_BYTES) throw new Error('A token needs its secret and key.');
	const body = Uint8Array.from([VERSION, ...text(token.server), ...text(token.room), ...secret, ...token.roomKey]);
	return PREFIX[token.kind] + toBase64Url(Uint8Array.from([...body, ...checksum(body, token.roomKey)]));
}

/**
 * As it was sent: by itself, with the command in front of it, or in the middle of a message, in quotes of any kind, broken over lines.
 * Of several the first that is whole. Its length is in it, so that what follows is left aside.
 */
export function readToken(pasted: string): Token | TokenFault {
	let fault: TokenFault = 'not-a-token';
	for (const found of tokensIn(pasted)) {
		const token = readFound(found);
		if (typeof token !== 'string') return token;
		if (fault === 'not-a-token') fault = token;
	}
	return fault;
}

function readFound({ kind, letters, goesOnAfter }: Pasted): Token | TokenFault {
	const header = bytesOf(letters);
	if (header === undefined) return 'damaged';
	const [version, serverBytes = 0] = header;
	if (version !== VERSION) return 'too-new';
	const roomBytes = header[2 + serverBytes] ?? 0;
	const count = Math.ceil(((3 + serverBytes + roomBytes + SECRET_BYTES + ROOM_KEY_BYTES + CHECK_BYTES) * 4) / 3);
	if (letters.length < count || goesOnAfter(count)) return 'damaged';
	const bytes = fromBase64Url(letters.slice(0, count));
	return (bytes && readBody(kind === 'join' ? 'invite' : 'link', bytes)) ?? 'damaged';
}

/** As many as the letters make; undefined where they make hardly any. */
function bytesOf(letters: string): Uint8Array | undefined {
	const whole = letters.length % 4 === 1 ? letters.slice(0, -1) : letters;
	const bytes = fromBase64Url(whole);
	return bytes === undefined || bytes.length < 2 ? undefined : bytes;
}

function readBody(kind: TokenKind, bytes: Uint8Array): Token | undefined {
	let offset = 1;
	const take = (length: number) => {
		offset += length;
		return bytes.slice(offset - length, offset);
	};
	const takeText = () => new TextDecoder().decode(take(take(1)[0] ?? 0));
	const server = serverUrl.safeParse(takeText());
	const room = roomSlug.safeParse(takeText());
	const secret = take(SECRET_BYTES);
	const roomKey = take(ROOM_KEY_BYTES);
	if (roomKey.length !== ROOM_KEY_BYTES || bytes.length !== offset + CHECK_BYTES) return undefined;
	const isIntact = checksum(bytes.slice(0, offset), roomKey).every((byte, index) => byte === bytes[offset + index]);
	if (!isIntact || !server.success || !room.success) return undefined;
	return { kind, server: server.data, room: room.data, secret: toBase64Url(secret), roomKey };
}

function text(value: string): number[] {
	const bytes = new TextEncoder().encode(value);
	if (bytes.length > 255) throw new Error('A token holds texts of at most 255 bytes.');
	return [bytes.length, ...bytes];
}

const checksum = (body: Uint8Array, roomKey: Uint8Array): Uint8Array =>
	aessiv(roomKey, new TextEncoder().encode('token')).encrypt(body).slice(0, CHECK_BYTES);
