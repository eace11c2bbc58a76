/** Changes are alive until they have landed, told on real repositories. Nothing here runs over a network. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { ChangeWatch } from './change-watch.ts';
import type { Contents } from './contents.ts';
import { counts, type Edit, type Fate } from './edit.ts';

let scratch: Scratch;
let watch: ChangeWatch;
beforeEach(() => {
	scratch = new Scratch();
	watch = new ChangeWatch();
});
afterEach(() => scratch.remove());

const LINES = Array.from({ length: 40 }, (_, line) => `line ${line}`);
const text = (changes: { [line: number]: string | undefined } = {}) =>
	LINES.flatMap((line, number) => (number in changes ? (changes[number] ?? []) : line)).join('\n');

const write = (folder: string, path: string, content: string) => scratch.write(`${folder}/${path}`, content);
const git = (folder: string, ...args: string[]) => scratch.git(folder, ...args);
function commit(folder: string, message = 'More'): void {
	git(folder, 'add', '--all');
	git(folder, 'commit', '--quiet', '--allow-empty', '-m', message);
}

/** A clone of a team's repository, which holds `src/a.ts`, beside a colleague's. */
function clone(name = 'main'): void {
	mkdirSync(scratch.at('team'), { recursive: true });
	git('team', 'init', '--quiet', '--bare', `--initial-branch=${name}`);
	git('.', 'clone', '--quiet', 'team', 'theirs');
	git('theirs', 'checkout', '--quiet', '-b', name);
	write('theirs', 'src/a.ts', text());
	write('theirs', 'src/b.ts', 'b\n');
	commit('theirs', 'Begin');
	git('theirs', 'push', '--quiet', 'origin', name);
	git('.', 'clone', '--quiet', 'team', 'api');
}

/** A colleague's commit on the default branch, which is pushed, and heard of here at once or not yet. */
function theyPush(files: Record<string, string | undefined>, { fetched = true, name = 'main' } = {}): void {
	git('theirs', 'pull', '--quiet', '--ff-only', 'origin', name);
	for (const [path, content] of Object.entries(files))
		if (content === undefined) rmSync(join(scratch.home, 'theirs', path));
		else write('theirs', path, content);
	commit('theirs', 'Theirs');
	git('theirs', 'push', '--quiet', 'origin', name);
	if (fetched) git('api', 'fetch', '--quiet');
}

const edited = (more: Partial<Edit> = {}, folder = 'api'): Edit => ({
	worktreeTop: join(scratch.home, folder),
	root: join(scratch.home, 'api'),
	branch: 'fix',
	path: 'src/a.ts',
	at: Date.now(),
	...more,
});

async function fateOf(edit = edited()): Promise<Fate> {
	return (await watch.fates([edit], Date.now())).get(edit) as Fate;
}
/** What a change lies between; undefined where nothing is told of it. */
async function contentsOf(edit: Edit, given?: Fate): Promise<Contents | undefined> {
	const fate = given ?? (await fateOf(edit));
	const told: Contents[] = [];
	if (fate.is === 'alive') await watch.contents([{ edit, fate }], (_, contents) => told.push(contents));
	return told[0];
}
const isNow = async (edit?: Edit) => (await fateOf(edit)).is;

/** On a branch of its own, committed. */
function changed(changes = { 10: 'mine' } as Parameters<typeof text>[0]): void {
	git('api', 'checkout', '--quiet', '-b', 'fix');
	write('api', 'src/a.ts', text(changes));
	commit('api', 'Mine');
}

