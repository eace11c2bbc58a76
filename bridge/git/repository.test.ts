/** Git is asked about folders that others may have made, in an environment that others may have set. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { ExcludedFiles } from '../local-agents/excluded-files.ts';
import { git } from './git.ts';
import { RepositoryNames } from './repository.ts';
import { type Worktree, Worktrees } from './worktree.ts';

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

/** A git that fails while `broken` is there, as one that takes too long does. */
function fragileGit(): () => void {
	const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
	const broken = scratch.write('broken', '');
	chmodSync(scratch.write('bin/git', `#!/bin/sh\n[ -e '${broken}' ] && exit 128\nexec '${real}' "$@"\n`), 0o755);
	vi.stubEnv('PATH', `${join(scratch.home, 'bin')}:${process.env.PATH}`);
	return () => rmSync(broken);
}

describe.skipIf(process.platform === 'win32')('where git fails', () => {
	test('[A7] a repository has no name until git says one, and no other then', async () => {
		scratch.repository('work/api', 'git@github.com:acme/api.git');
		const mend = fragileGit();
		const names = new RepositoryNames();
		expect(await names.of(at('work/api'))).toBeUndefined();
		mend();
		expect(await names.of(at('work/api'))).toEqual({ repo: 'github.com/acme/api', head: undefined });
	});

	test('[A7] only at the configuration, a repository is not named as one without a remote', async () => {
		scratch.repository('work/api', 'git@github.com:acme/api.git');
		const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
		const slow = `#!/bin/sh\nfor each in "$@"; do [ "$each" = --get-regexp ] && exit 128; done\nexec '${real}' "$@"\n`;
		chmodSync(scratch.write('bin/git', slow), 0o755);
		vi.stubEnv('PATH', `${join(scratch.home, 'bin')}:${process.env.PATH}`);
		expect(await nameOf('work/api')).toBeUndefined();
	});

	test('[C7] what may be ignored or generated is left out until git says that it is not', async () => {
		scratch.repository('work/api');
		scratch.write('work/api/.gitignore', 'dist/\n');
		scratch.write('work/api/.gitattributes', 'made.ts linguist-generated\n');
		const mend = fragileGit();
		const excluded = new ExcludedFiles();
		const told = async (now: number) => {
			const paths = ['src/a.ts', 'dist/a.js', 'made.ts'];
			await excluded.ask(at('work/api'), paths, now);
			return paths.filter((path) => !excluded.isExcluded(at('work/api'), path));
		};
		expect(await told(1)).toEqual([]);
		mend();
		expect(await told(2)).toEqual(['src/a.ts']);
	});

	test('[C7] a path that git refuses is left out, and costs itself alone', async () => {
		const root = scratch.repository('work/api');
		symlinkSync(scratch.home, join(root, 'link'));
		const excluded = new ExcludedFiles();
		const paths = Array.from({ length: 9 }, (_, index) => `src/${index}.ts`);
		await excluded.ask(at('work/api'), [...paths, 'link/a.ts'], 1);
		expect(excluded.isExcluded(at('work/api'), 'link/a.ts')).toBe(true);
		expect(paths.filter((path) => excluded.isExcluded(at('work/api'), path))).toEqual([]);
	});
});

describe('git', () => {
	test.runIf(process.getuid?.() === 0)(
		'[G5] is asked in a repository that somebody else owns only where the user declared it safe',
		async () => {
			const root = scratch.repository('work/theirs', 'git@github.com:acme/theirs.git');
			scratch.write('work/theirs/new.ts', '');
			const safe = (...folders: string[]) => {
				scratch.write('config', `[safe]\n${folders.map((folder) => `\tdirectory = ${folder}\n`).join('')}`);
				vi.stubEnv('GIT_CONFIG_GLOBAL', join(scratch.home, 'config'));
			};
			safe(join(scratch.home, 'work/another'));
			scratch.git('work/theirs', 'config', '--add', 'safe.directory', '*');
			for (const path of ['', '.git', '.git/config']) chownSync(join(root, path), 12_345, 12_345);
			expect(await git(at('work/theirs'), 'untracked')).toBeUndefined();
			expect(await nameOf('work/theirs')).toBeUndefined();
			for (const folder of [root, '*']) {
				safe(folder);
				expect(await nameOf('work/theirs')).toEqual({ repo: 'github.com/acme/theirs', head: undefined });
			}
			safe('*', '');
			expect(await nameOf('work/theirs')).toBeUndefined();
			safe(root);
			expect(await git(at('work/theirs'), 'untracked')).toBe('new.ts\0');
			safe();
			for (const path of ['', '.git', '.git/config']) chownSync(join(root, path), 0, 0);
			expect(await git(at('work/theirs'), 'untracked')).toBe('new.ts\0');
		},
	);

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

	test.each([
		['.gitconfig', '[url "git@github.com:"]\n\tinsteadOf = gh:\n'],
		['.config/git/config', '[url "git@github.com:"]\n\tinsteadOf = gh:\n'],
		['.ssh/config', 'Host gh\n HostName github.com\n'],
	])('a name is looked up anew once the user’s %s says otherwise', async (file, text) => {
		vi.stubEnv('HOME', scratch.home);
		vi.stubEnv('XDG_CONFIG_HOME', undefined);
		scratch.repository('work/api', 'gh:acme/api');
		const names = new RepositoryNames();
		expect((await names.of(at('work/api')))?.repo).toBe('gh/acme/api');
		scratch.write(file, text);
		expect((await names.of(at('work/api')))?.repo).toBe('github.com/acme/api');
	});

	test('a name is found in no time, however many remotes there are', async () => {
		scratch.repository('work/api');
		const many = Array.from(
			{ length: 9_000 },
			(_, each) => `[remote "r${each}"]\n\turl = git@host.dev:a/${each}\n[url "git@h${each}:"]\n\tinsteadOf = git@\n`,
		);
		scratch.append('work/api/.git/config', many.join(''));
		expect((await nameOf('work/api'))?.repo).toMatch(/^local\/api@/);
	});

	test('does not take the repository above for a broken one', async () => {
		scratch.repository('mono', 'git@github.com:acme/mono.git');
		scratch.write('mono/vendor/api/.git/HEAD', 'ref: refs/heads/main\n');
		mkdirSync(join(scratch.home, 'mono/vendor/api/src'));
		expect(at('mono/vendor/api/src').top).toBe(join(scratch.home, 'mono/vendor/api'));
		expect(await nameOf('mono/vendor/api/src')).toBeUndefined();
	});
});
