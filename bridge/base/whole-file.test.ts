import { execFileSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { isMissing, isUnreadable } from './missing-file.ts';
import { wholeFile } from './whole-file.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const faultOf = (path: string, maxBytes?: number): unknown => {
	try {
		return wholeFile(path, maxBytes).length;
	} catch (error) {
		return error;
	}
};

test('a file is read whole, up to the byte that is one too many', () => {
	const file = scratch.write('a.json', '{"a":1}');
	expect(wholeFile(file, 7).toString()).toBe('{"a":1}');
	expect(isUnreadable(faultOf(file, 6))).toBe(true);
	expect(wholeFile(scratch.write('empty', ''))).toHaveLength(0);
});

test('a hole of gigabytes is not held', () => {
	const file = scratch.write('hole', '');
	truncateSync(file, 300_000_000_000);
	expect(isUnreadable(faultOf(file))).toBe(true);
});

test.skipIf(process.platform === 'win32')('what is no file is none: a pipe, a device, a folder', () => {
	execFileSync('mkfifo', [scratch.at('pipe')]);
	for (const path of [scratch.at('pipe'), '/dev/zero', scratch.home, scratch.at('nothing')]) expect(isMissing(faultOf(path))).toBe(true);
});