describe('[C10] a change is alive', () => {
	test('while it is neither committed nor undone', async () => {
		clone();
		git('api', 'checkout', '--quiet', '-b', 'fix');
		expect(await isNow()).toBe('over');
		const file = write('api', 'src/a.ts', text({ 10: 'mine' }));
		const base = git('api', 'rev-parse', 'main:src/a.ts');
		expect(await fateOf()).toEqual({ is: 'alive', base, content: { in: 'file', file, areEndsConverted: false }, branch: 'fix' });
		git('api', 'checkout', '--', 'src/a.ts');
		expect(await isNow()).toBe('over');
	});

	test('where it is committed, until it is reverted', async () => {
		clone();
		changed();
		expect(await fateOf()).toMatchObject({ is: 'alive', content: { in: 'file' } });
		git('api', 'revert', '--no-edit', 'HEAD');
		expect(await isNow()).toBe('over');
	});

	test('while a stash of its branch holds it, files that git does not know too', async () => {
		clone();
		git('api', 'checkout', '--quiet', '-b', 'fix');
		write('api', 'src/a.ts', text({ 10: 'mine' }));
		write('api', 'src/new.ts', 'new\n');
		git('api', 'stash', '--include-untracked');
		expect(await fateOf()).toMatchObject({ is: 'alive', content: { in: 'blob' }, branch: 'fix' });
		expect(await isNow(edited({ path: 'src/new.ts' }))).toBe('alive');
		expect(await isNow(edited({ path: 'src/b.ts' }))).toBe('over');
		expect(await isNow(edited({ branch: 'other' }))).toBe('over');
		git('api', 'checkout', '--quiet', 'main');
		expect(await isNow()).toBe('alive');
		git('api', 'stash', 'drop');
		expect(await isNow()).toBe('over');
	});

	test('at the tip of its branch once another one is checked out, and over when that is gone', async () => {
		clone();
		changed();
		const oid = git('api', 'rev-parse', 'fix:src/a.ts');
		git('api', 'checkout', '--quiet', 'main');
		expect(await fateOf()).toMatchObject({ is: 'alive', content: { in: 'blob', oid }, branch: 'fix' });
		git('api', 'branch', '-D', 'fix');
		expect(await isNow()).toBe('over');
	});

	test('as long as its branch is known at the remote, if it is gone here', async () => {
		clone();
		changed();
		git('api', 'push', '--quiet', 'origin', 'fix');
		git('api', 'checkout', '--quiet', 'main');
		git('api', 'branch', '-D', 'fix');
		expect(await isNow()).toBe('alive');
		git('theirs', 'push', '--quiet', 'origin', ':fix');
		git('api', 'fetch', '--quiet', '--prune');
		expect(await isNow()).toBe('over');
	});

	test('on the branch that was made for it after the edit', async () => {
		clone();
		const edit = edited({ branch: 'main' });
		write('api', 'src/a.ts', text({ 10: 'mine' }));
		git('api', 'checkout', '--quiet', '-b', 'fix');
		expect(await fateOf(edit)).toMatchObject({ is: 'alive', branch: 'fix' });
		commit('api');
		expect(await fateOf(edit)).toMatchObject({ is: 'alive', branch: 'fix' });
		git('api', 'branch', '-m', 'fix', 'better');
		git('api', 'checkout', '--quiet', 'main');
		expect(await fateOf(edit)).toMatchObject({ is: 'alive', branch: 'better' });
		git('api', 'branch', '-D', 'better');
		expect(await isNow(edit)).toBe('over');
	});

	test('and not taken for a colleague’s whose branch is looked at', async () => {
		clone();
		git('api', 'checkout', '--quiet', '-b', 'fix');
		git('theirs', 'checkout', '--quiet', '-b', 'other');
		write('theirs', 'src/a.ts', text({ 20: 'theirs' }));
		commit('theirs');
		git('theirs', 'push', '--quiet', 'origin', 'other');
		git('api', 'fetch', '--quiet');
		git('api', 'checkout', '--quiet', 'other');
		expect(await isNow()).toBe('over');
	});

	test('on the default branch itself until it is pushed', async () => {
		clone();
		const edit = edited({ branch: 'main' });
		write('api', 'src/a.ts', text({ 10: 'mine' }));
		expect(await isNow(edit)).toBe('alive');
		commit('api');
		expect(await isNow(edit)).toBe('alive');
		git('api', 'push', '--quiet', 'origin', 'main');
		expect(await isNow(edit)).toBe('over');
	});

	test('where no branch is checked out, and on the branch that is made there', async () => {
		clone();
		git('api', 'checkout', '--quiet', '--detach');
		const edit = edited({ branch: undefined });
		write('api', 'src/a.ts', text({ 10: 'mine' }));
		expect(await isNow(edit)).toBe('alive');
		commit('api');
		expect(await isNow(edit)).toBe('alive');
		git('api', 'checkout', '--quiet', '-b', 'fix');
		git('api', 'checkout', '--quiet', 'main');
		expect(await fateOf(edit)).toMatchObject({ is: 'alive', branch: 'fix' });
		git('api', 'branch', '-D', 'fix');
		expect(await isNow(edit)).toBe('over');
	});

	test('in each of several worktrees by itself, and at its branch when its worktree is gone', async () => {
		clone();
		for (const name of ['one', 'two']) git('api', 'worktree', 'add', '--quiet', '-b', name, `../${name}`);
		write('one', 'src/a.ts', text({ 10: 'one' }));
		const one = edited({ branch: 'one' }, 'one');
		const two = edited({ branch: 'two' }, 'two');
		expect(await isNow(one)).toBe('alive');
		expect(await isNow(two)).toBe('over');
		commit('one');
		git('api', 'worktree', 'remove', '../one');
		expect(await fateOf(one)).toMatchObject({ is: 'alive', content: { in: 'blob' } });
		git('api', 'branch', '-D', 'one');
		expect(await isNow(one)).toBe('over');
	});

	test('as a deletion, a new file, and a file with another name', async () => {
		clone();
		git('api', 'checkout', '--quiet', '-b', 'fix');
		git('api', 'rm', '--quiet', 'src/b.ts');
		git('api', 'mv', 'src/a.ts', 'src/c.ts');
		expect(await fateOf(edited({ path: 'src/b.ts' }))).toMatchObject({ is: 'alive', content: { in: 'nowhere' } });
		const moved = { in: 'file', file: join(scratch.home, 'api/src/c.ts') };
		expect(await fateOf()).toMatchObject({ is: 'alive', content: moved, movedTo: 'src/c.ts' });
		expect(await fateOf(edited({ path: 'src/c.ts' }))).toMatchObject({ is: 'alive', base: undefined });
		commit('api');
		expect(await isNow(edited({ path: 'src/c.ts' }))).toBe('alive');
		theyPush({ 'src/a.ts': undefined, 'src/b.ts': undefined, 'src/c.ts': text() });
		for (const path of ['src/a.ts', 'src/b.ts', 'src/c.ts']) expect([path, await isNow(edited({ path }))]).toEqual([path, 'over']);
	});
});

