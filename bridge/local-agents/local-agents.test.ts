import { spawn } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { Scratch } from '../../testing/scratch.ts';
import { isShared, resolveSharedPaths } from '../report/scope.ts';
import { normalizeSharedPaths } from '../rooms/shared-paths.ts';
import { closedVolumes, homesBeyond, volumesBeyond } from '../sessions/homes-beyond.ts';
import type { LocalAgent } from './local-agent.ts';
import { foldersBeyond, followLocalAgents, readLocalAgents } from './local-agents.ts';
import { agentIdOf } from './project.ts';

const NOW = Date.UTC(2026, 10, 1);
const CODEX_SAMPLES = join(import.meta.dirname, '../agents/samples/codex');
let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

async function agents(now = Date.now()): Promise<LocalAgent[]> {
	return (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now })).agents;
}

async function only(now?: number): Promise<LocalAgent> {
	const found = await agents(now);
	expect(found).toHaveLength(1);
	return found[0] as LocalAgent;
}

const paths = (agent: LocalAgent) => agent.touches.map(({ mode, path }) => `${mode} ${path}`).sort();

test('[A3] a path that no file can have costs itself alone', async () => {
	const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
	const session = scratch.claude('one', root);
	session.edit(join(root, 'src/login.ts'));
	session.edit(join(root, 'src/a\0b/c.ts'));
	session.cwd = `${root}\0`;
	session.read(join(root, 'README.md'));
	expect(await only()).toMatchObject({ cwd: root, repo: 'github.com/acme/api' });
	expect(paths(await only())).toEqual(['edit src/login.ts', 'read README.md']);
});

