/** Which git is run, and with what around it. */
import { chmodSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { git } from './git.ts';
import { gitProgram } from './program.ts';
import { type Worktree, Worktrees } from './worktree.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => {
	vi.unstubAllEnvs();
	scratch.remove();
});

/** A program in a folder of the home, which prints what it is given. */
function planted(folder: string, mode = 0o755): string {
	const file = scratch.write(`${folder}/git`, '#!/bin/sh\nenv; echo "$@"\n');
	chmodSync(file, mode);
	return join(scratch.home, folder);
}

const found = (...folders: string[]) => gitProgram({ PATH: folders.join(delimiter) }, 'linux');

describe('[G1] the git that is run', () => {
	test('is the first on the PATH that is a program', () => {
		mkdirSync(join(scratch.home, 'folder/git'), { recursive: true });
		expect(found(planted('text', 0o644), join(scratch.home, 'folder'), planted('one'), planted('two'))).toBe(join(scratch.home, 'one/git'));
		expect(found()).toBeUndefined();
	});

	test('is none that lies where the command was started, nor one of a project’s packages', () => {
		const folder = planted('api');
		vi.spyOn(process, 'cwd').mockReturnValue(folder);
		expect(found('', '.', 'bin', planted('api/node_modules/.bin'))).toBeUndefined();
		vi.restoreAllMocks();
	});
});

describe.skipIf(process.platform === 'win32')('around git', () => {
	const told = async () => {
		const root = scratch.repository('api');
		vi.stubEnv('PATH', `${planted('bin')}:${process.env.PATH}`);
		return (await git(new Worktrees().at(root) as Worktree, 'untracked')) ?? '';
	};

	test('[G3] no protocol is allowed, nothing missing is fetched, nothing is asked of a person or written', async () => {
		const variables = await told();
		for (const each of ['GIT_NO_LAZY_FETCH=1', 'GIT_TERMINAL_PROMPT=0', 'GIT_OPTIONAL_LOCKS=0', 'GIT_TRACE2_EVENT=0'])
			expect(variables).toContain(each);
		// A name that a repository knows could be one that it has an alias for.
		expect(/^GIT_ALLOW_PROTOCOL=(.*)$/m.exec(variables)?.[1]).toMatch(/^[0-9a-f-]{36}$/);
	});

	test('[G2] there is nothing that a shell says of git but where its own settings and programs lie', async () => {
		const foreign = ['GIT_EXTERNAL_DIFF', 'GIT_SSH_COMMAND', 'GIT_ASKPASS', 'GIT_ATTR_SOURCE', 'GIT_PROXY_COMMAND'];
		for (const each of foreign) vi.stubEnv(each, 'planted');
		vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
		const variables = await told();
		expect(variables).not.toContain('planted');
		expect(variables).toContain('GIT_CONFIG_NOSYSTEM=1');
	});

	test('[G6] the worktree is where its git folder lies', async () => {
		expect(await told()).toContain(`--work-tree=${join(scratch.home, 'api')} `);
	});
});
