/** Git's own files are read again where they are another, and what cannot be read is not taken for gone. */
import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asNobody } from '../../../testing/as-nobody.ts';
import { Scratch } from '../../../testing/scratch.ts';
import { KnownTexts } from './known-texts.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

test.skipIf(process.platform === 'win32')('[C10] a file that cannot be read is counted, one that is not there is not', async () => {
	const texts = new KnownTexts();
	const file = scratch.write('api/HEAD', 'ref: refs/heads/main\n');
	chmodSync(scratch.home, 0o755);
	chmodSync(file, 0);
	expect(await asNobody(() => Promise.resolve(texts.of(file, 0)))).toBeUndefined();
	expect(texts.unreadable).toBe(1);
	expect(texts.of(scratch.at('api/missing'), 0)).toBeUndefined();
	expect(texts.unreadable).toBe(1);
});

test('a file that is written twice at once is read twice', () => {
	const texts = new KnownTexts();
	const now = Date.now();
	const file = scratch.write('api/HEAD', 'one');
	expect(texts.of(file, now)).toBe('one');
	scratch.write('api/HEAD', 'two');
	expect(texts.of(file, now)).toBe('two');
	expect(texts.of(file, now + 60_000)).toBe('two');
});
