/** One person, one repository, two worktrees and an agent in each: what the terminal says of them without a room, and in one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listedCollision } from '../../bridge/board/listed-collision.ts';
import { expectSuccess } from '../../scripts/demo/team.ts';
import { home as project } from '../../scripts/run.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';
import { openTerminal } from '../../testing/terminal.ts';
import { CREATE_KEY, type TriedRelay, tryRelay } from '../../testing/try-relay.ts';

const FILE = 'src/server.ts';
const LINES = Array.from({ length: 40 }, (_, line) => `const line${line} = ${line};`);
/** Who works and edited so long ago is not at it any more. */
const AT = Date.now() - 5 * 60_000;
const PATIENTLY = { timeout: 90_000, interval: 400 };
const SENTENCE = `${FILE} 5 · Your Claude Code changed the same lines as your Claude Code`;

describe('[C2] work of one person in two worktrees', () => {
	let scratch: Scratch;
	let jake: Member;
	let relay: TriedRelay;
	beforeAll(() => {
		scratch = new Scratch();
		jake = Member.inScratch(dirname(scratch.home), basename(scratch.home));
		scratch.repository('api', 'https://github.com/acme/api.git');
		scratch.write(`api/${FILE}`, `${LINES.join('\n')}\n`);
		scratch.git('api', 'add', '.');
		scratch.git('api', 'commit', '--quiet', '-m', 'Lines');
		scratch.git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
		for (const [name, line] of [
			['limit', 4],
			['expiry', 30],
		] as const) {
			scratch.git('api', 'worktree', 'add', '--quiet', '-b', name, `../${name}`);
			const session = scratch.claude(name, join(scratch.home, name));
			session.branch = name;
			session.prompt('Please', AT);
			change(name, line, name);
			session.edit(join(scratch.home, name, FILE), AT);
		}
	});
	afterAll(async () => {
		await jake.stop();
		await relay?.stop();
		scratch.remove();
	});

	function change(worktree: string, line: number, text: string): void {
		const file = join(scratch.home, worktree, FILE);
		writeFileSync(file, readFileSync(file, 'utf8').split('\n').with(line, text).join('\n'));
	}
	const collisions = async () => z.array(listedCollision).parse(JSON.parse((await jake.pylon(['collisions', '--json'])).stdout || '[]'));
	const says = async (...args: string[]) => expectSuccess(await jake.pylon(args, { COLUMNS: '120' })).replace(/\s+/g, ' ');

	test('without a room is the same file while the lines lie apart, and a conflict once they meet', async () => {
		expect(await collisions()).toMatchObject([{ path: FILE, level: 'same file', isOwn: true, compared: [{ verdict: 'apart' }] }]);
		change('expiry', 4, 'expiry');
		expect(await collisions()).toMatchObject([{ path: FILE, level: 'conflict', isOwn: true, compared: [{ verdict: 'meets' }] }]);
		expect(await says('status')).toContain(SENTENCE);
		expect(await says('collisions')).toContain(SENTENCE);
	});

	test('a board that stays shows it, and that it is over', async () => {
		const command = [join(project, 'bridge/pylon.ts'), 'status', '--watch'];
		const board = openTerminal({ command: process.execPath, args: command, cwd: jake.home, env: jake.env, columns: 120 });
		await board.shows('changed the same lines');
		scratch.git('expiry', 'checkout', '--quiet', '--', FILE);
		await expect.poll(() => board.screen(), PATIENTLY).not.toContain('changed the same lines');
		board.kill();
		change('expiry', 4, 'expiry');
	});

	test('in a room is said in the same words', async () => {
		relay = await tryRelay();
		const shared = ['--server', relay.url, '--name', 'Jake', '--share', '~/api', '--yes'];
		expectSuccess(await jake.pylon(['init', '--room', 'acme-sprint', ...shared], { PYLON_CREATE_KEY: CREATE_KEY }));
		jake.startBridge();
		const level = async () => (await collisions()).map((each) => [each.path, each.level, each.isOwn]);
		await expect.poll(level, PATIENTLY).toEqual([[FILE, 'conflict', true]]);
		expect(await says('status')).toContain(SENTENCE);
		expect(await says('collisions')).toContain(SENTENCE);
	});
});