describe('a repository', () => {
	test('[A7] is named by its upstream, else its origin, and the fork is its head', async () => {
		const root = scratch.repository('work/api', 'git@github.com:mara/api.git');
		const session = scratch.claude('one', root);
		session.edit(join(root, 'src/login.ts'));
		expect(await only()).toMatchObject({ repo: 'github.com/mara/api', head: undefined, root, branch: 'main' });
		scratch.git('work/api', 'remote', 'add', 'upstream', 'https://GitHub.com/acme/api.git');
		expect(await only()).toMatchObject({ repo: 'github.com/acme/api', head: 'github.com/mara/api' });
	});

	test('[A7] without a remote is named by its folder and first commit, and without a commit not at all', async () => {
		const root = scratch.repository('work/api');
		const first = scratch.git('work/api', 'rev-list', '--max-parents=0', 'HEAD').slice(0, 12);
		scratch.claude('one', root).prompt();
		expect((await only()).repo).toBe(`local/api@${first}`);
		rmSync(join(root, '.git'), { recursive: true });
		scratch.git('work/api', 'init', '--quiet');
		expect(await only()).toMatchObject({ repo: undefined, root: undefined });
	});

	test('[A7] a remote on this machine is no name: it would tell a path', async () => {
		scratch.repository('work/central');
		const root = scratch.repository('work/api', join(scratch.home, 'work/central'));
		scratch.claude('one', root).prompt();
		expect((await only()).repo).toMatch(/^local\/api@[0-9a-f]{12}$/);
	});

	test('[A7] is named by its only remote, whatever that is called, and of several by the one that its main branch follows', async () => {
		const root = scratch.repository('work/api');
		scratch.git('work/api', 'remote', 'add', 'acme', 'git@github.com:acme/api.git');
		scratch.claude('one', root).prompt();
		expect(await only()).toMatchObject({ repo: 'github.com/acme/api', head: undefined });
		scratch.git('work/api', 'remote', 'add', 'mara.fork', 'git@github.com:mara/api.git');
		expect((await only()).repo).toMatch(/^local\/api@/);
		scratch.git('work/api', 'config', 'checkout.defaultRemote', 'acme');
		expect((await only()).repo).toBe('github.com/acme/api');
		scratch.git('work/api', 'config', 'branch.fix/tax.remote', 'mara.fork');
		scratch.git('work/api', 'config', 'branch.main.remote', 'acme');
		expect(await only()).toMatchObject({ repo: 'github.com/acme/api', head: undefined });
		scratch.git('work/api', 'config', '--unset', 'branch.main.remote');
		expect((await only()).repo).toBe('github.com/mara/api');
		scratch.git('work/api', 'remote', 'add', 'origin', scratch.home);
		scratch.git('work/api', 'config', 'branch.main.remote', 'origin');
		expect((await only()).repo).toBe('github.com/mara/api');
		scratch.git('work/api', 'remote', 'set-url', 'origin', 'git@github.com:jake/api.git');
		expect((await only()).repo).toBe('github.com/jake/api');
	});

	test('[A7] an alias of ssh is the host that it stands for', async () => {
		const root = scratch.repository('work/api', 'git@github.com-work:acme/api.git');
		scratch.claude('one', root).prompt();
		vi.stubEnv('HOME', scratch.home);
		onTestFinished(() => void vi.unstubAllEnvs());
		expect((await only()).repo).toBe('github.com-work/acme/api');
		scratch.write('.ssh/config', 'Host github.com-work\n  HostName github.com\n  IdentityFile ~/.ssh/work\n');
		expect((await only()).repo).toBe('github.com/acme/api');
	});

	test('[A7] insteadOf rewrites its remote', async () => {
		const root = scratch.repository('work/api', 'gh:acme/api');
		scratch.git('work/api', 'config', 'url.git@github.com:.insteadOf', 'gh:');
		scratch.claude('one', root).prompt();
		expect((await only()).repo).toBe('github.com/acme/api');
	});

	test('[A8] its worktrees are the same repository, with their own branches and the same paths', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'side', '../api-side');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'inner', '.claude/worktrees/inner');
		const session = scratch.claude('one', join(scratch.home, 'work/api-side'));
		session.edit(join(scratch.home, 'work/api-side/src/side.ts'));
		session.edit(join(root, 'src/main.ts'));
		session.edit(join(root, '.claude/worktrees/inner/src/inner.ts'));
		const agent = await only();
		expect(agent).toMatchObject({ repo: 'github.com/acme/api', root, branch: 'side' });
		expect(paths(agent)).toEqual(['edit src/inner.ts', 'edit src/main.ts', 'edit src/side.ts']);
		scratch.git('work/api', 'worktree', 'remove', '--force', '.claude/worktrees/inner');
		expect(paths(await only())).toContain('edit src/inner.ts');
	});

	test.each([
		['.claude/worktrees/side', 'remove'],
		['.worktrees/side', 'remove'],
		['trees/side', 'rm'],
		['trees/side', 'remove'],
		['side', 'remove'],
	])('[A8] a worktree that was removed under its session is not taken for the main checkout: %s, %s', async (place, how) => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'side', place);
		const top = join(root, place);
		const session = scratch.claude('one', join(top, 'src'));
		session.branch = 'side';
		session.edit(join(top, 'src/a.ts'));
		session.edit(join(root, 'src/main.ts'));
		const before = await only();
		if (how === 'rm') rmSync(top, { recursive: true });
		else scratch.git('work/api', 'worktree', 'remove', '--force', place);
		const after = await only();
		expect(after).toMatchObject({ repo: 'github.com/acme/api', root, top, branch: 'side' });
		expect(paths(after)).toEqual(['edit src/a.ts', 'edit src/main.ts']);
		expect(after.worktree).toBe(before.worktree);
	});

	test('[A8] a worktree of Claude Code’s that lay elsewhere and was removed is still of the repository that it was made from', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		const top = join(scratch.home, 'elsewhere/side');
		const session = scratch.claude('one', root);
		session.prompt();
		session.record({
			type: 'worktree-state',
			worktreeSession: { originalCwd: root, worktreePath: top, worktreeName: 'side', worktreeBranch: 'worktree-side' },
		});
		session.cwd = top;
		session.branch = 'worktree-side';
		session.edit(join(top, 'src/a.ts'));
		expect(await only()).toMatchObject({ repo: 'github.com/acme/api', root, top, branch: 'worktree-side' });
		expect(paths(await only())).toEqual(['edit src/a.ts']);
	});

	test('[A8] a worktree is on its own branch, though records name that of the main checkout', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'side', '../api-side');
		const session = scratch.claude('one', join(scratch.home, 'work/api-side'));
		session.branch = 'main';
		session.edit(join(scratch.home, 'work/api-side/src/a.ts'));
		expect((await only(Date.now() + 3_600_000)).branch).toBe('side');
		scratch.git('work/api', 'checkout', '--quiet', '-b', 'later');
		expect((await only(Date.now() + 3_600_000)).branch).toBe('side');
		expect(root).toBe((await only()).root);
	});

	test('[A8] a worktree on no branch is not on the one that is checked out elsewhere, though records say so', async () => {
		scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '--detach', '../api-side');
		const session = scratch.claude('one', join(scratch.home, 'work/api-side'));
		session.edit(join(scratch.home, 'work/api-side/src/a.ts'));
		expect((await only()).branch).toBeUndefined();
		scratch.git('work/api', 'checkout', '--quiet', '-b', 'later');
		expect((await only()).branch).toBe('main');
	});

	test('[A8] a worktree of a submodule is that submodule', async () => {
		scratch.repository('work/lib', 'git@github.com:acme/lib.git');
		const root = scratch.repository('work/api');
		scratch.git('work/api', 'submodule', '--quiet', 'add', join(scratch.home, 'work/lib'), 'vendor/lib');
		scratch.git('work/api/vendor/lib', 'worktree', 'add', '--quiet', '-b', 'side', join(scratch.home, 'work/lib-side'));
		const session = scratch.claude('one', join(scratch.home, 'work/lib-side'));
		session.edit(join(scratch.home, 'work/lib-side/a.ts'));
		session.edit(join(root, 'vendor/lib/b.ts'));
		session.edit(join(root, 'no.ts'));
		expect(await only()).toMatchObject({ root: join(root, 'vendor/lib'), branch: 'side' });
		expect(paths(await only())).toEqual(['edit a.ts', 'edit b.ts']);
	});

	test('[A9] what lies outside of it, in a nested one or in a submodule is not told', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.repository('work/lib');
		scratch.repository('work/api/vendor/nested');
		scratch.git('work/api', 'submodule', '--quiet', 'add', join(scratch.home, 'work/lib'), 'lib');
		const session = scratch.claude('one', root);
		for (const path of ['src/in.ts', 'vendor/nested/no.ts', 'lib/no.ts', '../other.ts', '../../.ssh/id', 'src/../../../x'])
			session.edit(join(root, path));
		session.edit('/etc/passwd');
		session.edit('src/../src/relative.ts');
		expect(paths(await only())).toEqual(['edit src/in.ts', 'edit src/relative.ts']);
		const inside = scratch.claude('two', join(root, 'lib'));
		inside.edit(join(root, 'lib/yes.ts'));
		const submodule = (await agents()).find(({ cwd }) => cwd.endsWith('/lib'));
		expect(submodule).toMatchObject({ repo: expect.stringMatching(/^local\/lib@/), touches: [{ path: 'yes.ts' }] });
	});

	test('[A9] symbolic links lead to the same paths', async () => {
		const root = scratch.repository('disk/api', 'git@github.com:acme/api.git');
		mkdirSync(join(root, 'src'));
		symlinkSync(root, join(scratch.home, 'api'));
		const session = scratch.claude('one', join(scratch.home, 'api'));
		session.edit(join(scratch.home, 'api/src/a.ts'));
		session.edit(join(root, 'src/b.ts'));
		expect(await only()).toMatchObject({ root });
		expect(paths(await only())).toEqual(['edit src/a.ts', 'edit src/b.ts']);
	});

	test.runIf(process.platform === 'linux')(
		'[A9] an agent of Windows that works in a Linux of WSL works in the repository that lies here',
		async () => {
			const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
			const seen = (path: string) => `\\\\wsl.localhost\\Ubuntu${path.replaceAll('/', '\\')}`;
			const session = scratch.claude('one', seen(join(root, 'src')));
			session.edit(seen(join(root, 'src/a.ts')));
			session.edit('..\\web\\b.ts');
			const ran = session.call('Bash', { command: 'make' }, Date.now() - 1000);
			scratch.write('work/api/made.ts', '');
			session.answer(ran);
			const agent = await only();
			expect(agent).toMatchObject({ repo: 'github.com/acme/api', root, branch: 'main' });
			expect(paths(agent)).toEqual(['edit made.ts', 'edit src/a.ts', 'edit web/b.ts']);
		},
	);

	test('[A10] a folder that says not where it begins is nowhere, least of all where this command was started', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		for (const cwd of ['.', 'src', 'C:src']) scratch.claude(cwd, cwd).prompt();
		const where = process.cwd();
		process.chdir(root);
		onTestFinished(() => process.chdir(where));
		expect((await agents()).map(({ repo }) => repo)).toEqual([undefined, undefined, undefined]);
	});

	test('[A10] a session that moves takes the repository it is in, and only its paths', async () => {
		const one = scratch.repository('work/one', 'git@github.com:acme/one.git');
		const two = scratch.repository('work/two', 'git@github.com:acme/two.git');
		const session = scratch.claude('moving', one);
		session.edit(join(one, 'a.ts'));
		session.cwd = join(two, 'deep/er');
		session.edit(join(two, 'b.ts'));
		const agent = await only();
		expect(agent).toMatchObject({ repo: 'github.com/acme/two', root: two });
		expect(paths(agent)).toEqual(['edit b.ts']);
	});

	test('[A10] a folder that no longer exists leaves a sensible agent that is never shared', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.claude('one', root).edit(join(root, 'src/a.ts'));
		rmSync(root, { recursive: true });
		const agent = await only();
		expect(agent).toMatchObject({ repo: undefined, root: undefined, branch: 'main', task: 'Editing a.ts' });
		expect(paths(agent)).toEqual(['edit src/a.ts']);
		expect(isShared(agent, await resolveSharedPaths(['~/work/api', '~/work'], scratch.home))).toBe(false);
	});

	test('the branch is the one checked out while the session is fresh, else the one it recorded', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.claude('one', root).edit(join(root, 'a.ts'));
		scratch.git('work/api', 'checkout', '--quiet', '-b', 'later');
		expect((await only()).branch).toBe('later');
		expect((await only(Date.now() + 3_600_000)).branch).toBe('main');
	});
});

