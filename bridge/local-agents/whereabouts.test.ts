/** Where sessions are said to work, in what people and programs make of repositories and worktrees. */
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import type { LocalAgent } from './local-agent.ts';
import { readLocalAgents } from './local-agents.ts';

const REMOTE = 'git@github.com:acme/api.git';
const REPO = 'github.com/acme/api';
let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const at = (path: string) => join(scratch.home, path);

/** Of a session in a folder that edited files, all below the home. */
async function told(cwd: string, edits: string[], branch = 'main'): Promise<LocalAgent & { paths: string[] }> {
	const session = scratch.claude(`in-${cwd.replaceAll('/', '-')}`, at(cwd));
	session.branch = branch;
	session.prompt();
	for (const [index, edit] of edits.entries()) session.edit(at(edit), Date.now() + index);
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
	const agent = agents.find((each) => each.cwd === at(cwd)) as LocalAgent;
	return Object.assign(agent, { paths: agent.touches.map(({ path }) => path).sort() });
}

describe('a repository whose git folder lies elsewhere', () => {
	test('[A8] as `git init --separate-git-dir` makes it, is one with its worktrees', async () => {
		mkdirSync(at('stores'));
		scratch.git('.', 'init', '--quiet', '--separate-git-dir', 'stores/api', 'api');
		scratch.git('api', 'remote', 'add', 'origin', REMOTE);
		scratch.git('api', 'commit', '--quiet', '--allow-empty', '-m', 'Begin');
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', '../fix');
		expect(await told('api', ['api/src/a.ts', 'fix/src/b.ts'])).toMatchObject({ repo: REPO, paths: ['src/a.ts', 'src/b.ts'] });
		expect(await told('fix', ['api/src/a.ts', 'fix/src/b.ts'])).toMatchObject({ repo: REPO, paths: ['src/a.ts', 'src/b.ts'] });
	});

	test('[A8] behind a link is one with its worktrees', async () => {
		scratch.repository('api', REMOTE);
		mkdirSync(at('stores'));
		renameSync(at('api/.git'), at('stores/api'));
		symlinkSync('../stores/api', at('api/.git'));
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', '../fix');
		expect(await told('api', ['api/src/a.ts', 'fix/src/b.ts'])).toMatchObject({ repo: REPO, paths: ['src/a.ts', 'src/b.ts'] });
	});
});

describe('a bare repository with worktrees', () => {
	/** In `api/.bare` and named by `api/.git`, as `api/.git` itself, or as the folder around them. */
	const clone = (folder: string) => {
		scratch.repository('from', REMOTE);
		scratch.git('.', 'clone', '--quiet', '--bare', 'from', folder);
		scratch.git(folder, 'remote', 'set-url', 'origin', REMOTE);
		if (folder.endsWith('.bare')) scratch.write('api/.git', 'gitdir: ./.bare\n');
		scratch.git(folder, 'worktree', 'add', '--quiet', at('api/main'));
		scratch.git(folder, 'worktree', 'add', '--quiet', '-b', 'fix', at('api/trees/fix'));
	};

	test.each(['api/.bare', 'api/.git', 'api'])(
		'[A8] at %s is where a session beside them works: in that of its latest edit',
		async (folder) => {
			clone(folder);
			const agent = await told('api', ['api/main/src/a.ts', 'api/trees/fix/src/b.ts', 'api/notes.md', 'api/hooks/x']);
			expect(agent).toMatchObject({ repo: REPO, root: at('api'), top: at('api/trees/fix'), branch: 'fix' });
			expect(agent.paths).toEqual(['src/a.ts', 'src/b.ts']);
		},
	);

	test.each(['api/.bare', 'api/.git', 'api'])('[A8] at %s has one root in each of them', async (folder) => {
		clone(folder);
		const agent = await told('api/main', ['api/main/src/a.ts', 'api/trees/fix/src/b.ts']);
		expect(agent).toMatchObject({ repo: REPO, root: at('api'), branch: 'main', paths: ['src/a.ts', 'src/b.ts'] });
	});

	test('[A8] and without an edit is the repository where git is told of it, and no place where it is not', async () => {
		clone('api/.bare');
		expect(await told('api', [])).toMatchObject({ repo: REPO, root: at('api') });
	});

	test('[P4] has no files of its own to tell', async () => {
		clone('api/.bare');
		expect((await told('api', ['api/notes.md'])).paths).toEqual([]);
	});
});

