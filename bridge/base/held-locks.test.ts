import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { Scratch } from '../../testing/scratch.ts';
import { lockHolders } from './held-locks.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

describe.runIf(process.platform === 'linux')('a lock', () => {
	test('that nobody holds is not held', () => {
		scratch.write('locks/one.lock', '');
		expect([...lockHolders(scratch.at('locks'))]).toEqual([['one.lock', false]]);
	});

	test('whose file cannot be looked at may be held or not', async () => {
		scratch.write('locks/one.lock', '');
		chmodSync(scratch.home, 0o755);
		chmodSync(scratch.at('locks'), 0o444);
		expect([...(await asNobody(async () => lockHolders(scratch.at('locks'))))]).toEqual([['one.lock', undefined]]);
	});
});
