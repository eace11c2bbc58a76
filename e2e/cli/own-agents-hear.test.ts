/** One person without a room, two worktrees and an agent in each: the one hears of the other's change, with its lines, as of a teammate's. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { callHook } from '../../testing/hearing-team.ts';
import { hookInput } from '../../testing/hook-samples.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';

const FILE = 'src/server.ts';
const LINES = Array.from({ length: 40 }, (_, line) => `const line${line} = ${line};`);
const WORKTREES = ['limit', 'expiry'] as const;
const SOON_MS = 60_000;

describe('without a room', () => {
	let scratch: Scratch;
	let jake: Member;
	beforeAll(() => {
		scratch = new Scratch();
		jake = Member.inScratch(dirname(scratch.home), basename(scratch.home));
		scratch.repository('api', 'https://github.com/acme/api.git');
		scratch.write(`api/${FILE}`, `${LINES.join('\n')}\n`);
		scratch.git('api', 'add', '.');
		scratch.git('api', 'commit', '--quiet', '-m', 'Lines');
		scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
		for (const name of WORKTREES) {
			scratch.git('api', 'worktree', 'add', '--quiet', '-b', name, `../${name}`);
			const session = scratch.claude(name, join(scratch.home, name));
			session.branch = name;
			session.prompt('Please');
			change(name, 4, name);
			session.edit(join(scratch.home, name, FILE));
		}
		jake.startBridge();
	});
	afterAll(async () => {
		await jake.stop();
		scratch.remove();
	});

	function change(worktree: string, line: number, text: string): void {
		const file = join(scratch.home, worktree, FILE);
		writeFileSync(file, readFileSync(file, 'utf8').split('\n').with(line, text).join('\n'));
	}
	const beforeEdit = (worktree: (typeof WORKTREES)[number], session: string = worktree) => {
		const input = hookInput('claude-code', 'before', { cwd: join(scratch.home, worktree), session, path: FILE });
		return callHook(jake, 'claude-code', 'before', input ?? '');
	};

	test('[W1] [W3] an agent hears of one’s own in another worktree, with its lines, and that they conflict', async () => {
		const { stdout } = await eventually(
			() => beforeEdit('limit'),
			(said) => said.stdout.includes('conflict'),
			SOON_MS,
		);
		expect(JSON.parse(stdout).hookSpecificOutput.additionalContext).toMatch(
			/^Pylon: your Claude Code in another worktree has unmerged changes in src\/server\.ts, line 5, on another branch, .*\. Yours there conflict with them\.$/,
		);
	});

	test('[W1] and a session that has changed nothing there hears the lines too', async () => {
		const { stdout } = await beforeEdit('expiry', '00000000-0000-4000-8000-000000000001');
		expect(stdout).toContain('your Claude Code in another worktree has unmerged changes in src/server.ts, line 5, on another branch');
	});

	test('[W1] a prompt says it in a line', async () => {
		await eventually(
			() => jake.pylon(['status', '--line']),
			({ stdout }) => stdout === '2 agents · 1 conflict with your own\n',
			SOON_MS,
		);
	});
});
