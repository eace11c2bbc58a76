/** Git is asked about folders that others may have made, in an environment that others may have set. */
import { chownSync, existsSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { git, RepositoryNames, type Worktree, Worktrees } from './repository.ts';
import { Scratch } from './scratch.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => {
	vi.unstubAllEnvs();
	scratch.remove();
});

const at = (folder: string) => new Worktrees().at(join(scratch.home, folder)) as Worktree;
const nameOf = (folder: string) => new RepositoryNames().of(at(folder));

describe('git', () => {
	test.runIf(process.getuid?.() === 0)('is not asked in a repository that somebody else owns, whatever the user calls safe', async () => {
		const root = scratch.repository('work/theirs', 'git@github.com:acme/theirs.git');
		const ran = join(scratch.home, 'ran');
		scratch.git('work/theirs', 'config', 'filter.run.clean', `touch ${ran}; cat`);
		scratch.write('work/theirs/.gitattributes', '* filter=run\n');
		utimesSync(join(root, 'README.md'), 1, 1);
		scratch.write('config', '[safe]\n\tdirectory = *\n');
		vi.stubEnv('GIT_CONFIG_GLOBAL', join(scratch.home, 'config'));
		for (const path of ['', '.git', '.git/config', '.gitattributes']) chownSync(join(root, path), 12_345, 12_345);
		expect(await git(at('work/theirs'), ['status', '--porcelain'])).toBeUndefined();
		expect(existsSync(ran)).toBe(false);
		expect(await nameOf('work/theirs')).toBeUndefined();
		for (const path of ['', '.git', '.git/config', '.gitattributes']) chownSync(join(root, path), 0, 0);
		expect(await git(at('work/theirs'), ['status', '--porcelain'])).toContain('.gitattributes');
		expect(existsSync(ran)).toBe(true);
	});

	test('heeds nothing that the shell or a hook says of another repository', async () => {
		scratch.repository('work/api', 'git@github.com:acme/api.git');
		const other = scratch.repository('work/other', 'git@github.com:acme/other.git');
		vi.stubEnv('GIT_DIR', join(other, '.git'));
		vi.stubEnv('GIT_WORK_TREE', other);
		vi.stubEnv('GIT_CONFIG_COUNT', '1');
		vi.stubEnv('GIT_CONFIG_KEY_0', 'remote.upstream.url');
		vi.stubEnv('GIT_CONFIG_VALUE_0', 'git@github.com:mara/diary.git');
		expect(await nameOf('work/api')).toEqual({ repo: 'github.com/acme/api', head: undefined });
	});

	test('does not take the repository above for a broken one', async () => {
		scratch.repository('mono', 'git@github.com:acme/mono.git');
		scratch.write('mono/vendor/api/.git/HEAD', 'ref: refs/heads/main\n');
		mkdirSync(join(scratch.home, 'mono/vendor/api/src'));
		expect(at('mono/vendor/api/src').top).toBe(join(scratch.home, 'mono/vendor/api'));
		expect(await nameOf('mono/vendor/api/src')).toBeUndefined();
	});
});
