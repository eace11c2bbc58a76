/** What changed in a worktree is told as `git status` would tell it, without git's looking at a file. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { changedFiles } from './changed.ts';
import { type Worktree, Worktrees } from './worktree.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const at = (folder: string) => new Worktrees().at(join(scratch.home, folder)) as Worktree;

async function told(folder = 'api', since = 0): Promise<string[] | undefined> {
	return (await changedFiles(at(folder), since))?.map(({ path }) => path).sort();
}

/** Files that `git status` lists and that are there. */
function listed(folder = 'api'): string[] {
	const args = ['--no-optional-locks', 'status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all'];
	const entries = execFileSync('git', args, { cwd: join(scratch.home, folder), encoding: 'utf8' }).split('\0');
	const there = entries.filter((entry) => entry !== '' && !/^( D|D )/.test(entry));
	return there
		.map((entry) => entry.slice(3))
		.filter((path) => !path.endsWith('/'))
		.sort();
}

/** A repository with these files committed, every one older than its index. */
function committed(files: Record<string, string>, folder = 'api', ...init: string[]): string {
	mkdirSync(join(scratch.home, folder), { recursive: true });
	scratch.git(folder, 'init', '--quiet', ...init);
	for (const [path, content] of Object.entries(files)) scratch.write(`${folder}/${path}`, content);
	const root = join(scratch.home, folder);
	for (const path of Object.keys(files)) age(join(root, path), 60);
	scratch.git(folder, 'add', '--all');
	scratch.git(folder, 'commit', '--quiet', '-m', 'Begin');
	return root;
}

/** Its time is so many seconds ago. */
function age(path: string, seconds: number): void {
	const time = Date.now() / 1000 - seconds;
	utimesSync(path, time, time);
}

/** Written anew at another time, and as it was. */
function rewrite(...paths: string[]): void {
	for (const path of paths) {
		writeFileSync(path, readFileSync(path));
		age(path, 30);
	}
}