describe('a worktree that is gone', () => {
	test('[A8] is known by a relative path, too', async () => {
		scratch.repository('api', REMOTE);
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', 'wt/fix');
		scratch.write('api/.git/worktrees/fix/gitdir', '../../../wt/fix/.git\n');
		rmSync(at('api/wt'), { recursive: true });
		expect(await told('api/wt/fix/src', ['api/wt/fix/src/a.ts'], 'fix')).toMatchObject({
			repo: REPO,
			top: at('api/wt/fix'),
			branch: 'fix',
			paths: ['src/a.ts'],
		});
	});

	test('[A8] is told by a branch that the checkout around it never was on, and by nothing less', async () => {
		scratch.repository('api', REMOTE);
		const gone = (branch: string) => told(`api/old/${branch}`, [`api/old/${branch}/a.ts`], branch);
		scratch.git('api', 'branch', 'fix');
		expect(await gone('fix')).toMatchObject({ top: at('api/old'), branch: 'fix', paths: ['fix/a.ts'] });
		mkdirSync(at('api/old'));
		expect(await gone('fix')).toMatchObject({ top: at('api/old/fix'), branch: 'fix', paths: ['a.ts'] });
		expect(await gone('main')).toMatchObject({ top: at('api'), paths: ['old/main/a.ts'] });
		scratch.git('api', 'checkout', '--quiet', '-b', 'seen');
		scratch.git('api', 'checkout', '--quiet', 'main');
		expect(await gone('seen')).toMatchObject({ top: at('api'), paths: ['old/seen/a.ts'] });
		scratch.git('api', 'symbolic-ref', 'HEAD', 'refs/heads/fix');
		expect(await gone('fix')).toMatchObject({ top: at('api'), paths: ['old/fix/a.ts'] });
		scratch.git('api', 'symbolic-ref', 'HEAD', 'refs/heads/main');
		rmSync(at('api/.git/logs'), { recursive: true });
		expect(await gone('fix')).toMatchObject({ top: at('api'), paths: ['old/fix/a.ts'] });
	});

	test('[A8] is known by the name of a link, too', async () => {
		scratch.repository('disk/api', REMOTE);
		symlinkSync('disk', at('work'));
		scratch.git('disk/api', 'worktree', 'add', '--quiet', '-b', 'fix', 'wt/fix');
		rmSync(at('disk/api/wt'), { recursive: true });
		expect(await told('work/api/wt/fix', ['work/api/wt/fix/a.ts'], 'fix')).toMatchObject({ branch: 'fix', paths: ['a.ts'] });
	});

	test('[A8] for git, while its folder is there, is told as it was: not as a folder of the checkout around it', async () => {
		scratch.repository('api', REMOTE);
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', 'wt/fix');
		rmSync(at('api/.git/worktrees'), { recursive: true });
		expect(existsSync(at('api/wt/fix/.git'))).toBe(true);
		const agent = await told('api/wt/fix', ['api/wt/fix/src/a.ts', 'api/src/b.ts'], 'fix');
		expect(agent).toMatchObject({ repo: REPO, top: at('api/wt/fix'), branch: 'fix', paths: ['src/a.ts', 'src/b.ts'] });
	});

	test('[A8] for git, and lies elsewhere, is of the repository that it names', async () => {
		scratch.repository('api', REMOTE);
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', '../elsewhere/fix');
		rmSync(at('api/.git/worktrees'), { recursive: true });
		expect(await told('elsewhere/fix', ['elsewhere/fix/src/a.ts'], 'fix')).toMatchObject({
			repo: REPO,
			branch: 'fix',
			paths: ['src/a.ts'],
		});
	});

	test('[A8] with its repository is in none, and never in one around it', async () => {
		scratch.repository('around', 'git@github.com:acme/around.git');
		scratch.repository('around/api', REMOTE);
		scratch.git('around/api', 'worktree', 'add', '--quiet', '-b', 'fix', '../fix');
		renameSync(at('around/api'), at('moved'));
		expect((await told('around/fix', ['around/fix/src/a.ts'], 'fix')).repo).toBeUndefined();
		expect((await told('around', ['around/fix/src/b.ts', 'around/src/c.ts'])).paths).toEqual(['src/c.ts']);
	});

	test.each(['tmp/fix', '../elsewhere/fix'])('[A8] and was made again at %s is told where it is', async (again) => {
		scratch.repository('api', REMOTE);
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', '.worktrees/fix');
		scratch.git('api', 'worktree', 'remove', '.worktrees/fix');
		scratch.git('api', 'worktree', 'add', '--quiet', again, 'fix');
		const place = join('api', again);
		expect(await told('api/.worktrees/fix', ['api/.worktrees/fix/a.ts'], 'fix')).toMatchObject({
			top: at('api/.worktrees/fix'),
			paths: ['a.ts'],
		});
		expect(await told(place, [`${place}/b.ts`], 'fix')).toMatchObject({ repo: REPO, top: at(place), paths: ['b.ts'] });
	});
});

