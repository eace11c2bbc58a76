/** The whole story by flags alone: real commands as processes, a real relay, two people with homes of their own. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { localListing, roomListing } from '../../bridge/board/listing.ts';
import { Replay } from '../../scripts/demo/replay.ts';
import { makeOrigin } from '../../scripts/demo/repository.ts';
import { expectSuccess, scratchFolder } from '../../scripts/demo/team.ts';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { Member } from '../../testing/member.ts';

const CREATE_KEY = 'a-create-key-of-the-test';
const token = z.object({ token: z.string() });

describe('init, invite, join, share, start, status, by flags alone', () => {
	let dir: string;
	let relay: Relay;
	let jake: Member;
	let andrew: Member;
	const ending: (() => Promise<unknown>)[] = [];

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		relay = await startRelay({ persist: join(dir, 'relay'), createKey: CREATE_KEY });
		ending.push(() => relay.stop());
		jake = Member.inScratch(dir, 'jake');
		andrew = Member.inScratch(dir, 'andrew');
		ending.push(
			() => jake.pylon(['stop']),
			() => andrew.pylon(['stop']),
		);
		const origin = makeOrigin(dir);
		new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: jake.clone(origin, 'work/api', 'feature/login-limit') }).skip();
		new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: andrew.clone(origin, 'work/api', 'fix/session-expiry') }).skip();
	});
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	/** Asks for everyone's agents until it holds. */
	const seenBy = async (member: Member, holds: (seen: z.infer<typeof roomListing>) => boolean) => {
		for (let tries = 0; ; tries++) {
			const seen = roomListing.parse(JSON.parse(expectSuccess(await member.pylon(['status', '--all', '--json']))));
			if (holds(seen) || tries === 200) return seen;
			await sleep(250);
		}
	};

	test('without a room status is this machine’s agents, and what needs a room says so', async () => {
		const agents = localListing.parse(JSON.parse(expectSuccess(await jake.pylon(['status', '--json', '--since', 'all']))));
		expect(agents).toMatchObject([{ kind: 'claude-code', repo: 'github.com/acme/api', cwd: join(jake.home, 'work/api') }]);
		expect(expectSuccess(await jake.pylon(['status']))).toContain('local: nothing is shared');
		expect(await jake.pylon(['invite'])).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('pylon join') });
	});

	test.each([
		['status --all', 'local: nothing is shared', undefined],
		['collisions', 'nobody else’s agents', []],
		['members', 'there are no members', []],
		['share', 'nothing is shared', []],
		['peek', 'nothing was sent, and nothing would be', []],
		['policy', 'you would share tasks, plans, reads, tokens, lines', { room: null, mine: expect.anything(), both: null }],
		['rooms', 'No room yet.', []],
	])('without a room `pylon %s` answers all the same, and says that it is local', async (line, words, answer) => {
		expect(expectSuccess(await jake.pylon(line.split(' '))).replace(/\s+/g, ' ')).toContain(words);
		const told = JSON.parse(expectSuccess(await jake.pylon([...line.split(' '), '--json'])));
		if (answer !== undefined) expect(told).toEqual(answer);
	});

	test('a missing answer is an error that names its flag, never a hang', async () => {
		expect(await jake.pylon(['init'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/Room name is missing\.[\s\S]*--room/) });
		expect(await jake.pylon(['init', '--room', 'acme-sprint'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--server') });
		expect(await jake.pylon(['init', '--room', 'Acme & Sprint', '--server', relay.url])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('Room name is written in lower-case letters'),
		});
	});

	test('[R11] init opens a room with the create key alone, and reads as it should', async () => {
		const init = ['init', '--room', 'acme-sprint', '--server', relay.url, '--name', 'Jake', '--yes'];
		expect(await jake.pylon(init)).toMatchObject({ code: 3, stderr: expect.stringContaining('--create-key') });
		expect(await jake.pylon([...init.slice(0, 4), 'http://127.0.0.1:9', ...init.slice(5)])).toMatchObject({
			code: 4,
			stderr: expect.stringContaining('The relay at 127.0.0.1:9 does not answer.'),
		});
		expect(await jake.pylon([...init, '--create-key', '-'])).toMatchObject({ code: 3 });
		expect(await jake.pylon([...init.slice(0, 4), 'http://relay.invalid', ...init.slice(5)])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('needs https://'),
		});
		const { stdout, code } = await jake.pylon(init, { PYLON_CREATE_KEY: CREATE_KEY });
		expect(code).toBe(0);
		expect(stdout).toBe(
			[
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
				'  Share a repository with the room:',
				'    pylon share add ~/work/acme-api',
				'  Keep the room up to date while you work:',
				'    pylon start --background',
				'  Have your agents hear who else is in a file, before they edit it:',
				'    pylon hooks install',
				'',
			].join('\n'),
		);
		expect(statSync(join(jake.home, '.pylon/room.json')).mode & 0o777).toBe(0o600);
	});

	test('sharing is checked, kept with its tilde, and listed', async () => {
		expect(await jake.pylon(['share', 'add', '~/nowhere'])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/There is no folder ~\/nowhere\.\n {4}Name a clone of a repository, like ~\/work\/api\.\n/),
		});
		expect(await jake.pylon(['share', 'add', '~'])).toMatchObject({ code: 2, stderr: expect.stringContaining('too much') });
		expectSuccess(await jake.pylon(['share', 'add', join(jake.home, 'work/api')]));
		expect(JSON.parse(expectSuccess(await jake.pylon(['share', 'list', '--json'])))).toEqual(['~/work/api']);
		expect(await jake.pylon(['share', 'remove', 'nothing'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('Shared: ~/work/api'),
		});
	});

	test('[R6] [R7] an invite lets one person in, once; a torn one is told apart from an unknown one', async () => {
		const invite = token.parse(JSON.parse(expectSuccess(await jake.pylon(['invite', '--json'])))).token;
		expect(await andrew.pylon(['join', invite.slice(0, -9), '--yes'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('cut short'),
		});
		expect(await andrew.pylon(['join', 'hello', '--yes'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no invite') });
		const joined = expectSuccess(await andrew.pylon(['join', invite, '--name', 'Andrew', '--share', '~/work/api', '--yes']));
		expect(joined).toContain('Jake invites you as a member');
		expect(joined).toContain('Color: #F59E0B (auto-assigned)');
		expect(joined).toContain('✓ Sharing ~/work/api from now on');
		const eve = Member.inScratch(dir, 'eve');
		expect(await eve.pylon(['join', invite, '--name', 'Eve', '--yes'])).toMatchObject({
			code: 3,
			stderr: expect.stringContaining('used already'),
		});
		expect(await andrew.pylon(['invite'])).toMatchObject({ code: 3, stderr: expect.stringContaining('Only an admin') });
	});

	test('where nothing can be kept, no invite is used up and no room is opened', async () => {
		const invite = token.parse(JSON.parse(expectSuccess(await jake.pylon(['invite', '--json'])))).token;
		const mara = Member.inScratch(dir, 'mara');
		const join = ['join', invite, '--name', 'Mara', '--yes'];
		const init = ['init', '--room', 'maras', '--server', relay.url, '--name', 'Mara', '--yes'];
		const env = { PYLON_CREATE_KEY: CREATE_KEY };
		writeFileSync(`${mara.home}/.pylon`, '');
		expect(await mara.pylon(join)).toMatchObject({ code: 6, stderr: expect.stringContaining('.pylon cannot be written') });
		expect(await mara.pylon(init, env)).toMatchObject({ code: 6 });
		rmSync(`${mara.home}/.pylon`);
		expectSuccess(await mara.pylon(join));
		writeFileSync(`${mara.home}/.pylon/rooms`, '');
		expect(await mara.pylon(init, env)).toMatchObject({ code: 6 });
		rmSync(`${mara.home}/.pylon/rooms`);
		expectSuccess(await mara.pylon(init, env));
	});

	test('the bridge runs in the background, once, and everyone sees everyone’s agents and the collision', async () => {
		expect(expectSuccess(await jake.pylon(['start', '--background']))).toMatch(/runs in the background \(process \d+\)/);
		expect(await jake.pylon(['start'])).toMatchObject({ code: 2, stderr: expect.stringContaining('runs already') });
		expect(expectSuccess(await jake.pylon(['start', '--background']))).toMatch(/✓ The bridge runs already \(process \d+\)/);
		expectSuccess(await andrew.pylon(['start', '--background']));
		const seen = await seenBy(
			andrew,
			({ agents, collisions }) => agents.length === 2 && collisions.some(({ level }) => level === 'conflict'),
		);
		expect(seen.agents.map(({ operatorId, kind }) => `${operatorId} ${kind}`).sort()).toEqual(['andrew codex', 'jake claude-code']);
		expect(seen.collisions.map(({ path }) => path)).toContain('src/auth/login.ts');
		const board = expectSuccess(await andrew.pylon(['status']));
		expect(board).toMatch(/src\/auth\/login\.ts 1\d(–1\d)? · Jake's Claude Code (is editing|changed) the same lines/);
		expect(board).not.toContain('\u001b');
		expect(expectSuccess(await andrew.pylon(['status', '--operator', 'jake']))).toContain("Jake's agents");
		expect(await andrew.pylon(['status', '--operator', 'Bob'])).toMatchObject({ code: 2, stderr: expect.stringContaining('There are: ') });
	});

	test('taking a repository back takes its agents out of the room at once', async () => {
		expectSuccess(await jake.pylon(['share', 'remove', '~/work/api']));
		const seen = await seenBy(andrew, ({ agents }) => agents.length === 1);
		expect(seen.agents.map(({ operatorId }) => operatorId)).toEqual(['andrew']);
		expect(seen.collisions).toEqual([]);
		const mine = roomListing.parse(JSON.parse(expectSuccess(await jake.pylon(['status', '--json']))));
		expect(mine.agents).toMatchObject([{ kind: 'claude-code', shared: false }]);
	});

	test('stop is seen as offline, and a socket left behind by a killed bridge does no harm', async () => {
		const pid = Number(/process (\d+)/.exec(expectSuccess(await andrew.pylon(['stop'])))?.[1]);
		expect(() => process.kill(pid, 0)).toThrow();
		expect(expectSuccess(await andrew.pylon(['status']))).toContain('The bridge does not run');
		const seen = await seenBy(jake, ({ agents }) => agents[0]?.status === 'offline');
		expect(seen.agents).toMatchObject([{ operatorId: 'andrew', status: 'offline' }]);
		const started = expectSuccess(await andrew.pylon(['start', '--background']));
		process.kill(Number(/process (\d+)/.exec(started)?.[1]), 'SIGKILL');
		await sleep(200);
		expectSuccess(await andrew.pylon(['start', '--background']));
	});

	test('the log of the background tells what happened, and nothing that an agent wrote', () => {
		const log = readFileSync(join(jake.home, '.pylon/bridge.log'), 'utf8');
		expect(statSync(join(jake.home, '.pylon/bridge.log')).mode & 0o777).toBe(0o600);
		expect(log).toContain('Connected to acme-sprint');
		expect(log).toContain('Sharing 1 agent with acme-sprint');
		expect(log).not.toMatch(/login|github|limit|session\.ts/i);
	});

	test('where the room cannot be seen or is left aside, status shows this machine’s agents, and claims nothing of what is shared', async () => {
		const file = join(andrew.home, '.pylon/room.json');
		const kept = readFileSync(file, 'utf8');
		writeFileSync(file, kept.replace(relay.url, 'http://127.0.0.1:9'));
		const away = await andrew.pylon(['status', '--since', 'all']);
		expect(away).toMatchObject({ code: 4, stdout: expect.stringContaining('This machine · acme-sprint cannot be seen') });
		expect(away.stdout).toContain('Codex');
		const alone = expectSuccess(await andrew.pylon(['status', '--local']));
		expect(alone).toContain('This machine · alone: no room is asked');
		expect(away.stdout + alone).not.toContain('nothing is shared');
		writeFileSync(file, kept);
	});

	test('a damaged room.json is told, with the way out', async () => {
		writeFileSync(join(andrew.home, '.pylon/room.json'), '{');
		expect(await andrew.pylon(['status'])).toMatchObject({ code: 6, stderr: expect.stringMatching(/is damaged[\s\S]*\.damaged/) });
		rmSync(join(andrew.home, '.pylon/room.json'));
	});

	test.each([
		['statsu', "Unknown command 'statsu'.", 'Did you mean status?'],
		['frobnicate', "Unknown command 'frobnicate'.", '`pylon --help` says how it is used.'],
		['help frobnicate', "Unknown command 'frobnicate'.", '`pylon --help` says how it is used.'],
		['help statsu', "Unknown command 'statsu'.", 'Did you mean status?'],
		['statsu --help', "Unknown command 'statsu'.", 'Did you mean status?'],
		['invite lst --help', 'There is no `pylon invite lst`.', 'There are: list, revoke.'],
		['share lst --help', 'There is no `pylon share lst`.', 'There are: list, add, remove.'],
		['status --al', "Unknown option '--al'.", 'Did you mean --all?'],
		['join', 'The token is missing.', '`pylon join -` reads it from standard input.'],
		['invite lst', 'There is no `pylon invite lst`.', 'There are: list, revoke.'],
		['share lst', 'There is no `pylon share lst`.', 'There are: list, add, remove.'],
		['invite list now', "Too many arguments for 'list'. Expected 0 arguments but got 1: now.", '`pylon invite list --help` says'],
		[
			'invite --role boss',
			"Option '--role <role>' argument 'boss' is invalid. Allowed choices are member, admin.",
			'`pylon invite --help`',
		],
	])('wrong usage is a sentence, and what to do: pylon %s', async (line, sentence, hint) => {
		const { code, stdout, stderr } = await jake.pylon(line.split(' '));
		expect(stderr.split('\n')).toEqual([`  ✗ ${sentence}`, expect.stringContaining(hint), '']);
		expect([code, stdout]).toEqual([2, '']);
	});
});