describe('[C10] a change is over', () => {
	test.each(['main', 'master', 'stable/4.x'])('once it is merged into %s and that is fetched, not before', async (name) => {
		clone(name);
		changed();
		git('api', 'push', '--quiet', 'origin', 'fix');
		git('theirs', 'fetch', '--quiet');
		git('theirs', 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'origin/fix');
		git('theirs', 'push', '--quiet', 'origin', name);
		expect(await isNow()).toBe('alive');
		git('api', 'fetch', '--quiet');
		expect(await isNow()).toBe('over');
	});

	test('once it is merged by squash, with its branch gone at the remote', async () => {
		clone();
		changed();
		write('api', 'src/b.ts', 'also\n');
		commit('api');
		git('api', 'push', '--quiet', 'origin', 'fix');
		theyPush({ 'src/a.ts': text({ 10: 'mine' }), 'src/b.ts': 'also\n' }, { fetched: false });
		git('theirs', 'push', '--quiet', 'origin', ':fix');
		expect(await isNow()).toBe('alive');
		git('api', 'fetch', '--quiet', '--prune');
		expect(await isNow()).toBe('over');
		expect(await isNow(edited({ path: 'src/b.ts' }))).toBe('over');
	});

	test('once it is merged by rebase, onto others’ changes of the same file', async () => {
		clone();
		changed();
		theyPush({ 'src/a.ts': text({ 30: 'theirs' }) });
		expect(await isNow()).toBe('alive');
		theyPush({ 'src/a.ts': text({ 10: 'mine', 30: 'theirs' }) });
		expect(await isNow()).toBe('over');
	});

	test('though the default branch moved on in the same lines before it was fetched', async () => {
		clone();
		changed();
		theyPush({ 'src/a.ts': text({ 10: 'mine' }) }, { fetched: false });
		theyPush({ 'src/a.ts': text({ 10: 'other', 11: 'other' }) });
		expect(await isNow()).toBe('over');
	});

	test('though others’ changes came in the same commit, and the same lines were changed after it', async () => {
		clone();
		changed({ 10: 'mine', 12: undefined });
		theyPush({ 'src/a.ts': text({ 3: 'theirs', 10: 'mine', 12: undefined, 25: 'theirs' }) }, { fetched: false });
		theyPush({ 'src/a.ts': text({ 3: 'theirs', 10: 'other', 12: 'other' }) });
		expect(await isNow()).toBe('over');
	});

	test('because somebody else did the same', async () => {
		clone();
		git('api', 'checkout', '--quiet', '-b', 'fix');
		write('api', 'src/a.ts', text({ 10: 'the same' }));
		theyPush({ 'src/a.ts': text({ 10: 'the same', 30: 'more' }) });
		expect(await isNow()).toBe('over');
	});

	test('once the rest of it has landed too, not when half of it was taken over', async () => {
		clone();
		changed({ 10: 'mine', 20: 'mine too' });
		theyPush({ 'src/a.ts': text({ 10: 'mine' }) });
		expect(await isNow()).toBe('alive');
		theyPush({ 'src/a.ts': text({ 10: 'mine', 20: 'mine too' }) });
		expect(await isNow()).toBe('over');
	});

	test('not because somebody wrote something else in its place', async () => {
		clone();
		changed({ 10: undefined });
		theyPush({ 'src/a.ts': text({ 10: 'rewritten', 11: 'rewritten too' }) });
		expect(await isNow()).toBe('alive');
	});

	test('not when its branch is amended or rebased, or is in the middle of that', async () => {
		clone();
		changed();
		write('api', 'src/a.ts', text({ 10: 'mine, amended' }));
		git('api', 'commit', '--quiet', '--amend', '--no-edit', '--all');
		expect(await isNow()).toBe('alive');
		theyPush({ 'src/a.ts': text({ 10: 'theirs' }) });
		expect(() => git('api', 'rebase', 'origin/main')).toThrow();
		git('api', 'checkout', '--quiet', '--ours', 'src/a.ts');
		expect(await isNow()).toBe('alive');
		write('api', 'src/a.ts', text({ 10: 'theirs and mine' }));
		git('api', 'add', 'src/a.ts');
		git('api', '-c', 'core.editor=true', 'rebase', '--continue');
		const base = git('api', 'rev-parse', 'origin/main:src/a.ts');
		expect(await fateOf()).toMatchObject({ is: 'alive', base });
		git('api', 'reset', '--quiet', '--hard', 'origin/main');
		expect(await isNow()).toBe('over');
	});

	test('where the default branch was merged into its branch, from there on', async () => {
		clone();
		changed();
		theyPush({ 'src/a.ts': text({ 30: 'theirs' }) });
		git('api', 'merge', '--quiet', '-m', 'Merge', 'origin/main');
		const base = git('api', 'rev-parse', 'origin/main:src/a.ts');
		expect(await fateOf()).toMatchObject({ is: 'alive', base });
		theyPush({ 'src/a.ts': text({ 10: 'mine', 30: 'theirs' }) });
		expect(await isNow()).toBe('over');
	});
});

