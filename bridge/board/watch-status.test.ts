/** The board that stays, as a process of its own on a machine without a room. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Replay } from '../../scripts/demo/replay.ts';
import { makeOrigin } from '../../scripts/demo/repository.ts';
import { scratchFolder } from '../../scripts/demo/team.ts';
import { eventually } from '../../testing/eventually.ts';
import { Member } from '../../testing/member.ts';
import { openTerminal } from '../../testing/terminal.ts';
import { localListing } from './listing.ts';

const PYLON = join(import.meta.dirname, '../pylon.ts');

describe('pylon status --watch', () => {
	let jake: Member;
	let replay: Replay;
	const ending: (() => Promise<unknown>)[] = [];
	const children: ChildProcess[] = [];

	beforeAll(async () => {
		const { dir, remove } = await scratchFolder();
		ending.push(remove);
		jake = Member.inScratch(dir, 'jake');
		replay = new Replay({
			sample: 'jake-claude-code',
			home: jake.home,
			cwd: jake.clone(makeOrigin(dir), 'work/api', 'feature/login-limit'),
		});
		replay.skip(10);
	});
	afterAll(async () => {
		for (const child of children) child.kill('SIGKILL');
		for (const end of ending) await end();
	});

	function watch(...flags: string[]) {
		const child = spawn(process.execPath, [PYLON, 'status', '--watch', ...flags], { env: jake.env, stdio: ['ignore', 'pipe', 'inherit'] });
		children.push(child);
		return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
	}

	test('with --json prints a line at once and one for each change, and Ctrl-C ends it well', async () => {
		const { child, lines } = watch('--json');
		const next = async () => localListing.parse(JSON.parse((await lines.next()).value ?? ''));
		let [agent] = await next();
		expect(agent).toMatchObject({ kind: 'claude-code', branch: 'feature/login-limit' });
		const before = agent?.touches.length ?? 0;
		replay.skip();
		while ((agent?.touches.length ?? 0) <= before) [agent] = await next();
		expect(agent?.touches.map(({ path }) => path)).toContain('src/auth/login.ts');
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	test('piped it prints the board in plain text', async () => {
		const { child, lines } = watch();
		const printed: string[] = [];
		while (!printed.some((line) => line.includes('acme/api'))) printed.push((await lines.next()).value ?? '');
		expect(printed[0]).toBe('  This machine · local: nothing is shared, nothing is connected');
		expect(printed.join('')).not.toContain('\u001b');
		child.kill('SIGTERM');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	test('at a terminal keys filter, group and tell of themselves, and q ends it well', async () => {
		const args = [PYLON, 'status', '--watch'];
		const env = { ...jake.env, TERM: 'xterm-256color' };
		const terminal = openTerminal({ command: process.execPath, args, cwd: jake.home, env });
		await terminal.shows('by branch · ? keys');
		terminal.type('g');
		await terminal.shows('by person');
		terminal.type('/nobody');
		await terminal.shows('/nobody');
		await eventually(terminal.screen, (screen) => !screen.includes('Claude Code'), 30_000);
		terminal.type('\u007f'.repeat(6));
		terminal.press('enter');
		await terminal.shows('Claude Code');
		terminal.type('?');
		await terminal.shows('these keys');
		terminal.type('q');
		expect((await terminal.end()).code).toBe(0);
	});
});
