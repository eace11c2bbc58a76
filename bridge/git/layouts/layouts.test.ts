/** Branches where git's own files do not say them plainly. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { branchOf, type Worktree, Worktrees } from '../worktree.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const at = (folder: string) => new Worktrees().at(join(scratch.home, folder)) as Worktree;
const only = async () => (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() })).agents[0];

describe('references in tables', () => {
	interface Record {
		name: string;
		/** Bytes of a commit, or another reference; nothing: deleted. */
		value?: Buffer | string;
	}

	const varint = (value: number): number[] => {
		const bytes = [value & 0x7f];
		for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (--rest & 0x7f));
		return bytes;
	};
	const kindOf = ({ value }: Record) => {
		if (value === undefined) return 0;
		return typeof value === 'string' ? 3 : 1;
	};
	/** One table as git writes it, of one block, names cut to what differs from the one before. */
	const table = (records: Record[], version = 1): Buffer => {
		let before = '';
		const bytes = records.flatMap((record) => {
			let shared = 0;
			while (shared < before.length && before[shared] === record.name[shared]) shared++;
			before = record.name;
			const suffix = record.name.slice(shared);
			const { value } = record;
			const said = typeof value === 'string' ? [...varint(value.length), ...Buffer.from(value)] : [...(value ?? [])];
			return [...varint(shared), ...varint((suffix.length << 3) | kindOf(record)), ...Buffer.from(suffix), ...varint(300), ...said];
		});
		const header = Buffer.alloc(version === 1 ? 24 : 28);
		header.write('REFT');
		header[4] = version;
		if (version === 2) header.write('s256', 24);
		return Buffer.concat([header, Buffer.from('r\0\0\0'), Buffer.from(bytes), Buffer.alloc(200)]);
	};
	const write = (tables: { [name: string]: Buffer }) => {
		scratch.repository('api', 'git@github.com:acme/api.git');
		scratch.write('api/.git/HEAD', 'ref: refs/heads/.invalid\n');
		for (const [name, bytes] of Object.entries(tables)) scratch.writeBytes(`api/.git/reftable/${name}.ref`, bytes);
		scratch.write(
			'api/.git/reftable/tables.list',
			Object.keys(tables)
				.map((name) => `${name}.ref\n`)
				.join(''),
		);
	};

	test('[A8] tell the branch that the latest of them says', () => {
		const oid = Buffer.alloc(20, 7);
		write({
			one: table([
				{ name: 'HEAD', value: 'refs/heads/main' },
				{ name: 'refs/heads/main', value: oid },
			]),
			two: table([
				{ name: 'AUTO_MERGE', value: oid },
				{ name: 'HEAD', value: `refs/heads/${'deep/'.repeat(30)}fix` },
			]),
			three: table([{ name: 'refs/heads/other', value: oid }]),
		});
		expect(branchOf(at('api'))).toBe(`${'deep/'.repeat(30)}fix`);
	});

	test.each([
		['no branch where a commit is checked out', table([{ name: 'HEAD', value: Buffer.alloc(20, 7) }])],
		['nothing where one is broken', Buffer.from('REFT\x01 and no more')],
		['nothing where one is of another kind', Buffer.alloc(0)],
	])('[A8] tell %s', (_, bytes) => {
		write({ one: bytes });
		expect(branchOf(at('api'))).toBeUndefined();
	});

	test.skipIf(process.platform === 'win32')('[G1] hold nobody up who reads them, where a pipe has the name of one', () => {
		write({ one: table([{ name: 'HEAD', value: 'refs/heads/main' }]) });
		execFileSync('mkfifo', [join(scratch.home, 'api/.git/reftable/pipe.ref')]);
		scratch.append('api/.git/reftable/tables.list', 'pipe.ref\n');
		expect(branchOf(at('api'))).toBe('main');
	});

	test('[A8] are read with the longer names of SHA-256 too', () => {
		write({
			one: table(
				[
					{ name: 'FETCH', value: Buffer.alloc(32, 7) },
					{ name: 'HEAD', value: 'refs/heads/main' },
				],
				2,
			),
		});
		expect(branchOf(at('api'))).toBe('main');
	});
});

