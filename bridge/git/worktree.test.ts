import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { Worktrees } from './worktree.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

test.each([
	['empty lines', '\n'.repeat(300_000)],
	['spaces', `[core]\n\tworktree = a${' '.repeat(300_000)}b\n`],
])('[G1] what a repository’s settings say of its worktree is read in no time, also among many %s', (_, settings) => {
	scratch.repository('api');
	scratch.git('.', 'clone', '--quiet', '--bare', 'api', 'store');
	scratch.git('store', 'worktree', 'add', '--quiet', '../fix');
	scratch.append('store/config', settings);
	expect(new Worktrees().at(join(scratch.home, 'fix'))?.root).toBe(join(scratch.home, 'store'));
});