describe('touches', () => {
	test('[C7] leave out locks, what git ignores and what is generated', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.write('work/api/.gitignore', 'dist/\n*.log\n');
		scratch.write('work/api/.gitattributes', 'src/made/** linguist-generated\nby-hand.ts linguist-generated=false\n');
		const session = scratch.claude('one', root);
		const left = ['package-lock.json', 'web/yarn.lock', 'dist/app.js', 'error.log', 'src/made/schema.ts', '.git/config'];
		for (const path of [...left, 'by-hand.ts', 'src/a.ts']) session.edit(join(root, path));
		session.edit(join(root, 'dist/last.js'));
		const agent = await only();
		expect(paths(agent)).toEqual(['edit by-hand.ts', 'edit src/a.ts']);
		expect(agent.task).toBe('Editing a file');
	});

	test('what an agent did is counted, and what it does is said of one that is at work, never of one that rests', async () => {
		const root = scratch.repository('work/api');
		const session = scratch.claude('one', root);
		session.edit(join(root, 'a.ts'), Date.now() - 20 * 60_000);
		session.edit(join(root, 'b.ts'));
		session.read(join(root, 'b.ts'));
		const agent = await only();
		expect(agent.task).toBe('Reading b.ts');
		expect(agent.activity?.map(({ actions }) => actions)).toEqual([2, 1]);
		session.end();
		expect(await only()).toMatchObject({ status: 'idle', task: undefined, activity: agent.activity });
	});

	test('[C6] an edit is not hidden by a later read', async () => {
		const root = scratch.repository('work/api');
		const session = scratch.claude('one', root);
		session.edit(join(root, 'a.ts'), Date.now() - 60_000);
		session.read(join(root, 'a.ts'));
		session.read(join(root, 'b.ts'));
		expect(paths(await only())).toEqual(['edit a.ts', 'read b.ts']);
	});

	test('[A11] what a command changed is told as the edit of the one agent whose command ran', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		const now = Date.now();
		const session = scratch.claude('one', root);
		const changed = (path: string, at: number) => utimesSync(scratch.write(`work/api/${path}`, `${path}\n`), at / 1000, at / 1000);
		const id = session.call('Bash', { command: 'sed -i s/a/b/ README.md' }, now - 60_000);
		changed('README.md', now - 55_000);
		changed('src/new.ts', now - 52_000);
		session.answer(id, 'ok', now - 50_000);
		changed('src/by-its-human.ts', now - 40_000);
		changed('src/long-ago.ts', now - 900_000);
		expect(paths(await only())).toEqual(['edit README.md', 'edit src/new.ts']);
		const other = scratch.claude('two', root);
		other.answer(other.call('Bash', { command: 'make' }, now - 53_000), 'ok', now - 51_000);
		const found = await agents();
		expect(found.flatMap(paths)).toEqual(['edit README.md']);
	});

	test('[A11] what another agent edited with a tool while a command ran is that one’s alone', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		const now = Date.now();
		const changed = (path: string, at: number) => utimesSync(scratch.write(`work/api/${path}`, `${path}\n`), at / 1000, at / 1000);
		const one = scratch.claude('one', root);
		const ran = one.call('Bash', { command: 'npm test' }, now - 60_000);
		const two = scratch.claude('two', root);
		const edit = two.call('Edit', { file_path: join(root, 'src/b.ts') }, now - 41_000);
		changed('src/b.ts', now - 40_500);
		two.answer(edit, 'Updated', now - 40_000);
		two.edit(join(root, 'src/c.ts'), now - 50_000);
		changed('src/c.ts', now - 30_000);
		changed('src/a.ts', now - 30_000);
		one.answer(ran, 'ok', now - 20_000);
		const found = await agents();
		const of = (session: string) => paths(found.find(({ agentId }) => agentId === agentIdOf('claude-code', session)) as LocalAgent);
		expect(of('two')).toEqual(['edit src/b.ts', 'edit src/c.ts']);
		expect(of('one')).toEqual(['edit src/a.ts', 'edit src/c.ts']);
	});
});

