import { mkdirSync } from 'node:fs';
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

test('[G1] worktrees that are none any more and name each other lead nowhere', () => {
	for (const [folder, other] of ['ab', 'ba']) {
		scratch.write(`${folder}/.git`, `gitdir: ${scratch.home}/${other}/store/worktrees/x\n`);
		scratch.write(`${folder}/store/HEAD`, 'ref: refs/heads/main\n');
	}
	mkdirSync(scratch.at('a/src'));
	const worktrees = new Worktrees();
	expect(worktrees.at(join(scratch.home, 'a/src'))).toBeUndefined();
	expect(worktrees.removedTop(join(scratch.home, 'a/src'))).toBe(join(scratch.home, 'a'));
});