describe('[A11] [G4] what changed', () => {
	test('is what was edited, staged, made anew, or meets in an unfinished merge', async () => {
		const root = committed({ 'a.ts': 'a\n', 'b.ts': 'b\n', 'src/c.ts': 'c\n', 'd.ts': 'd\n', 'gone.ts': 'x\n', 'meets.ts': 'x\n' });
		scratch.git('api', 'checkout', '--quiet', '-b', 'side');
		scratch.write('api/meets.ts', 'theirs\n');
		scratch.git('api', 'commit', '--quiet', '-am', 'Theirs');
		scratch.git('api', 'checkout', '--quiet', 'main');
		scratch.write('api/meets.ts', 'ours\n');
		scratch.git('api', 'commit', '--quiet', '-am', 'Ours');
		expect(() => scratch.git('api', 'merge', 'side'), 'it stops at the conflict').toThrow();
		scratch.write('api/a.ts', 'A\n');
		scratch.write('api/b.ts', 'staged\n');
		scratch.git('api', 'add', 'b.ts');
		scratch.write('api/src/c.ts', 'staged\n');
		scratch.git('api', 'add', 'src/c.ts');
		scratch.write('api/src/c.ts', 'and more\n');
		scratch.write('api/new/e.ts', 'e\n');
		scratch.write('api/later.ts', '');
		scratch.git('api', 'add', '--intent-to-add', 'later.ts');
		rmSync(join(root, 'gone.ts'));
		expect(await told()).toEqual(['a.ts', 'b.ts', 'later.ts', 'meets.ts', 'new/e.ts', 'src/c.ts']);
		expect(listed()).toEqual(await told());
	});

	test('is everything that is staged while nothing is committed', async () => {
		scratch.write('api/a.ts', 'a\n');
		scratch.write('api/b.ts', 'b\n');
		scratch.git('api', 'init', '--quiet');
		scratch.git('api', 'add', 'a.ts');
		expect(await told()).toEqual(['a.ts', 'b.ts']);
	});

	test('is nothing that was written as it was, and nothing that is older than is asked', async () => {
		const root = committed({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
		rewrite(join(root, 'a.ts'));
		expect(await told()).toEqual([]);
		scratch.write('api/b.ts', 'B\n');
		age(join(root, 'b.ts'), 40);
		expect(await told('api', Date.now() - 50_000)).toEqual(['b.ts']);
		expect(await told('api', Date.now() - 30_000)).toEqual([]);
	});

	test('comes with its time, latest first', async () => {
		const root = committed({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
		for (const [path, seconds] of [
			['a.ts', 9],
			['b.ts', 8],
			['c.ts', 7],
		] as const) {
			scratch.write(`api/${path}`, 'changed\n');
			age(join(root, path), seconds);
		}
		const changed = (await changedFiles(at('api'), 0)) ?? [];
		expect(changed).toEqual(['c.ts', 'b.ts', 'a.ts'].map((path) => ({ path, at: statSync(join(root, path)).mtimeMs })));
	});

	test('is seen where a file was written at the very time of its index, with the size that it had', async () => {
		const root = committed({ 'a.ts': 'aaaa\n', 'b.ts': 'bbbb\n' });
		const time = Math.floor(Date.now() / 1000) - 10;
		for (const path of ['a.ts', 'b.ts']) utimesSync(join(root, path), time, time);
		scratch.git('api', 'update-index', '--refresh');
		utimesSync(join(root, '.git/index'), time, time);
		const { ino } = lstatSync(join(root, 'a.ts'));
		writeFileSync(join(root, 'a.ts'), 'AAAA\n');
		utimesSync(join(root, 'a.ts'), time, time);
		expect(lstatSync(join(root, 'a.ts'))).toMatchObject({ ino, size: 5, mtimeMs: time * 1000 });
		expect(await told()).toEqual(['a.ts']);
	});

	test('is seen where the index knows no more of a file than that it may have changed', async () => {
		const root = committed({ 'a.ts': 'aaaa\n', 'empty.ts': '' });
		const time = Math.floor(Date.now() / 1000) + 5;
		utimesSync(join(root, 'a.ts'), time, time);
		scratch.git('api', 'add', 'a.ts');
		utimesSync(join(root, '.git/index'), time, time);
		writeFileSync(join(root, 'a.ts'), '');
		utimesSync(join(root, 'a.ts'), time, time);
		scratch.write('api/b.ts', 'b\n');
		scratch.git('api', 'add', 'b.ts'); // Writes the index anew, with a size of zero for a.ts.
		utimesSync(join(root, '.git/index'), time + 9, time + 9);
		expect(await told()).toEqual(['a.ts', 'b.ts']);
	});

	test('is nothing that git was told not to look at', async () => {
		const root = committed({ 'a.ts': 'a\n', 'b.ts': 'b\n', 'c.ts': 'c\n' });
		scratch.git('api', 'update-index', '--skip-worktree', 'a.ts');
		scratch.git('api', 'update-index', '--assume-unchanged', 'b.ts');
		for (const path of ['a.ts', 'b.ts', 'c.ts']) writeFileSync(join(root, path), 'changed\n');
		expect(await told()).toEqual(['c.ts']);
		expect(listed()).toEqual(['c.ts']);
	});

	test('[C7] is nothing that is ignored, and nothing of nested repositories and submodules', async () => {
		committed({ 'a.ts': 'a\n', '.gitignore': 'dist/\n' });
		committed({ 'x.ts': 'x\n' }, 'lib');
		scratch.git('api', 'submodule', '--quiet', 'add', join(scratch.home, 'lib'), 'sub');
		committed({ 'n.ts': 'n\n' }, 'api/nested');
		for (const path of ['dist/a.js', 'sub/x.ts', 'nested/n.ts', 'nested/new.ts', 'a.ts']) scratch.write(`api/${path}`, 'changed\n');
		expect(await told()).toEqual(['.gitmodules', 'a.ts']);
		expect(await told('api/nested')).toEqual(['n.ts', 'new.ts']);
		expect(await told('api/sub')).toEqual(['x.ts']);
	});

	test('is a symbolic link that leads elsewhere, and nothing that lies behind one', async () => {
		const root = committed({ 'a.ts': 'a\n', 'b.ts': 'b\n', 'src/c.ts': 'c\n', 'src/d.ts': 'd\n' });
		symlinkSync('a.ts', join(root, 'one'));
		symlinkSync('a.ts', join(root, 'two'));
		scratch.git('api', 'add', 'one', 'two');
		scratch.git('api', 'commit', '--quiet', '-m', 'Links');
		for (const [link, target] of [
			['one', 'b.ts'],
			['two', 'a.ts'],
		] as const) {
			rmSync(join(root, link));
			symlinkSync(target, join(root, link));
		}
		renameSync(join(root, 'src'), join(scratch.home, 'elsewhere'));
		writeFileSync(join(scratch.home, 'elsewhere/c.ts'), 'changed\n');
		symlinkSync(join(scratch.home, 'elsewhere'), join(root, 'src'));
		expect(await told()).toEqual(['one', 'src']);
		expect(listed()).toEqual(['one', 'src']);
	});

	test('is no other end of lines, as git writes them where it is set to', async () => {
		const root = committed({ 'a.ts': 'a\nb\n', 'b.ts': 'a\nb\n', '.gitattributes': '* text=auto eol=crlf\n' });
		for (const path of ['a.ts', 'b.ts']) rmSync(join(root, path));
		scratch.git('api', 'checkout', '--quiet', '--', '.');
		expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('a\r\nb\r\n');
		rewrite(join(root, 'a.ts'));
		scratch.write('api/b.ts', 'a\r\nB\r\n');
		expect(await told()).toEqual(['b.ts']);
		expect(listed()).toEqual(['b.ts']);
	});

	test('in a file of Git LFS is told by its pointer', async () => {
		const root = committed({ '.gitattributes': '*.bin filter=lfs -text\n' });
		const pointer = (content: string) =>
			`version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update(content).digest('hex')}\nsize ${content.length}\n`;
		for (const name of ['a.bin', 'b.bin']) scratch.write(`api/${name}`, pointer('content'));
		scratch.git('api', 'add', '.');
		scratch.git('api', 'commit', '--quiet', '-m', 'Large ones');
		writeFileSync(join(root, 'a.bin'), 'content');
		writeFileSync(join(root, 'b.bin'), 'CONTENT');
		expect(await told()).toEqual(['b.bin']);
	});

	test.each([
		['filter=mine', 'a filter'],
		['ident', 'keywords'],
		['working-tree-encoding=UTF-16LE', 'an encoding'],
	])('in a file with %s (%s) is told by its size, or nobody can tell', async (attribute) => {
		const root = committed({ 'same.x': 'aaaa', 'other.x': 'aaaa', 'old.x': 'aaaa' });
		writeFileSync(join(root, '.git/info/attributes'), `*.x ${attribute}\n`);
		writeFileSync(join(root, 'same.x'), 'bbbb');
		writeFileSync(join(root, 'other.x'), 'bbbbbb');
		expect(await told()).toEqual(['other.x']);
	});

	test('in a file too large to be read is told by its size', async () => {
		const root = committed({ 'a.bin': 'a'.repeat(17_000_000), 'b.bin': 'b'.repeat(17_000_000) });
		rewrite(join(root, 'a.bin'));
		writeFileSync(join(root, 'b.bin'), 'b'.repeat(17_000_001));
		expect(await told()).toEqual(['b.bin']);
	});
});

const VERSION = execFileSync('git', ['version'], { encoding: 'utf8' }).replace(/^git version /, '');
const knows = (since: string) => VERSION.localeCompare(since, 'en', { numeric: true }) >= 0;

/** How a repository is made, and what is done to its index. */
const FORMATS: [name: string, since: string, init: string[], ...commands: string[][]][] = [
	['version 2', '2.0', []],
	['version 3', '2.0', [], ['add', '--intent-to-add', 'later.ts']],
	['version 4', '2.0', [], ['update-index', '--index-version=4']],
	['split', '2.0', [], ['update-index', '--split-index']],
	['of a sparse checkout', '2.30', [], ['sparse-checkout', 'init', '--cone'], ['sparse-checkout', 'set', 'src']],
	['sparse', '2.37', [], ['sparse-checkout', 'set', '--cone', '--sparse-index', 'src']],
	['with a cache of new files', '2.0', [], ['update-index', '--untracked-cache']],
	['without a hash', '2.40', [], ['config', 'index.skipHash', 'true'], ['add', '.']],
	['with SHA-256', '2.30', ['--object-format=sha256']],
	['of reftable', '2.45', ['--ref-format=reftable']],
];

describe('[A11] [G4] what changed, where the index is', () => {
	const known = FORMATS.filter(([, since]) => knows(since));
	test.each(known)('%s, is told alike', async (...[, , init, ...commands]) => {
		const names = ['a.ts', 'ab.ts', 'src/ä/ö.ts', 'src/ä/öö.ts', 'src/b c.ts', 'src/new\nline.ts', 'web/d.ts', 'web/deep/e.ts'];
		const root = committed(Object.fromEntries(names.map((name) => [name, `${name}\n`])), 'api', ...init);
		scratch.write('api/later.ts', '');
		for (const command of commands) scratch.git('api', ...command);
		rewrite(join(root, 'ab.ts'), join(root, 'src/ä/ö.ts'));
		for (const path of ['a.ts', 'src/ä/öö.ts', 'src/b c.ts', 'src/new\nline.ts', 'src/new.ts']) scratch.write(`api/${path}`, 'changed\n');
		expect(await told()).toEqual(['a.ts', 'later.ts', 'src/b c.ts', 'src/new\nline.ts', 'src/new.ts', 'src/ä/öö.ts']);
		expect(listed()).toEqual(await told());
	});

	test('with a list of a monitor, is told alike', async () => {
		const root = committed({ 'a.ts': 'a\n', 'b.ts': 'b\n' });
		scratch.git('api', '-c', 'core.fsmonitor=true', 'update-index', '--fsmonitor');
		scratch.write('api/a.ts', 'changed\n');
		rewrite(join(root, 'b.ts'));
		expect(await told()).toEqual(['a.ts']);
	});

	test('broken, is not told', async () => {
		const root = committed({ 'a.ts': 'a\n' });
		scratch.write('api/a.ts', 'changed\n');
		writeFileSync(join(root, '.git/index'), 'DIRT');
		expect(await told()).toBeUndefined();
	});

	test('[P4] made to lead out of the worktree, is not told of what lies there', async () => {
		const root = committed({ 'aaaaaa.ts': 'a\n' });
		writeFileSync(join(scratch.home, 'secret.ts'), 'b\n');
		const index = readFileSync(join(root, '.git/index'), 'latin1').replace('aaaaaa.ts', '../secret');
		renameSync(join(scratch.home, 'secret.ts'), join(scratch.home, 'secret'));
		writeFileSync(join(root, '.git/index'), index, 'latin1');
		rmSync(join(root, 'aaaaaa.ts'));
		expect(await told()).not.toContain('../secret');
	});
});