describe('sharing', () => {
	test('[P3] goes by repository, worktrees included, and a folder shares the repositories below it', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.repository('work/web');
		scratch.repository('private/diary');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'side', '../../elsewhere');
		for (const folder of ['work/api', 'work/web', 'private/diary', 'elsewhere'])
			scratch.claude(folder.replace('/', '-'), join(scratch.home, folder)).prompt();
		scratch.claude('nowhere', scratch.home).prompt();
		const shared = async (...sharedPaths: string[]) => {
			const roots = await resolveSharedPaths(sharedPaths, scratch.home);
			return (await agents())
				.filter((agent) => isShared(agent, roots))
				.map(({ cwd }) => cwd.slice(scratch.home.length + 1))
				.sort();
		};
		expect(await shared()).toEqual([]);
		expect(await shared('~/work/api')).toEqual(['elsewhere', 'work/api']);
		expect(await shared(root)).toEqual(['elsewhere', 'work/api']);
		expect(await shared('~/elsewhere')).toEqual(['elsewhere', 'work/api']);
		expect(await shared('~/work')).toEqual(['elsewhere', 'work/api', 'work/web']);
		expect(await shared('~', '/', '~/nothing-here')).toEqual([]);
	});

	test('[P3] a shared clone that is gone, or no repository any more, does not share the one above it', async () => {
		for (const above of ['.', 'mono']) scratch.repository(above, 'git@github.com:mara/above.git');
		for (const clone of ['work/gone', 'mono/vendor/gone', 'mono/vendor/api']) scratch.repository(clone);
		scratch.claude('home', scratch.home).prompt();
		scratch.claude('mono', join(scratch.home, 'mono')).prompt();
		const kept = await normalizeSharedPaths(['work/gone', 'mono/vendor/gone', 'mono/vendor/api'], {
			home: scratch.home,
			cwd: scratch.home,
		});
		for (const clone of ['work/gone', 'mono/vendor/gone', 'mono/vendor/api/.git']) rmSync(join(scratch.home, clone), { recursive: true });
		const roots = await resolveSharedPaths(kept, scratch.home);
		expect((await agents()).filter((agent) => isShared(agent, roots))).toEqual([]);
	});

	test('[P3] a folder inside a repository is kept as that repository, save where that is all of the home folder', async () => {
		const place = { home: scratch.home, cwd: scratch.home };
		scratch.repository('work/api');
		scratch.write('work/api/src/deep/a.ts', '');
		expect(await normalizeSharedPaths(['work/api/src/deep', '~/work'], place)).toEqual(['~/work/api', '~/work']);
		scratch.repository('.');
		expect(await normalizeSharedPaths(['work'], place)).toEqual(['~/work']);
		expect(await resolveSharedPaths(['~/work'], scratch.home)).toEqual({
			repositories: new Set(),
			folders: [join(scratch.home, 'work')],
		});
		expect((await resolveSharedPaths(await normalizeSharedPaths(['~'], place), scratch.home)).repositories).toEqual(
			new Set([scratch.home]),
		);
	});
});

