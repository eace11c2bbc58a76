/** The story as two people live it at their terminals: prompts, keys and screens, against a real relay. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Replay } from '../scripts/demo/replay.ts';
import { clone, makeOrigin } from '../scripts/demo/repository.ts';
import { scratchFolder } from '../scripts/demo/team.ts';
import { type Relay, startRelay } from '../scripts/relay.ts';
import { home as project } from '../scripts/run.ts';
import { COMPILED } from '../testing/compiled.ts';
import { openTerminal, type Terminal } from '../testing/terminal.ts';

const CREATE_KEY = 'a-create-key-of-the-test';

describe('pylon in a terminal', () => {
	let dir: string;
	let relay: Relay;
	let invite = '';
	/** What was sent with it. */
	let message = '';
	const ending: (() => unknown)[] = [];
	const open: Terminal[] = [];

	const homeOf = (name: string): string => join(dir, name);
	const pylon = (name: string, ...args: string[]): Terminal => pylonIn(100, name, ...args);
	function pylonIn(columns: number, name: string, ...args: string[]): Terminal {
		const { PATH } = process.env;
		const env = { ...COMPILED, PATH, HOME: homeOf(name), TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' };
		const command = [join(project, 'dist/pylon.js'), ...args];
		const terminal = openTerminal({ command: process.execPath, args: command, cwd: homeOf(name), env, columns });
		open.push(terminal);
		return terminal;
	}

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		relay = await startRelay({ persist: join(dir, 'relay'), createKey: CREATE_KEY });
		ending.push(() => relay.stop());
		const origin = makeOrigin(dir);
		for (const [name, sample, branch] of [
			['jake', 'jake-claude-code', 'feature/login-limit'],
			['andrew', 'andrew-codex', 'fix/session-expiry'],
		] as const) {
			mkdirSync(homeOf(name), { recursive: true });
			clone(origin, join(homeOf(name), 'work/api'), branch);
			execFileSync('git', ['config', '--global', 'user.name', name === 'jake' ? 'Jake Moss' : 'Andrew Lim'], {
				env: { PATH: process.env.PATH, HOME: homeOf(name) },
			});
			new Replay({ sample, home: homeOf(name), cwd: join(homeOf(name), 'work/api') }).skip();
		}
	});
	afterAll(async () => {
		for (const terminal of open) terminal.kill();
		for (const end of ending.reverse()) await end();
	});

	test('init asks for the room, the server and the create key, and reads as it should', async () => {
		const terminal = pylon('jake', 'init');
		await terminal.shows('Room name:');
		terminal.type('Acme & Sprint');
		terminal.press('enter');
		await terminal.shows('Room name is written in lower-case letters');
		for (const _ of 'Acme & Sprint') terminal.type('\u007f');
		terminal.type('Acme Sprint');
		terminal.press('enter');
		await terminal.shows('Server:');
		terminal.type(relay.url);
		terminal.press('enter');
		await terminal.shows('Your name: (Jake)');
		terminal.press('enter');
		await terminal.shows('Numbers only, sealed. (Y/n)');
		terminal.press('enter');
		await terminal.shows('Create key of');
		terminal.type('mistyped');
		terminal.press('enter');
		await terminal.shows('That is not its create key.');
		await terminal.shows('Create key of');
		terminal.type(CREATE_KEY);
		await terminal.shows('•••');
		terminal.press('enter');
		await terminal.shows('Share which repositories?');
		terminal.press('enter');
		await terminal.shows('Start now, and at every login? (Y/n)');
		terminal.type('n');
		terminal.press('enter');
		await terminal.shows('Have your agents hear who else is in a file');
		terminal.type('n');
		terminal.press('enter');
		const { code, screen } = await terminal.end();
		expect(screen).toBe(
			[
				'  Room name: Acme Sprint',
				`  Server: ${relay.url}`,
				'  Compare lines where two people’s work is in one file? Numbers only, sealed. Yes',
				'  ✗ That is not its create key.',
				'  ✓ Room created: acme-sprint',
				'  ✓ You are the admin',
				'  ✓ Config saved to ~/.pylon/room.json',
				'  Your operator profile:',
				'    Name: Jake',
				'    Color: #3B82F6 (auto-assigned)',
				'  Its relay is on this machine: nobody else can reach it, invited or not. A team needs one that all',
				'  reach (docs/hosting.md).',
				'  Invite teammates:',
				'    pylon invite',
				'  Share which repositories? none',
				'  Share a repository with the room:',
				'    pylon share add ~/work/acme-api',
				'  Start now, and at every login? No',
				'  Keep the room up to date while you work:',
				'    pylon start --background',
				'  Have your agents hear who else is in a file, before they edit it (Claude Code)? No',
				'  Have your agents hear who else is in a file, before they edit it:',
				'    pylon hooks install',
			].join('\n'),
		);
		expect(code).toBe(0);
	});

	test('invite prints the line to send on a line of its own', async () => {
		const { code, screen } = await pylon('jake', 'invite').end();
		expect(code).toBe(0);
		expect(screen).toContain('  Invite to acme-sprint: member (can view all, share their agents); valid for 7 days, once.');
		expect(screen).toContain('Take it back: pylon invite revoke');
		invite = /pylon-join-[\w-]+/.exec(screen.replaceAll('\n', ''))?.[0] ?? '';
		message = `Run "npx pylon-rooms join" and paste this: ${invite}`;
		expect(screen.replaceAll('\n', '')).toContain(message);
	});

	test('[R13] join asks for the token and does not show it; says where it leads and what will be sent, and shares what was ticked', async () => {
		const terminal = pylon('andrew', 'join');
		await terminal.shows('Paste the token that you were sent:');
		terminal.type('hello');
		await terminal.shows('•••••');
		terminal.press('enter');
		await terminal.shows('That is no invite.');
		terminal.press('ctrl-u');
		// A quoted mail: each line of it would be an answer by itself.
		terminal.type(`Andrew, here it is:\r> ${message.replace(/.{60}/g, '$&\r> ')}\r> See you there`);
		const masked = await terminal.shows(/(?:•\n?){200}/);
		for (let from = 11; from < invite.length; from += 20) expect(masked).not.toContain(invite.slice(from, from + 8));
		terminal.press('enter');
		await terminal.shows('Room: acme-sprint on 127.0.0.1');
		await terminal.shows('1 member; Jake invites you as a member');
		await terminal.shows('Your name: (Andrew)');
		terminal.press('enter');
		const asked = await terminal.shows('Share which repositories?');
		expect(asked).toContain('Never code, diffs, prompts, replies or commands.');
		expect(asked).toMatch(/❯ ◯ ~\/work\/api {2}1 session, /);
		terminal.press('space');
		await terminal.shows('❯ ◉ ~/work/api');
		terminal.press('enter');
		await terminal.shows('Start now, and at every login? (Y/n)');
		terminal.type('n');
		terminal.press('enter');
		await terminal.shows('Have your agents hear who else is in a file');
		terminal.type('n');
		terminal.press('enter');
		const { code, screen } = await terminal.end();
		expect(code).toBe(0);
		expect(screen.replace(/127\.0\.0\.1:\d+/, 'HOST')).toBe(
			[
				'  Room: acme-sprint on HOST',
				'  1 member; Jake invites you as a member',
				'  ✓ Joined acme-sprint',
				'  ✓ Config saved to ~/.pylon/room.json',
				'  Your operator profile:',
				'    Name: Andrew',
				'    Color: #F59E0B (auto-assigned)',
				'',
				'  Of repositories that you share, members of acme-sprint see: which agents run, their status, task',
				'  and plan titles, the repository, branch and paths of files they touch, whether those changes are',
				'  merged, and counts of errors and tokens; and, in files where others’ changes live too, which lines',
				'  yours are in, as numbers.',
				'  `pylon policy --mine NAME=off` keeps back: tasks (what an agent works on: its task, its title and',
				'  the step that is in progress), plans (the steps of its plan, and files that it says it will edit),',
				'  reads (files that it only reads), tokens (how many tokens it used), lines (which lines change',
				'  where two people’s work is in one file, as numbers), activity (when an agent last did anything,',
				'  and how often in the last half hour).',
				'  Never code, diffs, prompts, replies or commands. The relay can read none of the texts.',
				'',
				'  Share which repositories? ~/work/api',
				'  ✓ Sharing ~/work/api from now on',
				'  Take it back at any time:',
				'    pylon share remove ~/work/api',
				'  Start now, and at every login? No',
				'  Keep the room up to date while you work:',
				'    pylon start --background',
				'  Have your agents hear who else is in a file, before they edit it (Codex)? No',
				'  Have your agents hear who else is in a file, before they edit it:',
				'    pylon hooks install',
			].join('\n'),
		);
		expect(JSON.parse(readFileSync(join(homeOf('andrew'), '.pylon/room.json'), 'utf8'))).toMatchObject({ sharedPaths: ['~/work/api'] });
	});

	test('[R13] a token that is pasted piece by piece is one answer, where the terminal says that it is one paste', async () => {
		mkdirSync(homeOf('bea'), { recursive: true });
		const [token = ''] = /pylon-join-[\w-]+/.exec((await pylon('jake', 'invite').end()).screen.replaceAll('\n', '')) ?? [];
		const terminal = pylon('bea', 'join', '--name', 'ANDREW');
		await terminal.shows('Paste the token that you were sent:');
		const mark = '\u001b[200~';
		for (const piece of [
			mark.slice(0, 3),
			`${mark.slice(3)}${token.slice(0, 50)}\n`,
			`${token.slice(50, 90)}\r\n`,
			token.slice(90),
			'\u001b[201~',
		]) {
			terminal.type(piece);
			await new Promise(setImmediate);
		}
		terminal.press('enter');
		const taken = await terminal.end();
		expect(taken.screen.replace(/\s+/g, ' ')).toContain(
			'Somebody in acme-sprint is called ANDREW, or something that looks the same. Is this you?',
		);
		expect(taken.code).toBe(3);
		// The invite is as good as before.
		const again = pylon('bea', 'join');
		await again.shows('Paste the token');
		again.type(token);
		again.press('enter');
		await again.shows('Your name:');
		again.type('Jаke');
		again.press('enter');
		await again.shows('Is this you? Run `pylon link` where you are in the room already');
		again.type('Bea');
		again.press('enter');
		await again.shows('Joined acme-sprint');
		await again.shows('Start now, and at every login?');
		again.type('n');
		again.press('enter');
		expect((await again.end()).code).toBe(0);
	});

	test('[W7] [W11] join offers hooks, shows what it would write, and takes over what the room recommends only where somebody says so', async () => {
		expect((await pylon('jake', 'hooks', 'recommend', 'deny').end()).screen).toContain('acme-sprint recommends deny');
		const [token = ''] = /pylon-join-[\w-]+/.exec((await pylon('jake', 'invite').end()).screen.replaceAll('\n', '')) ?? [];
		mkdirSync(join(homeOf('dora'), '.codex'), { recursive: true });
		const terminal = pylon('dora', 'join', token);
		for (const question of ['Your name:', 'Start now, and at every login?']) {
			await terminal.shows(question);
			if (question.startsWith('Start')) terminal.type('n');
			terminal.press('enter');
		}
		await terminal.shows('before they edit it (Codex)? (Y/n)');
		expect(existsSync(join(homeOf('dora'), '.codex/hooks.json'))).toBe(false);
		terminal.press('enter');
		expect(await terminal.shows('Write this into their settings? (Y/n)')).toContain('"PreToolUse"');
		expect(existsSync(join(homeOf('dora'), '.codex/hooks.json'))).toBe(false);
		terminal.press('enter');
		await terminal.shows('Codex: hooks are installed');
		await terminal.shows('acme-sprint recommends deny.');
		await terminal.shows('Take deny over? (y/N)');
		terminal.press('enter');
		expect((await terminal.end()).code).toBe(0);
		expect(existsSync(join(homeOf('dora'), '.codex/hooks.json'))).toBe(true);
		const shown = (await pylon('dora', 'hooks').end()).screen.replace(/\s+/g, ' ');
		expect(shown).toContain('Manner: tell.');
		expect(shown).toContain('acme-sprint recommends deny.');
		await pylon('dora', 'hooks', 'manner', 'deny').end();
		expect((await pylon('dora', 'hooks', 'manner').end()).screen).toContain('acme-sprint recommends it too.');
		await pylon('jake', 'hooks', 'recommend', 'none').end();
		expect((await pylon('dora', 'hooks', 'manner').end()).screen).toContain('Manner: deny.');
	});

	test.runIf(process.platform === 'linux')('[R13] what waits at a prompt shows nobody the secret that it was called with', async () => {
		const [token = ''] = /pylon-join-[\w-]+/.exec((await pylon('jake', 'invite').end()).screen.replaceAll('\n', '')) ?? [];
		mkdirSync(homeOf('cleo'), { recursive: true });
		const join = pylon('cleo', 'join', 'Take', `“${token}”.`);
		await join.shows('Your name:');
		expect(join.screen()).toContain('The token stays in your shell’s history. `pylon join` alone asks for it and does not show it.');
		const asking = pylon('cleo', 'init', '--create-key=a-key-to-look-for');
		await asking.shows('Room name:');
		const list = execFileSync('ps', ['-eww', '-o', 'pid,args'], { encoding: 'utf8' });
		expect(list).toMatch(new RegExp(`^ *${join.pid} pylon join *$`, 'm'));
		expect(list).toMatch(new RegExp(`^ *${asking.pid} pylon init *$`, 'm'));
		for (const secret of [token, 'a-key-to-look-for']) expect(list).not.toContain(secret);
		for (const { pid } of [join, asking]) {
			for (const file of ['cmdline', 'comm', 'status', 'stat']) {
				const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
				for (const secret of [token.slice(11), 'a-key-to-look-for'])
					expect([file, text]).toEqual([file, expect.not.stringContaining(secret)]);
			}
		}
		for (const terminal of [join, asking]) terminal.press('ctrl-c');
		await Promise.all([join, asking].map((terminal) => terminal.end()));
	});

	test('in a narrow terminal each repository keeps its line, and Ctrl-C there says what came of it', async () => {
		const long = 'work/a-folder-with-quite-a-long-name/of-which-there-is/more-than-one/platform-core';
		mkdirSync(homeOf('mara'), { recursive: true });
		for (const folder of [long, 'work/api']) {
			clone(join(dir, 'origin'), join(homeOf('mara'), folder), 'main-2');
			new Replay({ sample: 'jake-claude-code', home: homeOf('mara'), cwd: join(homeOf('mara'), folder) }).skip();
		}
		const [token] = /pylon-join-[\w-]+/.exec((await pylon('jake', 'invite').end()).screen.replaceAll('\n', '')) ?? [];
		// As it was sent, after a `pylon join` that was there already.
		const terminal = pylonIn(50, 'mara', 'join', 'pylon', 'join', token ?? '', '--name', 'Mara');
		await terminal.shows('Share which repositories?');
		await terminal.fits();
		const asked = await terminal.shows('~/…/platform-core');
		expect(asked).toMatch(/^. ◯ ~\/…\/platform-core {2}1 session, /m);
		expect(asked).toMatch(/^. ◯ ~\/work\/api {9}1 session, /m);
		terminal.press('ctrl-c');
		const { code, screen } = await terminal.end();
		expect(screen.replace(/\s+/g, ' ')).toContain('You are in acme-sprint, and nothing is shared.');
		expect(code).toBe(130);
	});

	test('Ctrl-C at a prompt cancels, with the exit code of shells, and changes nothing', async () => {
		const terminal = pylon('andrew', 'leave');
		await terminal.shows('Leave acme-sprint?');
		terminal.press('ctrl-c');
		const { code, screen } = await terminal.end();
		expect(screen).toContain('Cancelled.');
		expect(code).toBe(130);
		expect((await pylon('andrew', 'rooms').end()).screen).toContain('acme-sprint');
	});

	test('Ctrl-D, which ends the input, cancels as well, without a word of Node’s', async () => {
		const typed = pylon('andrew', 'init');
		await typed.shows('Room name:');
		typed.press('ctrl-d');
		expect(await typed.end()).toMatchObject({ code: 130, screen: expect.stringMatching(/^ {2}Room name:\n {2}Cancelled\.$/) });
		const confirmed = pylon('andrew', 'leave');
		await confirmed.shows('Leave acme-sprint?');
		confirmed.press('ctrl-d');
		expect(await confirmed.end()).toMatchObject({ code: 130, screen: expect.not.stringContaining('Warning') });
	});

	test('share and status: the board follows, and fits the terminal when that changes', async () => {
		expect((await pylon('jake', 'share', 'add', 'work/api').end()).screen).toContain('✓ Sharing ~/work/api with acme-sprint from now on');
		const bridges = ['jake', 'andrew'].map((name) => pylon(name, 'start'));
		for (const bridge of bridges) await bridge.shows('Sharing 1 agent with acme-sprint');
		const board = pylon('andrew', 'status', '--all', '--watch');
		await board.shows(/src\/auth\/login\.ts 1\d(–1\d)? · Jake's Claude Code (is editing|changed) the same lines/);
		await board.shows('Jake');
		board.resize(60, 20);
		await board.fits();
		await board.shows('login.ts');
		board.press('ctrl-c');
		const watched = await board.end();
		expect(watched).toMatchObject({ code: 0, screen: expect.stringContaining('login.ts') });
		expect(watched.screen).not.toContain('^C');
		for (const bridge of bridges) {
			bridge.press('ctrl-c');
			expect((await bridge.end()).screen).toContain('The bridge has ended.');
		}
	});

	test('leave asks first, and no is the default', async () => {
		const cautious = pylon('andrew', 'leave');
		await cautious.shows('Leave acme-sprint? (y/N)');
		cautious.press('enter');
		expect(await cautious.end()).toMatchObject({ code: 130, screen: expect.stringContaining('Nothing was done.') });
		const sure = pylon('andrew', 'leave');
		await sure.shows('Leave acme-sprint? (y/N)');
		sure.type('y');
		sure.press('enter');
		const { code, screen } = await sure.end();
		expect(screen).toBe(
			['  Leave acme-sprint? Yes', '  ✓ Left acme-sprint', '  ✓ Nothing of this machine is shared with it any more'].join('\n'),
		);
		expect(code).toBe(0);
		expect((await pylon('andrew', 'rooms').end()).screen).toContain('No room yet.');
	});
});
