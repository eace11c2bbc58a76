import { describe, expect, test } from 'vitest';
import { NATIVE_MESSAGE_MAX_BYTES } from '../../shared/native-messages.ts';
import { FrameError, FrameReader, frame } from './frames.ts';

describe('frames of native messages', () => {
	test('what is framed is read again, in pieces of any size', () => {
		const sent = [{ type: 'hello' }, { text: 'über, 你好' }, {}];
		const bytes = Buffer.concat(sent.map(frame));
		for (const size of [1, 3, 7, bytes.length]) {
			const reader = new FrameReader();
			const read: unknown[] = [];
			for (let from = 0; from < bytes.length; from += size) read.push(...reader.read(bytes.subarray(from, from + size)));
			expect(read).toEqual(sent);
		}
	});

	test('the length counts bytes, not characters', () => {
		expect(frame('ü').readUInt32LE()).toBe(4);
	});

	test('a length beyond what browsers send, and a body that is no JSON, are told apart from messages', () => {
		const huge = Buffer.alloc(4);
		huge.writeUInt32LE(NATIVE_MESSAGE_MAX_BYTES + 1);
		expect(() => new FrameReader().read(huge)).toThrow(FrameError);
		const torn = Buffer.concat([Buffer.from([1, 0, 0, 0]), Buffer.from('{')]);
		expect(() => new FrameReader().read(torn)).toThrow(FrameError);
	});

	test('more than browsers take is never sent', () => {
		expect(() => frame('x'.repeat(NATIVE_MESSAGE_MAX_BYTES))).toThrow();
	});
});
