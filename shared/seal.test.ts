import { globSync } from 'node:fs';
import { aessiv } from '@noble/ciphers/aes.js';
import { describe, expect, test } from 'vitest';
import { fromBase64Url, sha256Hex, toBase64Url } from './bytes.ts';
import { SEALED_LENGTHS } from './limits.ts';
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

	test('the schema takes every text of every field, and nothing that cannot be sealed', () => {
		for (const [field, max] of Object.entries(TEXT_MAX)) {
			const schema = schemaOf(field, max);
			for (const text of field === 'lines' ? ['x', 'x'.repeat(max)] : ['x', 'é'.repeat(max), '\uFFFD'.repeat(max), 'x'.repeat(max)])
				expect(schema.safeParse(seal(key, field, text)).success).toBe(true);
			for (const text of ['', 'plain text', 'short', '<b>', '+'.repeat(128), `${'a'.repeat(128)}\n`])
				expect(schema.safeParse(text).success).toBe(false);
		}
	});
});

/** Spans are ASCII. */
const schemaOf = (field: string, max: number) => sealed(max, field === 'lines' ? 1 : undefined);

describe('the length of what is sealed', () => {
	test('[P7] is one of a few, and the shortest that holds the text', () => {
		for (const [index, characters] of SEALED_LENGTHS.entries()) {
			const holds = (characters * 3) / 4 - 16 - 1;
			expect(seal(key, 'path', 'x'.repeat(holds))).toHaveLength(characters);
			const next = SEALED_LENGTHS[index + 1];
			if (next === undefined) expect(() => seal(key, 'path', 'x'.repeat(holds + 1))).toThrow();
			else expect(seal(key, 'path', 'x'.repeat(holds + 1))).toHaveLength(next);
		}
		expect(seal(key, 'path', 'a')).toHaveLength(128);
	});

	test('[P7] every other length is refused, so that nobody forgets to pad, and one that is longer than the field’s longest text', () => {
		const longest = {
			task: 1_024,
			title: 1_024,
			subject: 1_024,
			repo: 2_048,
			branch: 2_048,
			head: 2_048,
			path: 4_096,
			worktree: 128,
			lines: 4_096,
		};
		for (const [field, max] of Object.entries(TEXT_MAX)) {
			const schema = schemaOf(field, max);
			const taken = Array.from({ length: 4_200 }, (_, length) => length).filter((length) => schema.safeParse('a'.repeat(length)).success);
			expect([field, taken]).toEqual([field, SEALED_LENGTHS.filter((length) => length <= longest[field as keyof typeof longest])]);
		}
	});

	test('[P7] what was sealed without padding, or padded otherwise, does not open: one text has one sealed form', () => {
		const sealedBytes = (...bytes: number[]) => {
			const plain = new Uint8Array(bytes.length <= 80 ? 80 : 176);
			plain.set(bytes);
			return toBase64Url(aessiv(key, new TextEncoder().encode('path')).encrypt(plain));
		};
		const a = 'a'.charCodeAt(0);
		expect(unseal(key, 'path', sealedBytes(a, 0x80))).toBe('a');
		const unpadded = toBase64Url(aessiv(key, new TextEncoder().encode('path')).encrypt(new TextEncoder().encode('a')));
		const odd = [unpadded, sealedBytes(), sealedBytes(a), sealedBytes(a, 0x80, 1), sealedBytes(...Array.from({ length: 80 }, () => a))];
		const tooLong = sealedBytes(a, 0x80, ...Array.from({ length: 90 }, () => 0));
		for (const text of [...odd, tooLong]) expect([text, unseal(key, 'path', text)]).toEqual([text, undefined]);
	});

	test('[P7] a text that ends as padding does comes back as it was', () => {
		for (const text of ['a\u0000', '\u0000', 'À', 'x\u0080\u0000\u0000']) expect(unseal(key, 'path', seal(key, 'path', text))).toBe(text);
	});

	test('[P9] is shared by many of this repository’s files, some of which the lengths of their paths would name', () => {
		const paths = globSync('{shared,party,bridge,extension,scripts,e2e,bench}/**/*.ts', {
			cwd: `${import.meta.dirname}/..`,
			exclude: ['**/node_modules/**'],
		});
		const fewest = (lengthOf: (path: string) => number) => {
			const counts = new Map<number, number>();
			for (const path of paths) counts.set(lengthOf(path), (counts.get(lengthOf(path)) ?? 0) + 1);
			return Math.min(...counts.values());
		};
		expect(fewest((path) => path.length)).toBe(1);
		expect(fewest((path) => seal(key, 'path', path).length)).toBeGreaterThan(paths.length / 2);
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