describe('a session', () => {
	test.each([
		['a', 'z'],
		['z', 'a'],
	])('[A4] a fork repeats records of its parent, which counts them, whichever is read first: %s before %s', async (parent, fork) => {
		const message = (id: string) => ({
			type: 'assistant',
			message: { id, usage: { input_tokens: 10, output_tokens: 1 }, content: [], stop_reason: 'end_turn' },
		});
		const [one, two] = [scratch.claude(parent, '/gone'), scratch.claude(fork, '/gone')];
		for (const session of [one, two])
			for (const id of ['m1', 'm2']) session.record(message(id), Date.now() - (session === one ? 60_000 : 50_000));
		two.record(message('m3'));
		const tokens = (await agents()).map(({ agentId, tokens: { input } }) => [agentId, input]);
		expect(Object.fromEntries(tokens)).toEqual({ [agentIdOf('claude-code', parent)]: 20, [agentIdOf('claude-code', fork)]: 10 });
	});

	test('[A4] a subagent that goes on in the background is its parent at work', async () => {
		const session = scratch.claude('one', '/gone');
		session.prompt('x', Date.now() - 9_000);
		session.end(Date.now() - 8_000);
		const record = {
			type: 'user',
			isSidechain: true,
			sessionId: 'one',
			cwd: '/gone',
			timestamp: new Date().toISOString(),
			message: { content: 'secret' },
		};
		scratch.write(session.file.replace('.jsonl', '/subagents/agent-a1.jsonl'), `${JSON.stringify(record)}\n`);
		expect(await only()).toMatchObject({ status: 'working' });
	});

	test('[A5] of Codex lives as long as its writer lock is held', async () => {
		const thread = '00000000-0000-4000-8000-000000000001';
		const rollout = `.codex/sessions/2026/10/05/rollout-2026-10-05T09-00-00-${thread}.jsonl`;
		const line = (type: string, payload: object) => `${JSON.stringify({ timestamp: new Date().toISOString(), type, payload })}\n`;
		scratch.write(rollout, line('session_meta', { id: thread, cwd: '/gone' }) + line('event_msg', { type: 'task_started' }));
		const lock = scratch.write(`.codex/thread-writer-locks/${thread}.lock`, '');
		const holder = spawn('sh', ['-c', 'exec flock "$0" sleep 60', lock], { stdio: 'ignore', detached: true });
		try {
			await vi.waitFor(async () => expect((await only()).status).toBe('working'), { timeout: 45_000 });
		} finally {
			process.kill(-(holder.pid as number), 'SIGKILL');
		}
		await vi.waitFor(async () => expect((await only()).status).toBe('idle'), { timeout: 45_000 });
	});
});