describe('a link', () => {
	test('[A9] to a folder of the repository leads to that one’s files', async () => {
		scratch.repository('api', REMOTE);
		mkdirSync(at('api/packages/lib/src'), { recursive: true });
		mkdirSync(at('api/node_modules'));
		symlinkSync('../packages/lib', at('api/node_modules/lib'));
		scratch.write('api/.gitignore', 'node_modules\n');
		expect((await told('api', ['api/node_modules/lib/src/a.ts', 'api/node_modules/b.ts'])).paths).toEqual(['packages/lib/src/a.ts']);
	});

	test('[A9] out of the repository leads to no file of it, and to one of another', async () => {
		scratch.repository('api', REMOTE);
		scratch.repository('other');
		mkdirSync(at('other/src'));
		symlinkSync('../other/src', at('api/linked'));
		expect((await told('api', ['api/linked/a.ts', 'api/b.ts'])).paths).toEqual(['b.ts']);
	});

	test('[A8] into a repository is where a session works that was begun there', async () => {
		scratch.repository('api', REMOTE);
		scratch.repository('other', 'git@github.com:acme/other.git');
		mkdirSync(at('api/src'));
		symlinkSync('api/src', at('sources'));
		symlinkSync('../api/src', at('other/sources'));
		for (const cwd of ['sources', 'other/sources'])
			expect(await told(cwd, [`${cwd}/a.ts`, 'api/b.ts'])).toMatchObject({ repo: REPO, root: at('api'), paths: ['b.ts', 'src/a.ts'] });
	});
});

test('[A8] a folder may have a line end in its name', async () => {
	scratch.repository('a\npi', REMOTE);
	scratch.git('a\npi', 'worktree', 'add', '--quiet', '-b', 'fix', '../f\nix');
	expect(await told('f\nix', ['f\nix/a.ts', 'a\npi/b.ts'], 'fix')).toMatchObject({
		repo: REPO,
		root: at('a\npi'),
		paths: ['a.ts', 'b.ts'],
	});
});

describe('a branch', () => {
	test.each([
		['rebase-merge', 'HEAD'],
		['rebase-apply', 'HEAD'],
	])('[A8] that is being rebased (%s) is the one that is worked on', async (folder, recorded) => {
		scratch.repository('api', REMOTE);
		scratch.git('api', 'checkout', '--quiet', '--detach');
		scratch.write(`api/.git/${folder}/head-name`, 'refs/heads/fix/tax\n');
		expect(await told('api', ['api/a.ts'], recorded)).toMatchObject({ branch: 'fix/tax' });
	});

	test('[A8] is that of a real rebase that stopped at a conflict, in a worktree too', async () => {
		scratch.repository('api', REMOTE);
		scratch.git('api', 'worktree', 'add', '--quiet', '-b', 'fix', '../fix');
		for (const folder of ['api', 'fix']) {
			writeFileSync(at(`${folder}/README.md`), folder);
			scratch.git(folder, 'commit', '--quiet', '-am', 'Say more');
		}
		expect(() => scratch.git('fix', 'rebase', 'main')).toThrow();
		expect(await told('fix', ['fix/a.ts'], 'HEAD')).toMatchObject({ branch: 'fix' });
	});
});
