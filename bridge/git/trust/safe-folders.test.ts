import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { isDeclaredSafe } from './safe-folders.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const TOP = '/workspaces/api';
const isSafe = () => isDeclaredSafe(TOP, { GIT_CONFIG_NOSYSTEM: '1' }, scratch.home);

describe('[G5] a folder is declared safe', () => {
	test.each([
		['by its name', '[safe]\n\tdirectory = /workspaces/api\n'],
		['with others', '[user]\nname = x\n[SAFE]\n Directory = "/workspaces/api" # here\n directory = /srv/x\n'],
		['as one of many', '[safe] directory = /workspaces/*\n'],
		['like all', '[safe]\n\tdirectory = *\n'],
		['in a file of Windows', '[safe]\r\n\tdirectory = /workspaces/api\r\n'],
		['in quotes in part', '[safe]\n\tdirectory = /workspaces/"api" ; here\n'],
		['over two lines', '[safe]\n\tdirectory = /work\\\nspaces/api\n'],
		['in another file', '[include]\n\tpath = ~/more\n'],
		['in another file beside it', '[Include]\n\tPATH = "more"\n'],
	])('%s', (_, config) => {
		scratch.write('.gitconfig', config);
		scratch.write('more', '[include]\n\tpath = .gitconfig\n[safe]\n\tdirectory = /workspaces/api\n');
		expect(isSafe()).toBe(true);
	});

	test.each([
		['another one is', '[safe]\n\tdirectory = /workspaces/api-2\n\tdirectory = /workspaces\n'],
		['it is in quotes with a sign of comments', '[safe]\n\tdirectory = "/workspaces/api # here"\n'],
		['a file that is included at times says so', '[includeIf "gitdir:~/"]\n\tpath = more\n'],
		['it is taken back in another file', '[safe]\n\tdirectory = *\n[include]\n\tpath = taken\n'],
		['it was taken back', '[safe]\n\tdirectory = *\n\tdirectory =\n'],
		['another setting says so', '[unsafe]\n\tdirectory = *\n[safe "x"]\n\tdirectory = *\n[alias]\n\tsafe = directory = *\n'],
	])('not where %s', (_, config) => {
		scratch.write('.gitconfig', config);
		scratch.write('more', '[safe]\n\tdirectory = *\n');
		scratch.write('taken', '[safe]\n\tdirectory =\n');
		expect(isSafe()).toBe(false);
	});

	test('by a link that leads there', () => {
		mkdirSync(scratch.at('api'));
		symlinkSync('api', scratch.at('link'));
		scratch.write('.gitconfig', '[safe]\n\tdirectory = ~/link\n');
		expect(isDeclaredSafe(join(scratch.home, 'api'), { GIT_CONFIG_NOSYSTEM: '1' }, scratch.home)).toBe(true);
	});
});
