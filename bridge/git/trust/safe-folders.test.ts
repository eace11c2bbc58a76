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
	])('%s', (_, config) => {
		scratch.write('.gitconfig', config);
		expect(isSafe()).toBe(true);
	});

	test.each([
		['another one is', '[safe]\n\tdirectory = /workspaces/api-2\n\tdirectory = /workspaces\n'],
		['it was taken back', '[safe]\n\tdirectory = *\n\tdirectory =\n'],
		['another setting says so', '[unsafe]\n\tdirectory = *\n[safe "x"]\n\tdirectory = *\n[alias]\n\tsafe = directory = *\n'],
	])('not where %s', (_, config) => {
		scratch.write('.gitconfig', config);
		expect(isSafe()).toBe(false);
	});
});
