import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { Scratch } from '../../testing/scratch.ts';
import { findFile, ifReadable, isMissing, isUnreadable, unlessMissing } from './missing-file.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

test.each<[string, () => unknown]>([
	['is not there', () => readFileSync(join(scratch.home, 'none'))],
	['lies below a file', () => readFileSync(join(scratch.write('file', ''), 'below'))],
	['is a folder', () => readFileSync(scratch.home)],
	['has a name that no file can have', () => readFileSync('a\0b')],
	['has a name that is too long', () => readFileSync(join(scratch.home, 'x'.repeat(5_000)))],
	[
		'is a link to itself',
		() => {
			symlinkSync('loop', scratch.at('loop'));
			readFileSync(scratch.at('loop'));
		},
	],
])('a file that %s is missing', (_, read) => expect(unlessMissing(read)).toBeUndefined());

const failing = (code: string) => () => {
	throw Object.assign(new Error(code), { code });
};

test.each(['EACCES', 'EPERM', 'EIO', 'EBUSY', 'ESTALE', 'EMFILE'])('a file that is there, and read with %s, is not missing', (code) => {
	expect(() => unlessMissing(failing(code))).toThrow(code);
	expect(ifReadable(failing(code))).toBeUndefined();
});

test('what is no trouble with a file is nobody’s to pass over', () => {
	expect(() => ifReadable(failing('ERR_ASSERTION'))).toThrow();
	expect(() => ifReadable(() => JSON.parse('{'))).toThrow(SyntaxError);
	expect([isMissing(new Error('x')), isUnreadable('EACCES')]).toEqual([false, false]);
});

test.skipIf(process.platform === 'win32')(
	'a file in a folder that may not be entered is unreadable, one that was deleted is missing',
	async () => {
		const { chmodSync } = await import('node:fs');
		scratch.write('locked/file', '');
		chmodSync(scratch.home, 0o755);
		chmodSync(scratch.at('locked'), 0o444);
		const found = await asNobody(async () => ['locked/file', 'locked', 'gone'].map((path) => findFile(join(scratch.home, path))));
		expect([found[0], found[2]]).toEqual(['unreadable', 'missing']);
		expect(statSync(scratch.at('locked')).isDirectory() && readdirSync(scratch.home)).toEqual(['locked']);
	},
);