describe('workspaces of Jujutsu', () => {
	const field = (number: number, bytes: Buffer | string): Buffer => {
		const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
		return Buffer.concat([Buffer.from([(number << 3) | 2, body.length]), body]);
	};
	const bytesOf = (oid: string) => Buffer.from(oid, 'hex');
	const target = (oid: string) => field(3, field(2, field(1, bytesOf(oid))));
	/** An operation store with one operation. `copies`: the commit of each workspace; `bookmarks`: that of each. */
	const store = (repo: string, copies: { [workspace: string]: string }, bookmarks: { [name: string]: string }) => {
		const put = (path: string, bytes: Buffer) => scratch.writeBytes(`${repo}/${path}`, bytes);
		for (const folder of ['op_heads', 'op_store']) rmSync(join(scratch.home, repo, folder), { recursive: true, force: true });
		put('op_heads/heads/aa01', Buffer.alloc(0));
		put('op_store/operations/aa01', Buffer.concat([field(1, bytesOf('bb02')), field(3, field(3, 'CANARY'))]));
		const entries = Object.entries(copies).map(([name, oid]) => field(8, Buffer.concat([field(1, name), field(2, bytesOf(oid))])));
		const named = Object.entries(bookmarks).map(([name, oid]) => field(5, Buffer.concat([field(1, name), field(2, target(oid))])));
		put('op_store/views/bb02', Buffer.concat([field(1, bytesOf('00')), ...entries, Buffer.from([0x60, 1]), ...named]));
	};
	const [MAIN, COPY, OTHER] = ['1'.repeat(40), '2'.repeat(40), '3'.repeat(40)] as [string, string, string];

	test('[A8] beside git’s worktree are on the bookmark of their working copy, else on that of the commit before', () => {
		scratch.repository('api');
		scratch.write('api/.git/HEAD', `${MAIN}\n`);
		scratch.write('api/.jj/repo/store/git_target', '../../../.git');
		store('api/.jj/repo', { default: COPY }, { main: MAIN, fix: COPY, other: OTHER });
		expect(branchOf(at('api'))).toBe('fix');
		store('api/.jj/repo', { default: COPY }, { main: MAIN, other: OTHER });
		expect(branchOf(at('api'))).toBe('main');
		store('api/.jj/repo', { default: COPY }, { one: COPY, two: COPY });
		expect(branchOf(at('api'))).toBeUndefined();
	});

	test('[A8] whose own store cannot be read are on the only branch of git’s at their commit', () => {
		const root = scratch.repository('api');
		scratch.write('api/.jj/repo/store/git_target', '../../../.git');
		scratch.git('api', 'branch', '--quiet', 'fix/tax');
		const commit = scratch.git('api', 'rev-parse', 'HEAD');
		scratch.write('api/.git/HEAD', `${commit}\n`);
		expect(branchOf(at('api'))).toBeUndefined();
		scratch.git('api', 'pack-refs', '--all');
		scratch.git('api', 'branch', '-D', '--quiet', 'main');
		expect(branchOf(at('api'))).toBe('fix/tax');
		rmSync(join(root, '.jj'), { recursive: true });
		expect(branchOf(at('api'))).toBeUndefined();
	});

	test('[A8] that are no worktree of git’s are their repository, with their own bookmark and the same paths', async () => {
		const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
		scratch.write('work/api/.jj/repo/store/git_target', '../../../.git');
		scratch.write('work/side/.jj/repo', '../../api/.jj/repo');
		scratch.writeBytes('work/side/.jj/working_copy/checkout', Buffer.concat([field(2, bytesOf('aa01')), field(3, 'side')]));
		store('work/api/.jj/repo', { default: MAIN, side: COPY }, { main: MAIN, fix: COPY });
		const side = join(scratch.home, 'work/side');
		const session = scratch.claude('one', join(side, 'src'));
		session.branch = 'HEAD';
		session.edit(join(side, 'src/a.ts'));
		session.edit(join(root, 'src/b.ts'));
		const agent = await only();
		expect(agent).toMatchObject({ repo: 'github.com/acme/api', root, top: side, branch: 'fix' });
		expect(agent?.touches.map(({ path }) => path).sort()).toEqual(['src/a.ts', 'src/b.ts']);
	});

	test('[A8] that keep their commits in a folder of their own are on the bookmark of the commit before, too', () => {
		scratch.repository('from');
		scratch.git('.', 'clone', '--quiet', '--bare', 'from', 'api/.jj/repo/store/git');
		scratch.write('api/.jj/repo/store/git_target', 'git');
		const git = (...args: string[]) => scratch.git('api/.jj/repo/store/git', ...args);
		const [before, other] = [git('rev-parse', 'HEAD'), git('commit-tree', '-m', 'Other', 'HEAD^{tree}')] as [string, string];
		const copy = git('commit-tree', '-p', before, '-p', other, '-m', 'parent '.repeat(9_000), 'HEAD^{tree}');
		store('api/.jj/repo', { default: copy }, { fix: before, far: MAIN });
		expect(branchOf(at('api'))).toBe('fix');
		store('api/.jj/repo', { default: copy }, { fix: before, also: other });
		expect(branchOf(at('api'))).toBeUndefined();
		store('api/.jj/repo', { default: copy }, { fix: before, own: copy });
		expect(branchOf(at('api'))).toBe('own');
		store('api/.jj/repo', { default: MAIN }, { fix: before });
		expect(branchOf(at('api'))).toBeUndefined();
		scratch.write(`api/.jj/repo/store/git/objects/${'1'.repeat(2)}/${'1'.repeat(38)}`, 'no commit');
		expect(branchOf(at('api'))).toBeUndefined();
	});

	test('[A7] that keep their commits in a folder of their own are named by its remote', async () => {
		scratch.repository('work/api/.jj/repo/store/from');
		scratch.git('work/api/.jj/repo/store', 'clone', '--quiet', '--bare', 'from', 'git');
		scratch.git('work/api/.jj/repo/store/git', 'remote', 'set-url', 'origin', 'git@github.com:acme/api.git');
		scratch.write('work/api/.jj/repo/store/git_target', 'git');
		const root = join(scratch.home, 'work/api');
		const session = scratch.claude('one', root);
		session.edit(join(root, 'src/a.ts'));
		session.edit('/etc/passwd');
		expect(await only()).toMatchObject({ repo: 'github.com/acme/api', root, touches: [{ path: 'src/a.ts' }] });
	});
});