describe('a cold pass', () => {
	test('opens only files that changed since', async () => {
		scratch.claude('old', '/gone').prompt('x', Date.now() - 86_400_000);
		scratch.claude('new', '/gone').prompt();
		const day = Date.now() / 1000 - 86_400;
		utimesSync(join(scratch.home, '.claude/projects/-gone/old.jsonl'), day, day);
		const { agents: found } = await readLocalAgents({ home: scratch.home, env: {}, since: Date.now() - 3_600_000, now: Date.now() });
		expect(found).toHaveLength(1);
	});

	test('[A3] one broken file or record costs itself alone and is counted', async () => {
		const session = scratch.claude('one', '/gone');
		session.prompt();
		scratch.append(session.file, 'not json\n{"type":"brand-new","sessionId":"one","words":"secret words"}\n{"type":{}}\n');
		session.edit('/gone/a.ts');
		scratch.write('.claude/projects/-gone/empty.jsonl', '');
		mkdirSync(scratch.at('.claude/projects/-gone/folder.jsonl'));
		symlinkSync('nowhere', scratch.at('.claude/projects/-gone/dangling.jsonl'));
		const { agents: found, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
		expect(found.map(paths)).toEqual([['edit a.ts']]);
		expect(drift.map(({ record, count, version }) => `${version} ${record} ${count}`).sort()).toEqual([
			'2.1.330 (broken) 1',
			'2.1.330 (untyped) 1',
			'2.1.330 brand-new 1',
		]);
		expect(JSON.stringify(drift)).not.toContain('secret');
	});

	test.skipIf(process.platform === 'win32')('[A3] a folder or a file that is somebody else’s is counted, once', async () => {
		scratch.claude('mine', '/gone').prompt();
		scratch.claude('theirs', '/gone').prompt();
		scratch.claude('hidden', '/locked').prompt();
		chmodSync(scratch.home, 0o755);
		chmodSync(join(scratch.home, '.claude/projects/-gone/theirs.jsonl'), 0);
		chmodSync(join(scratch.home, '.claude/projects/-locked'), 0);
		const { agents: found, drift } = await asNobody(() => readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() }));
		expect(found.map(({ agentId }) => agentId)).toEqual([agentIdOf('claude-code', 'mine')]);
		expect(drift).toEqual([{ kind: 'claude-code', version: '?', record: '(unreadable)', count: 2 }]);
		const end = new AbortController();
		onTestFinished(() => end.abort());
		await asNobody(async () => {
			const followed = await followLocalAgents({
				home: scratch.home,
				env: {},
				windowMs: 1e12,
				signal: end.signal,
				onChange: () => undefined,
			});
			expect(followed.drift()).toEqual(drift);
		});
	});

	test.skipIf(process.platform === 'win32')('[A3] a folder that can be listed and not entered is counted', async () => {
		scratch.claude('hidden', '/locked').prompt();
		chmodSync(scratch.home, 0o755);
		chmodSync(join(scratch.home, '.claude/projects/-locked'), 0o444);
		const { drift } = await asNobody(() => readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() }));
		expect(drift).toEqual([{ kind: 'claude-code', version: '?', record: '(unreadable)', count: 1 }]);
	});

	test.each([
		'.claude/sessions/1.json',
		'.claude/tasks/one/1.json',
		'.codex/thread-writer-locks/one.lock',
		'.codex/sessions/2026/10/05/rollout-2026-10-05T09-00-00-00000000-0000-4000-8000-000000000001.jsonl',
		'.gemini/tmp/shop/.project_root',
		'.gemini/projects.json',
		'.copilot/session-state/two/session.db',
		'.copilot/session-state/two/inuse.1.lock',
		'.cursor/projects/shop/.workspace-trusted',
		'.cursor/chats/bucket/one/meta.json',
		'.local/share/opencode/opencode.db',
		'.local/share/opencode/opencode.db-wal',
		'work/api/.git/config',
		'work/api/.git/HEAD',
		'work/api/.git/commondir',
		'work/api/.gitattributes',
	])('[A3] a folder in the place of %s costs itself alone', async (place) => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		rmSync(join(scratch.home, place), { force: true });
		mkdirSync(join(scratch.home, place), { recursive: true });
		scratch.claude('one', root).edit(join(root, 'a.ts'));
		scratch.write('.gemini/tmp/shop/chats/session-one.jsonl', '{"sessionId":"one","kind":"main"}\n');
		const start = { type: 'session.start', timestamp: new Date().toISOString(), data: { context: { cwd: '/gone' } } };
		scratch.write('.copilot/session-state/two/events.jsonl', `${JSON.stringify(start)}\n`);
		scratch.write('.cursor/projects/shop/agent-transcripts/one/one.jsonl', '{"role":"user","message":{"content":[]}}\n');
		const found = await agents();
		expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['claude-code', 'copilot-cli']));
		expect(found.find(({ kind }) => kind === 'claude-code')).toMatchObject({ cwd: root });
	});

	test('[A3] a database beside a session that cannot be read is counted', async () => {
		const folder = '.copilot/session-state/3c1f4a52-7f0e-4d7a-9a51-0a1b2c3d4e5f';
		const start = {
			type: 'session.start',
			timestamp: new Date().toISOString(),
			data: { copilotVersion: '1.0.102', context: { cwd: '/gone' } },
		};
		scratch.write(`${folder}/events.jsonl`, `${JSON.stringify(start)}\n`);
		scratch.write(`${folder}/session.db`, 'no database, though it has CANARY in it');
		const { agents: found, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
		expect(found).toHaveLength(1);
		expect(drift).toEqual([{ kind: 'copilot-cli', version: '1.0.102', record: '(unreadable)', count: 1 }]);
	});

	test.each(readdirSync(CODEX_SAMPLES))(
		'a session of Codex is read as it was, and what it repeats is not counted, once it is compressed: %s',
		async (sample) => {
			const home = join(CODEX_SAMPLES, sample);
			const plain = (await readLocalAgents({ home, env: {}, since: 'all', now: NOW })).agents;
			const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
			for (const name of files) {
				writeFileSync(scratch.at(`.codex/archived_sessions/${basename(name)}.zst`), zstdCompressSync(readFileSync(join(home, name))));
			}
			expect(await agents(NOW)).toEqual(plain);
			expect(plain.length).toBeGreaterThan(0);
		},
	);

	test('[A4] a session of Codex that is being put away lies there twice for a moment, and counts once', async () => {
		const name = 'rollout-2026-10-05T09-00-00-00000068-0000-4000-8000-000000000068.jsonl';
		const home = join(import.meta.dirname, '../agents/samples/codex/0.117.0-turns');
		const content = readFileSync(join(home, '.codex/sessions/2026/10/05', name));
		const plain = (await readLocalAgents({ home, env: {}, since: 'all', now: NOW })).agents;
		const path = scratch.at(`.codex/archived_sessions/${name}`);
		writeFileSync(path, content);
		writeFileSync(`${path}.zst`, zstdCompressSync(content));
		expect(await agents(NOW)).toEqual(plain);
		const end = new AbortController();
		onTestFinished(() => end.abort());
		const followed = await followLocalAgents({
			...{ home: scratch.home, env: {}, windowMs: 1e13, clock: () => NOW },
			...{ signal: end.signal, onChange: () => undefined },
		});
		expect(followed.list()).toEqual(plain);
		rmSync(path);
		await vi.waitFor(() => expect(followed.list()).toEqual(plain), { timeout: 45_000 });
		await setTimeout(300);
		expect(followed.list()).toEqual(plain);
	});

	test('[A4] a session of Codex whose file lies there twice counts once, as far as it goes', async () => {
		const id = '01a21ae0-5a21-7bb1-8f63-105d7ddb0397';
		const name = `rollout-2026-11-20T11-59-00-${id}.jsonl`;
		const timestamp = (ago: number) => new Date(Date.now() - ago).toISOString();
		const usage = { input_tokens: 100, cached_input_tokens: 0, output_tokens: 10 };
		const lines = [
			{ timestamp: timestamp(4000), type: 'session_meta', payload: { id, cwd: '/gone', cli_version: '0.150.0' } },
			{ timestamp: timestamp(3000), type: 'event_msg', payload: { type: 'task_started', turn_id: 't1' } },
			{
				timestamp: timestamp(2000),
				type: 'event_msg',
				payload: { type: 'token_count', info: { total_token_usage: usage, last_token_usage: usage } },
			},
			{ timestamp: timestamp(1000), type: 'event_msg', payload: { type: 'task_complete', turn_id: 't1' } },
		].map((record) => `${JSON.stringify(record)}\n`);
		for (const [one, other] of [
			['.codex/sessions/2026/11/20', '.codex/archived_sessions'],
			['.codex/archived_sessions', '.codex/sessions/2026/11/20'],
		]) {
			scratch.write(`${one}/${name}`, lines.join(''));
			scratch.write(`${other}/${name}`, lines.slice(0, 3).join(''));
			const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
			expect(agents).toMatchObject([{ status: 'idle', tokens: { input: 100, cached: 0, output: 10 } }]);
		}
	});

	test('a compressed session of Codex is counted where this Node cannot unpack it', async () => {
		writeFileSync(
			scratch.at('.codex/archived_sessions/rollout-2026-10-05T09-00-00-00000000-0000-4000-8000-000000000001.jsonl.zst'),
			zstdCompressSync('{}'),
		);
		const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue({} as never);
		onTestFinished(() => builtin.mockRestore());
		const { drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
		expect(drift).toEqual([{ kind: 'codex', version: '?', record: '(unreadable)', count: 1 }]);
	});
});

