/** One person without a room, two worktrees and an agent in each: the one hears of the other's change, with its lines, as of a teammate's. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { callHook } from '../../testing/hearing-team.ts';
import { hookInput } from '../../testing/hook-samples.ts';
import { FILE, type OwnWorktrees, openOwnWorktrees } from './own-worktrees.ts';

const SOON_MS = 60_000;

describe('without a room', () => {
	let own: OwnWorktrees;
	beforeAll(() => {
		own = openOwnWorktrees({ limit: 4, expiry: 4 });
		own.jake.startBridge();
	});
	afterAll(() => own?.close());

	const beforeEdit = (worktree: 'limit' | 'expiry', session: string = worktree) => {
		const input = hookInput('claude-code', 'before', { cwd: join(own.scratch.home, worktree), session, path: FILE });
		return callHook(own.jake, 'claude-code', 'before', input ?? '');
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
			() => own.jake.pylon(['status', '--line']),
			({ stdout }) => stdout === '2 agents · 1 conflict with your own\n',
			SOON_MS,
		);
	});
});
