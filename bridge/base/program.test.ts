import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { systemProgram } from './program.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

test.each([
	['git', 'git.exe'],
	['reg', 'reg.exe'],
	['powershell.exe', 'powershell.exe'],
])('on Windows %s is %s, and nothing else of that name', (name, file) => {
	scratch.write('one/git', '');
	scratch.write('one/reg', '');
	scratch.write('one/powershell', '');
	scratch.write(`two/${file}`, '');
	const Path = [join(scratch.home, 'one'), join(scratch.home, 'two')].join(delimiter);
	expect(systemProgram(name, { Path }, 'win32')).toBe(join(scratch.home, 'two', file));
});

test.runIf(process.platform === 'linux')('none that a repository may have brought', () => {
	for (const folder of ['api', 'api/node_modules/.bin']) chmodSync(scratch.write(`${folder}/reg`, ''), 0o755);
	const PATH = ['', '.', 'api', join(scratch.home, 'api/node_modules/.bin')].join(delimiter);
	expect(systemProgram('reg', { PATH }, 'linux')).toBeUndefined();
});
