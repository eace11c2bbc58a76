import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { loginStartHere } from '../login/installed.ts';
import { checkLogin } from './login.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

describe.runIf(process.platform === 'linux')('on Linux', () => {
	test('a unit that systemd was never told of starts nothing at login', () => {
		const at = { home: scratch.home, env: {} };
		const texts = () => checkLogin(at, '/opt/pylon.js').map(({ text }) => text);
		expect(texts()).toEqual([expect.stringContaining('is not started at login')]);
		const plan = loginStartHere(at, '/opt/pylon.js');
		if (plan?.mark === undefined) throw new Error('Nothing starts it here.');
		scratch.write(plan.file.slice(scratch.home.length + 1), plan.content);
		expect(texts()).toEqual([expect.stringMatching(/systemd has not been told/)]);
		mkdirSync(dirname(plan.mark), { recursive: true });
		symlinkSync(join('..', 'pylon.service'), plan.mark);
		expect(texts()).toEqual([expect.stringMatching(/^The bridge starts/)]);
	});
});