describe('[C10] the default branch', () => {
	test('is the local one where there is no remote', async () => {
		mkdirSync(scratch.at('api/src'), { recursive: true });
		git('api', 'init', '--quiet', '--initial-branch=lines');
		write('api', 'src/a.ts', text());
		commit('api');
		changed();
		expect(await isNow()).toBe('alive');
		git('api', 'checkout', '--quiet', 'lines');
		git('api', 'merge', '--quiet', '--squash', 'fix');
		commit('api');
		expect(await isNow()).toBe('over');
	});

	test('is upstream’s where the clone is of a fork', async () => {
		clone();
		git('.', 'clone', '--quiet', '--bare', 'team', 'fork');
		git('api', 'remote', 'rename', 'origin', 'upstream');
		git('api', 'remote', 'add', 'origin', join(scratch.home, 'fork'));
		git('api', 'fetch', '--quiet', '--all');
		changed();
		git('api', 'push', '--quiet', 'origin', 'fix', 'fix:main');
		expect(await isNow()).toBe('alive');
		git('api', 'push', '--quiet', 'upstream', 'fix:main');
		expect(await isNow()).toBe('over');
	});

	test('is found among packed references, and where the remote says not which it is', async () => {
		clone();
		changed();
		git('api', 'remote', 'set-head', 'origin', '--delete');
		git('api', 'pack-refs', '--all');
		expect(await isNow()).toBe('alive');
		git('api', 'push', '--quiet', 'origin', 'fix:main');
		expect(await isNow()).toBe('over');
	});

	test('may be known from its last commits alone', async () => {
		clone();
		theyPush({ 'src/b.ts': 'more\n' });
		git('.', 'clone', '--quiet', '--depth', '1', `file://${join(scratch.home, 'team')}`, 'shallow');
		git('shallow', 'checkout', '--quiet', '-b', 'fix');
		write('shallow', 'src/a.ts', text({ 10: 'mine' }));
		commit('shallow');
		const edit = edited({ root: join(scratch.home, 'shallow') }, 'shallow');
		expect(await isNow(edit)).toBe('alive');
		theyPush({ 'src/b.ts': 'and more\n' });
		git('shallow', 'fetch', '--quiet', '--depth', '1');
		expect(await isNow(edit)).toBe('alive');
		theyPush({ 'src/a.ts': text({ 10: 'mine' }) });
		git('shallow', 'fetch', '--quiet', '--depth', '1');
		expect(await isNow(edit)).toBe('over');
	});

	test('is not known where only another one was fetched: nothing is told', async () => {
		clone();
		git('theirs', 'push', '--quiet', 'origin', 'main:fix');
		git('.', 'clone', '--quiet', '--single-branch', '--branch', 'fix', 'team', 'single');
		write('single', 'src/a.ts', text({ 10: 'mine' }));
		const edit = edited({ root: join(scratch.home, 'single') }, 'single');
		expect(await isNow(edit)).toBe('unknown');
	});
});

