/** One person, one repository, two worktrees and an agent in each: what the terminal says of them without a room, and in one. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listedCollision } from '../../bridge/board/listed-collision.ts';
import { expectSuccess } from '../../scripts/demo/team.ts';
import { home as project } from '../../scripts/run.ts';
import { openTerminal } from '../../testing/terminal.ts';
import { CREATE_KEY, type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { FILE, type OwnWorktrees, openOwnWorktrees } from './own-worktrees.ts';

/** Who works and edited so long ago is not at it any more. */
const AT = Date.now() - 5 * 60_000;
const PATIENTLY = { timeout: 90_000, interval: 400 };
const SENTENCE = `${FILE} 5 · Your Claude Code changed the same lines as your Claude Code`;

describe('[C2] work of one person in two worktrees', () => {
	let own: OwnWorktrees;
	let relay: TriedRelay;
	beforeAll(() => {
		own = openOwnWorktrees({ limit: 4, expiry: 30 }, AT);
	});
	afterAll(async () => {
		await own?.close();
		await relay?.stop();
	});

	const collisions = async () =>
		z.array(listedCollision).parse(JSON.parse((await own.jake.pylon(['collisions', '--json'])).stdout || '[]'));
	const says = async (...args: string[]) => expectSuccess(await own.jake.pylon(args, { COLUMNS: '120' })).replace(/\s+/g, ' ');

	test('without a room is the same file while the lines lie apart, and a conflict once they meet', async () => {
		expect(await collisions()).toMatchObject([{ path: FILE, level: 'same file', isOwn: true, compared: [{ verdict: 'apart' }] }]);
		own.change('expiry', 4, 'expiry');
		expect(await collisions()).toMatchObject([{ path: FILE, level: 'conflict', isOwn: true, compared: [{ verdict: 'meets' }] }]);
		expect(await says('status')).toContain(SENTENCE);
		expect(await says('collisions')).toContain(SENTENCE);
	});

	test('a board that stays shows it, and that it is over', async () => {
		const command = [join(project, 'bridge/pylon.ts'), 'status', '--watch'];
		const board = openTerminal({ command: process.execPath, args: command, cwd: own.jake.home, env: own.jake.env, columns: 120 });
		await board.shows('changed the same lines');
		own.scratch.git('expiry', 'checkout', '--quiet', '--', FILE);
		await expect.poll(() => board.screen(), PATIENTLY).not.toContain('changed the same lines');
		board.kill();
		own.change('expiry', 4, 'expiry');
	});

	test('in a room is said in the same words', async () => {
		relay = await tryRelay();
		const shared = ['--server', relay.url, '--name', 'Jake', '--share', '~/api', '--yes'];
		expectSuccess(await own.jake.pylon(['init', '--room', 'acme-sprint', ...shared], { PYLON_CREATE_KEY: CREATE_KEY }));
		own.jake.startBridge();
		const level = async () => (await collisions()).map((each) => [each.path, each.level, each.isOwn]);
		await expect.poll(level, PATIENTLY).toEqual([[FILE, 'conflict', true]]);
		expect(await says('status')).toContain(SENTENCE);
		expect(await says('collisions')).toContain(SENTENCE);
	});
});