describe('where agents keep their sessions', () => {
	const at = (...folders: string[]) => folders.map((folder) => join(scratch.home, folder));
	const found = async (env: NodeJS.ProcessEnv) => {
		const { agents: all } = await readLocalAgents({ home: scratch.home, env, since: 'all', now: Date.now() });
		return all.map(({ agentId }) => agentId).sort();
	};
	const ids = (...sessions: string[]) => sessions.map((session) => agentIdOf('claude-code', session)).sort();
	const moved = (session: string, folder: string) => {
		scratch.claude(session, '/gone').prompt();
		mkdirSync(join(scratch.home, folder, '..'), { recursive: true });
		renameSync(join(scratch.home, '.claude'), join(scratch.home, folder));
	};

	test('Claude Code: in both of its own, or in those that its variable names, one or several', async () => {
		moved('one', 'one');
		moved('two', 'odd,name');
		moved('three', '.config/claude');
		moved('four', 'config/claude');
		scratch.claude('five', '/gone').prompt();
		expect(await found({})).toEqual(ids('three', 'five'));
		expect(await found({ XDG_CONFIG_HOME: at('config')[0] })).toEqual(ids('four', 'five'));
		expect(await found({ CLAUDE_CONFIG_DIR: at('one')[0] })).toEqual(ids('one'));
		expect(await found({ CLAUDE_CONFIG_DIR: `${at('one', '.config/claude').join(', ')},` })).toEqual(ids('one', 'three'));
		expect(await found({ CLAUDE_CONFIG_DIR: at('odd,name')[0] })).toEqual(ids('two'));
		expect(await found({ CLAUDE_CONFIG_DIR: at('one', 'odd,name', '.config/claude').join(',') })).toEqual(ids('one', 'two', 'three'));
	});

	test('a variable may begin with the home folder’s sign, which no shell took for that in quotes, or after a comma', async () => {
		moved('one', 'one');
		moved('two', 'odd,name');
		moved('four', 'config/claude');
		scratch.claude('five', '/gone').prompt();
		expect(await found({ CLAUDE_CONFIG_DIR: '~/one' })).toEqual(ids('one'));
		expect(await found({ CLAUDE_CONFIG_DIR: `${at('.claude')[0]},~/one, ~/odd,name` })).toEqual(ids('one', 'two', 'five'));
		expect(await found({ XDG_CONFIG_HOME: '~/config' })).toEqual(ids('four', 'five'));
		expect(await found({ PYLON_HOMES: '~/other' })).toEqual(ids('five'));
		cpSync(join(scratch.home, '.claude'), join(scratch.home, 'other/.claude'), { recursive: true });
		renameSync(join(scratch.home, '.claude'), join(scratch.home, 'away'));
		expect(await found({ PYLON_HOMES: '~/other' })).toEqual(ids('five'));
	});

	test('a folder that has two names is read once, and of what was copied from one to another nothing counts twice or is lost', async () => {
		const session = scratch.claude('one', '/gone');
		session.record({ type: 'user', uuid: 'u1', message: { role: 'user', content: 'Please' } });
		session.edit('/gone/a.ts');
		const told = async () => {
			const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
			return agents.map(({ status, touches }) => [status, ...touches.map(({ path }) => path)]);
		};
		mkdirSync(join(scratch.home, '.config'));
		symlinkSync(join(scratch.home, '.claude'), join(scratch.home, '.config/claude'));
		expect(await told()).toEqual([['working', 'a.ts']]);
		rmSync(join(scratch.home, '.config/claude'));
		cpSync(join(scratch.home, '.claude'), join(scratch.home, '.config/claude'), { recursive: true });
		expect(await told()).toEqual([['working', 'a.ts']]);
	});

	test('a folder whose parents appear later is followed from then on', async () => {
		const end = new AbortController();
		onTestFinished(() => end.abort());
		vi.useFakeTimers({ toFake: ['setInterval'] });
		onTestFinished(() => void vi.useRealTimers());
		const env = { CLAUDE_CONFIG_DIR: join(scratch.home, 'not/yet/there') };
		const followed = await followLocalAgents({ home: scratch.home, env, windowMs: 60_000, signal: end.signal, onChange: () => undefined });
		mkdirSync(join(scratch.home, 'not'));
		await setTimeout(50);
		moved('one', 'not/yet/there');
		await vi.waitFor(() => expect(followed.list().map(({ agentId }) => agentId)).toEqual(ids('one')), { timeout: 45_000 });
	});

	test('a volume that comes while agents are followed is found within the next rounds', async () => {
		const end = new AbortController();
		onTestFinished(() => end.abort());
		vi.useFakeTimers({ toFake: ['setInterval'] });
		onTestFinished(() => void vi.useRealTimers());
		const following = { home: scratch.home, env: {}, windowMs: 60_000, signal: end.signal, onChange: () => undefined };
		const followed = await followLocalAgents(following);
		moved('one', '.local/share/containers/storage/volumes/home/_data/.claude');
		moved('two', '.local/share/docker/volumes/claude-config/_data');
		const nextRound = () => {
			vi.advanceTimersByTime(5_000);
			expect(
				followed
					.list()
					.map(({ agentId }) => agentId)
					.sort(),
			).toEqual(ids('one', 'two').sort());
		};
		await vi.waitFor(nextRound, { timeout: 45_000, interval: 10 });
	});

	test('in WSL also in the home folders of Windows that may be looked into', () => {
		for (const name of ['Jake', 'Public', 'Default']) mkdirSync(join(scratch.home, 'users', name), { recursive: true });
		const [users] = at('users');
		expect(homesBeyond(scratch.home, { WSL_DISTRO_NAME: 'Debian' }, users)).toEqual(at('users/Jake'));
		expect(homesBeyond(scratch.home, {}, users)).toEqual([]);
		expect(homesBeyond(scratch.home, { WSL_DISTRO_NAME: 'Debian' }, join(scratch.home, 'none'))).toEqual([]);
	});

	test('in volumes of containers: a home, or an agent’s own folder; and in homes that a variable names', async () => {
		moved('one', '.local/share/containers/storage/volumes/home/_data/.claude');
		moved('two', '.local/share/docker/volumes/claude-config/_data');
		moved('three', 'mounted/jake/.claude');
		scratch.write('.local/share/docker/volumes/database/_data/base/1', 'x');
		scratch.claude('four', '/gone').prompt();
		expect(await found({})).toEqual(ids('one', 'two', 'four'));
		const env = { PYLON_HOMES: ['relative', ...at('mounted/jake', 'mounted/none')].join(delimiter), CLAUDE_CONFIG_DIR: at('none')[0] };
		expect(await found(env)).toEqual(ids('one', 'two', 'three'));
		expect(await foldersBeyond(scratch.home, env)).toEqual(
			at(
				'.local/share/containers/storage/volumes/home/_data/.claude',
				'.local/share/docker/volumes/claude-config/_data',
				'mounted/jake/.claude',
			),
		);
	});

	test('volumes of a Docker that runs as root are read where they may be, and else known as closed', async () => {
		scratch.write('var/lib/docker/volumes/home/_data/.claude/x', '');
		const [system = '', volumes = ''] = at('', 'var/lib/docker/volumes');
		expect(volumesBeyond('/none', system)).toEqual(at('var/lib/docker/volumes/home/_data'));
		expect(closedVolumes(system)).toEqual([]);
		chmodSync(scratch.home, 0o755);
		for (const folder of at('var/lib/docker', 'var/lib/docker/volumes')) {
			chmodSync(folder, 0);
			expect(await asNobody(async () => closedVolumes(system))).toEqual([volumes]);
			expect(await asNobody(async () => volumesBeyond('/none', system))).toEqual([]);
			chmodSync(folder, 0o755);
		}
	});

	test('[A5] of a session on the other side of a border no process is known', async () => {
		const session = scratch.claude('one', '/gone');
		session.prompt();
		scratch.write('.claude/sessions/1.json', JSON.stringify({ pid: 2 ** 22 + 1, sessionId: 'one', startedAt: 1 }));
		const status = async (env: NodeJS.ProcessEnv) =>
			(await readLocalAgents({ home: scratch.home, env, since: 'all', now: Date.now() })).agents.map((agent) => agent.status);
		expect(await status({})).toEqual(['idle']);
		mkdirSync(join(scratch.home, 'mounted'));
		renameSync(join(scratch.home, '.claude'), join(scratch.home, 'mounted/.claude'));
		expect(await status({ PYLON_HOMES: at('mounted')[0] })).toEqual(['working']);
	});

	test('an agent keeps its own folder where its variable names one', async () => {
		scratch.claude('one', '/gone').prompt();
		renameSync(join(scratch.home, '.claude'), join(scratch.home, 'elsewhere'));
		const { agents: found } = await readLocalAgents({
			home: scratch.home,
			env: { CLAUDE_CONFIG_DIR: join(scratch.home, 'elsewhere') },
			since: 'all',
			now: Date.now(),
		});
		expect(found).toHaveLength(1);
	});
});