describe('[C10] [G4] contents are compared without git’s conversions', () => {
	test('with either end of lines where git converts them, and as a pointer of Git LFS', async () => {
		clone();
		git('api', 'checkout', '--quiet', '-b', 'fix');
		git('api', 'config', 'core.autocrlf', 'false');
		write('api', 'src/a.ts', text().replaceAll('\n', '\r\n'));
		expect(await isNow()).toBe('alive');
		git('api', 'config', 'core.autocrlf', 'true');
		write('api', 'src/a.ts', text().replaceAll('\n', '\r\n'));
		expect(await isNow()).toBe('over');
		write('api', 'src/a.ts', text({ 10: 'mine' }).replaceAll('\n', '\r\n'));
		expect(await isNow()).toBe('alive');
		theyPush({ 'src/a.ts': text({ 10: 'mine', 30: 'theirs' }) });
		expect(await isNow()).toBe('over');
		const oid = createHash('sha256').update('large').digest('hex');
		theyPush({ 'large.bin': `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 5\n` });
		write('api', 'large.bin', 'large');
		expect(await isNow(edited({ path: 'large.bin' }))).toBe('over');
		const edit = edited({ path: 'large.bin' });
		write('api', 'large.bin', 'other');
		expect(await contentsOf(edit)).toEqual({ base: Buffer.from(''), now: Buffer.from('other') });
	});

	test('what a filter of the repository keeps in another form is told from the index, and its lines are not known', async () => {
		clone();
		write('api', '.gitattributes', '*.enc filter=turned\n');
		git('api', 'config', 'filter.turned.clean', 'tr a-z b-za');
		write('api', 'secret.enc', 'abc\n');
		commit('api');
		git('api', 'push', '--quiet', 'origin', 'main');
		git('api', 'checkout', '--quiet', '-b', 'fix');
		const edit = edited({ path: 'secret.enc' });
		expect(await isNow(edit)).toBe('over');
		write('api', 'secret.enc', 'abcd\n');
		const fate = await fateOf(edit);
		expect(fate).toMatchObject({ is: 'alive', content: { in: 'unknown' } });
		expect(await contentsOf(edit, fate)).toBeUndefined();
	});

	test('what a change lies between can be read, and blobs that others name', async () => {
		clone();
		changed();
		const { base, now } = (await contentsOf(edited())) ?? {};
		expect([base?.toString(), now?.toString()]).toEqual([text(), text({ 10: 'mine' })]);
		git('api', 'checkout', '--quiet', 'main');
		expect((await contentsOf(edited()))?.now.toString()).toBe(text({ 10: 'mine' }));
		expect((await watch.blob(edited(), git('api', 'rev-parse', 'main:src/b.ts')))?.toString()).toBe('b\n');
		expect(await watch.blob(edited(), 'f'.repeat(40))).toBeUndefined();
		expect(await watch.blob(edited(), 'HEAD')).toBeUndefined();
	});

	test('a file that is no text has no lines', async () => {
		clone();
		changed();
		write('api', 'src/a.ts', 'a\0b');
		const fate = await fateOf();
		expect(fate.is).toBe('alive');
		expect(await contentsOf(edited(), fate)).toBeUndefined();
	});
});

