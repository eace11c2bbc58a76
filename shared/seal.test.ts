import { aessiv } from '@noble/ciphers/aes.js';
import { describe, expect, test } from 'vitest';
import { fromBase64Url, sha256Hex, toBase64Url } from './bytes.ts';
import { TEXT_MAX } from './report/facts.ts';
import { newRoomKey, ROOM_KEY_BYTES, seal, sealed, unseal } from './seal.ts';

const key = newRoomKey();

describe('sealing', () => {
	test('[P7] what is sealed opens again with its key and field', () => {
		for (const text of ['a', 'src/login.ts', 'é🎈', 'x'.repeat(512)]) expect(unseal(key, 'path', seal(key, 'path', text))).toBe(text);
	});

	test('[P7] equal texts are equal when sealed, so that the relay can match them', () => {
		expect(seal(key, 'path', 'a.ts')).toBe(seal(key, 'path', 'a.ts'));
		expect(seal(key, 'path', 'a.ts')).not.toBe(seal(key, 'path', 'b.ts'));
	});

	test('[P7] a path never equals a branch, nor a text of another room', () => {
		expect(seal(key, 'path', 'main')).not.toBe(seal(key, 'branch', 'main'));
		expect(seal(key, 'path', 'main')).not.toBe(seal(newRoomKey(), 'path', 'main'));
		expect(unseal(key, 'branch', seal(key, 'path', 'main'))).toBeUndefined();
		expect(unseal(newRoomKey(), 'path', seal(key, 'path', 'main'))).toBeUndefined();
	});

	test('what was tampered with does not open', () => {
		const bytes = fromBase64Url(seal(key, 'path', 'src/login.ts')) as Uint8Array;
		for (let index = 0; index < bytes.length; index++) {
			const changed = bytes.map((byte, at) => (at === index ? byte ^ 1 : byte));
			expect(unseal(key, 'path', toBase64Url(changed))).toBeUndefined();
		}
		for (const text of ['', 'a', '!', seal(key, 'path', 'x').slice(0, -1)]) expect(unseal(key, 'path', text)).toBeUndefined();
	});

	test('[P7] is AES-SIV of RFC 5297: appendix A.1 comes out byte by byte', () => {
		const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
		const rfcKey = bytes('fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
		const associated = bytes('101112131415161718191a1b1c1d1e1f2021222324252627');
		const sealedBytes = aessiv(rfcKey, associated).encrypt(bytes('112233445566778899aabbccddee'));
		expect(sealedBytes).toEqual(bytes('85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c'));
		expect(rfcKey).toHaveLength(ROOM_KEY_BYTES);
	});

	test('the schema takes the longest text of every field, and nothing that cannot be sealed', () => {
		for (const [field, max] of Object.entries(TEXT_MAX)) {
			const schema = sealed(max);
			for (const text of ['x', 'é'.repeat(max), '\uFFFD'.repeat(max), 'x'.repeat(max)])
				expect(schema.safeParse(seal(key, field, text)).success).toBe(true);
			expect(schema.safeParse(seal(key, field, '\uFFFD'.repeat(max + 2))).success).toBe(false);
			for (const text of ['', 'plain text', 'short', '<b>']) expect(schema.safeParse(text).success).toBe(false);
		}
	});
});

describe('bytes', () => {
	test('base64url goes there and back, and refuses what is none', () => {
		for (let length = 0; length < 40; length++) {
			const bytes = Uint8Array.from({ length }, (_, index) => (index * 37) % 256);
			expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
			expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
		}
		for (const text of ['a', 'a+b/', 'ab==', 'é', 'a b']) expect(fromBase64Url(text)).toBeUndefined();
	});

	test('SHA-256 is the one that everybody knows', async () => {
		expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
	});
});