describe('[C10] git is asked', () => {
	/** Has git keep a list of what it is asked. */
	function listened(): () => string[] {
		const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
		const list = scratch.at('asked');
		chmodSync(scratch.write('bin/git', `#!/bin/sh\necho "$@" >>${list}\nexec ${real} "$@"\n`), 0o755);
		vi.stubEnv('PATH', `${join(scratch.home, 'bin')}:${process.env.PATH}`);
		return () => {
			const lines = existsSync(list) ? readFileSync(list, 'utf8').split('\n').slice(0, -1) : [];
			rmSync(list, { force: true });
			return lines;
		};
	}
	afterEach(() => void vi.unstubAllEnvs());

	test.skipIf(process.platform === 'win32')('nothing while nothing changes, and about all worktrees at once', async () => {
		clone();
		const edits = ['one', 'two', 'three'].flatMap((name) => {
			git('api', 'worktree', 'add', '--quiet', '-b', name, `../${name}`);
			write(name, 'src/a.ts', text({ 10: name }));
			write(name, 'src/new.ts', name);
			return ['src/a.ts', 'src/new.ts', 'src/b.ts'].map((path) => edited({ branch: name, path }, name));
		});
		const later = Date.now() + 60_000;
		const asked = listened();
		const fates = await watch.fates(edits, later);
		expect([...fates.values()].map(({ is }) => is)).toEqual(['one', 'two', 'three'].flatMap(() => ['alive', 'alive', 'over']));
		expect(asked().length).toBeLessThanOrEqual(4);
		expect(await watch.fates(edits, later + 1_000)).toEqual(fates);
		expect(asked()).toEqual([]);
		write('two', 'src/a.ts', text());
		const after = await watch.fates(edits, later + 120_000);
		expect(after.get(edits[3] as Edit)?.is).toBe('over');
	});

	test('nothing of what it has to fetch, in a clone that has few blobs', async () => {
		clone();
		git('team', 'config', 'uploadpack.allowFilter', 'true');
		git('.', 'clone', '--quiet', '--filter=blob:none', `file://${join(scratch.home, 'team')}`, 'partial');
		git('partial', 'checkout', '--quiet', '-b', 'fix');
		write('partial', 'src/a.ts', text({ 10: 'mine' }));
		write('partial', 'src/new.ts', 'new\n');
		const edit = (path: string) => edited({ root: join(scratch.home, 'partial'), path }, 'partial');
		expect(await isNow(edit('src/a.ts'))).toBe('alive');
		expect(await isNow(edit('src/new.ts'))).toBe('alive');
		theyPush({ 'src/b.ts': 'more\n', 'src/a.ts': text({ 30: 'theirs' }) });
		git('partial', 'fetch', '--quiet');
		const theirs = git('partial', 'rev-parse', 'origin/main:src/a.ts');
		expect(await isNow(edit('src/a.ts'))).toBe('alive');
		expect(await watch.blob(edit('src/a.ts'), theirs)).toBeUndefined();
		theyPush({ 'src/a.ts': text({ 10: 'mine' }) });
		git('partial', 'fetch', '--quiet');
		expect(await isNow(edit('src/a.ts'))).toBe('over');
	});

	test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
		'in vain where its files cannot be read now: nothing is told',
		async () => {
			clone();
			changed();
			for (const path of ['src', '.git/HEAD', '.git/refs']) {
				chmodSync(join(scratch.home, 'api', path), 0);
				expect([path, await isNow()]).toEqual([path, 'unknown']);
				chmodSync(join(scratch.home, 'api', path), 0o755);
				expect(await isNow()).toBe('alive');
			}
		},
	);

	test('in vain where objects or references cannot be read, the repository is gone, or a path leads elsewhere: nothing is told', async () => {
		clone();
		changed();
		for (const path of ['../team/HEAD', '.git/HEAD', '/etc/passwd', ''])
			expect([path, await isNow(edited({ path }))]).toEqual([path, 'unknown']);
		symlinkSync('../../team', join(scratch.home, 'api/src/team'));
		expect(await isNow(edited({ path: 'src/team/HEAD' }))).toBe('unknown');
		mkdirSync(join(scratch.home, 'api/.git/reftable'));
		expect(await isNow()).toBe('unknown');
		rmSync(join(scratch.home, 'api/.git/reftable'), { recursive: true });
		expect(await isNow()).toBe('alive');
		const tree = git('api', 'rev-parse', 'HEAD^{tree}');
		rmSync(join(scratch.home, 'api/.git/objects', tree.slice(0, 2), tree.slice(2)));
		watch = new ChangeWatch();
		git('api', 'checkout', '--quiet', '--force', 'main');
		expect(await isNow()).toBe('unknown');
		rmSync(join(scratch.home, 'api'), { recursive: true });
		expect(await isNow()).toBe('unknown');
	});
});

test('[C10] what cannot be told counts for 30 minutes, what is alive for 14 days, what is over never', () => {
	const at = 1_000;
	const day = 24 * 60 * 60_000;
	const isCounted = (fate: Fate, age: number) => counts(edited({ at }), fate, at + age);
	const alive: Fate = { is: 'alive', base: undefined, content: { in: 'nowhere' }, branch: 'fix' };
	expect([isCounted(alive, 14 * day), isCounted(alive, 14 * day + 1)]).toEqual([true, false]);
	expect([isCounted({ is: 'unknown' }, 30 * 60_000), isCounted({ is: 'unknown' }, 30 * 60_000 + 1)]).toEqual([true, false]);
	expect(isCounted({ is: 'over' }, 0)).toBe(false);
});
