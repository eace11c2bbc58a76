/** What is done once in a while, by flags alone, against a real relay: members, policy, pause, peek, devices, several rooms, leaving. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listedCollision } from '../../bridge/board/listed-collision.ts';
import { type RoomListing, roomListing } from '../../bridge/board/listing.ts';
import { loadCommand } from '../../bridge/commands/index.ts';
import { jsonSchemaOf } from '../../bridge/commands/parts/define-command.ts';
import { Replay } from '../../scripts/demo/replay.ts';
import { makeOrigin } from '../../scripts/demo/repository.ts';
import { expectSuccess, openRoom, scratchFolder } from '../../scripts/demo/team.ts';
import { startRelay } from '../../scripts/relay.ts';
import { operator } from '../../shared/room/events.ts';
import { Member } from '../../testing/member.ts';

const CREATE_KEY = 'a-create-key-of-the-test';
const peeked = z.array(
	z.object({
		room: z.string(),
		sent: z.array(z.object({ plain: z.unknown(), wire: z.unknown() })),
		next: z.array(z.object({ plain: z.object({ whole: z.array(z.looseObject({ touches: z.array(z.unknown()) })) }), wire: z.unknown() })),
	}),
);
const invited = z.looseObject({ token: z.string(), inviteId: z.string() });

describe('a room over time, by flags alone', () => {
	let dir: string;
	let server: string;
	let origin: string;
	let jake: Member;
	let andrew: Member;
	const ending: (() => Promise<unknown>)[] = [];
	/** Of each command it is what its schema says, and nothing else. */
	const json = async (member: Member, ...args: string[]): Promise<unknown> => {
		const said: unknown = JSON.parse(expectSuccess(await member.pylon([...args, '--json'])));
		const command = await loadCommand(args[0] ?? '');
		const inner = command?.commands?.find(({ name }) => name === args[1]);
		const byDefault = command?.commands?.find(({ isDefault }) => isDefault);
		const schema = await jsonSchemaOf(inner ?? byDefault ?? command ?? expect.unreachable(`pylon ${args[0]} is no command`));
		expect(schema?.parse(said)).toEqual(said);
		return said;
	};
	const members = async () => z.array(operator).parse(await json(jake, 'members'));

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		const relay = await startRelay({ persist: join(dir, 'relay'), createKey: CREATE_KEY });
		server = relay.url;
		ending.push(() => relay.stop());
		jake = Member.inScratch(dir, 'jake');
		andrew = Member.inScratch(dir, 'andrew');
		ending.push(
			() => jake.stop(),
			() => andrew.stop(),
		);
		origin = makeOrigin(dir);
		new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: jake.clone(origin, 'work/api', 'feature/login-limit') }).skip();
		new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: andrew.clone(origin, 'work/api', 'fix/session-expiry') }).skip();
		await openRoom(jake, andrew, server, CREATE_KEY);
		for (const member of [jake, andrew]) member.startBridge();
	});
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	const everyone = async (holds: (seen: RoomListing) => boolean): Promise<RoomListing> => {
		for (let tries = 0; ; tries++) {
			const seen = roomListing.parse(await json(jake, 'status', '--all'));
			if (holds(seen) || tries === 200) return seen;
			await sleep(250);
		}
	};

	test('collisions are listed, in words and as JSON', async () => {
		await everyone(({ collisions }) => collisions.some(({ level }) => level === 'conflict'));
		expect(z.array(listedCollision).parse(await json(jake, 'collisions'))).toContainEqual(
			expect.objectContaining({ path: 'src/auth/login.ts', level: 'conflict' }),
		);
		expect(expectSuccess(await jake.pylon(['collisions']))).toMatch(
			/login\.ts 1\d(–1\d)? · Andrew's Codex (is editing|changed) the same lines/,
		);
	});

	test('[P5] the room’s policy and a member’s own settings both take effect at once', async () => {
		expect(await andrew.pylon(['policy', 'reads=off'])).toMatchObject({ code: 3, stderr: expect.stringContaining('Only an admin') });
		expect(await jake.pylon(['policy', 'reads=maybe'])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('tasks, plans, reads, tokens, lines'),
		});
		expect(await json(jake, 'policy', 'reads=off')).toMatchObject({ room: { reads: false, tasks: true } });
		expectSuccess(await andrew.pylon(['policy', '--mine', 'tasks=off']));
		const seen = await everyone(
			({ agents }) =>
				agents.length === 2 &&
				agents.every(({ touches }) => touches.every(({ mode }) => mode !== 'read')) &&
				agents.some(({ operatorId, task }) => operatorId === 'andrew' && task === null),
		);
		expect(seen.agents.flatMap(({ touches }) => touches).every(({ mode }) => mode !== 'read')).toBe(true);
		expect(seen.agents.find(({ operatorId }) => operatorId === 'andrew')?.task).toBeNull();
		expect(seen.agents.find(({ operatorId }) => operatorId === 'jake')?.task).not.toBeNull();
	});

	test('peek shows what was sent, plain and sealed, and what would be', async () => {
		const [running] = peeked.parse(await json(andrew, 'peek'));
		expect(running?.sent.length).toBeGreaterThan(0);
		expect(JSON.stringify(running?.sent.map(({ plain }) => plain))).toContain('src/auth/login.ts');
		expect(JSON.stringify(running?.sent.map(({ wire }) => wire))).not.toContain('login');
		expect(running?.next[0]?.plain.whole).toHaveLength(1);
		expect(expectSuccess(await andrew.pylon(['peek']))).toContain('would be sent on a new connection');
		const [, line = ''] = /new connection\n\s+whole\s+(.*)/.exec(expectSuccess(await andrew.pylon(['peek']))) ?? [];
		expect(line.length).toBeGreaterThan(400);
		expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining(Object.keys(running?.next[0]?.plain.whole[0] ?? {})));
		const secret = z.object({ roomKey: z.string() }).parse(JSON.parse(readFileSync(join(andrew.home, '.pylon/room.json'), 'utf8'))).roomKey;
		expect(expectSuccess(await andrew.pylon(['peek', '--json']))).not.toContain(secret);
	});

	test('pause takes everything back at once and shows as paused; resume brings it again', async () => {
		expectSuccess(await andrew.pylon(['pause']));
		const paused = await everyone(({ agents, operators }) => agents.length === 1 && operators.some((each) => each.paused));
		expect(paused.agents.map(({ operatorId }) => operatorId)).toEqual(['jake']);
		expect(paused.operators.find(({ operatorId }) => operatorId === 'andrew')?.paused).toBe(true);
		expect(expectSuccess(await jake.pylon(['members']))).toMatch(/Andrew.*paused/);
		expect(peeked.parse(await json(andrew, 'peek'))[0]?.next).toEqual([]);
		expect(expectSuccess(await andrew.pylon(['status']))).toContain('You paused');
		expectSuccess(await andrew.pylon(['resume']));
		const back = await everyone(({ agents }) => agents.length === 2);
		expect(back.operators.some((each) => each.paused)).toBe(false);
	});

	test('[R8] a link adds another machine to the same operator: both report side by side; it is listed, and can be cut off', async () => {
		const { token } = z.object({ token: z.string() }).parse(await json(jake, 'link'));
		const desk = Member.inScratch(dir, 'desk');
		expectSuccess(await desk.pylon(['join', token, '--yes']));
		expect(await json(desk, 'rooms')).toMatchObject([{ room: 'acme-sprint', operatorId: 'jake', current: true }]);
		const cwd = desk.clone(origin, 'work/api', 'docs/limits');
		new Replay({ sample: 'andrew-codex', home: desk.home, cwd }).skip();
		expectSuccess(await desk.pylon(['share', 'add', '~/work/api']));
		desk.startBridge();
		const both = await everyone(({ agents }) => agents.filter(({ operatorId }) => operatorId === 'jake').length === 2);
		expect(
			both.agents
				.filter(({ operatorId }) => operatorId === 'jake')
				.map(({ branch }) => branch)
				.sort(),
		).toEqual(['docs/limits', 'feature/login-limit']);
		await desk.stop();
		const devices = z.array(z.looseObject({ deviceId: z.string(), current: z.boolean() })).parse(await json(jake, 'link', 'list'));
		expect(devices).toHaveLength(2);
		const other = devices.find(({ current }) => !current)?.deviceId ?? '';
		expectSuccess(await jake.pylon(['link', 'revoke', other]));
		expect(await desk.pylon(['members'])).toMatchObject({ code: 3 });
	});

	test('every other command’s JSON is what its schema says, too', async () => {
		const { inviteId } = invited.parse(await json(jake, 'invite', '--uses', 'unlimited', '--expires', '2h'));
		expect(await json(jake, 'invite', 'list')).toContainEqual(expect.objectContaining({ inviteId, usesLeft: 'unlimited', state: 'open' }));
		expect(await json(jake, 'invite', 'revoke', inviteId)).toEqual({ inviteId });
		expect(expectSuccess(await jake.pylon(['invite', 'list']))).toMatch(new RegExp(`${inviteId} .* revoked`));
		const gone = await jake.pylon(['invite', 'revoke', '00000000']);
		expect(gone).toMatchObject({ code: 3, stderr: expect.stringMatching(/There is no invite 00000000\.\n.*pylon invite list/) });
		await json(jake, 'members', 'role', 'jake', 'admin');
		await json(jake, 'use', 'acme-sprint');
		await json(jake, 'share', 'add', '~/work/api');
		await json(jake, 'policy', '--mine', 'tasks=on');
		await json(jake, 'service');
		await json(jake, 'doctor');
		const mara = Member.inScratch(dir, 'mara');
		const { token } = invited.parse(await json(jake, 'invite'));
		expect(await json(mara, 'join', token, '--name', 'Mara')).toMatchObject({ operatorId: 'mara', room: 'acme-sprint' });
		for (const change of ['pause', 'resume']) await json(mara, change);
		expect(await json(jake, 'members', 'remove', 'Mara', '--yes')).toEqual({ operatorId: 'mara' });
	});

	test('[R3] [R12] rename changes what a room calls one, here and there, and neither the id nor to a name that is taken', async () => {
		expect(await json(andrew, 'rename', 'Andrew Lim')).toMatchObject({ operatorId: 'andrew', operatorName: 'Andrew Lim' });
		expect((await members()).find(({ operatorId }) => operatorId === 'andrew')?.name).toBe('Andrew Lim');
		expect(await json(andrew, 'rooms')).toMatchObject([{ operatorName: 'Andrew Lim' }]);
		expect(await andrew.pylon(['rename', 'JАKE'])).toMatchObject({ code: 3, stderr: expect.stringContaining('looks the same') });
		expect(await andrew.pylon(['rename', '\u3164'])).toMatchObject({ code: 2, stderr: expect.stringContaining('that can be seen') });
		expect(expectSuccess(await andrew.pylon(['rename', 'Andrew']))).toContain('Your id stays andrew.');
	});

	test('[R5] roles change, and the last admin neither steps down nor leaves', async () => {
		expect(await jake.pylon(['members', 'role', 'jake', 'member'])).toMatchObject({
			code: 3,
			stderr: expect.stringContaining('always keeps an admin'),
		});
		expect(await jake.pylon(['leave', '--yes'])).toMatchObject({ code: 3, stderr: expect.stringContaining('last admin') });
		expectSuccess(await jake.pylon(['members', 'role', 'Andrew', 'admin']));
		expect((await members()).find(({ operatorId }) => operatorId === 'andrew')?.role).toBe('admin');
		expect(await jake.pylon(['members', 'role', 'Nobody', 'admin'])).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/There are: (Jake, Andrew|Andrew, Jake)/),
		});
	});

	test('one machine is in several rooms at once, each with its own scope', async () => {
		expectSuccess(
			await jake.pylon(['init', '--room', 'second', '--server', server, '--name', 'Jake', '--yes'], { PYLON_CREATE_KEY: CREATE_KEY }),
		);
		expect(await json(jake, 'rooms')).toMatchObject([
			{ room: 'second', current: true, sharedPaths: [] },
			{ room: 'acme-sprint', current: false, sharedPaths: ['~/work/api'] },
		]);
		expectSuccess(await jake.pylon(['share', 'add', '~/work/api']));
		const agents = async () => roomListing.parse(await json(jake, 'status', '--all', '--room', 'second')).agents;
		await expect.poll(agents).toMatchObject([{ operatorId: 'jake' }]);
		expect((await everyone(() => true)).room).toBe('second');
		expectSuccess(await jake.pylon(['use', 'acme-sprint']));
		const back = await everyone(({ room, agents }) => room === 'acme-sprint' && agents.length === 3);
		expect(back.agents.filter(({ status }) => status !== 'offline')).toHaveLength(2);
	});

	test('[R10] who is removed is told so in words', async () => {
		expect(await jake.pylon(['members', 'remove', 'Andrew'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
		expectSuccess(await jake.pylon(['members', 'remove', 'Andrew', '--yes']));
		expect(await andrew.pylon(['members'])).toMatchObject({ code: 3, stderr: expect.stringContaining('no longer a member') });
		expectSuccess(await andrew.pylon(['leave', '--yes']));
		expect(await json(andrew, 'rooms')).toEqual([]);
	});

	test('a room is deleted for everyone, and the other becomes the current one', async () => {
		expect(await json(jake, 'leave', '--delete', '--yes')).toEqual({ left: 'acme-sprint', current: 'second' });
		expect(await json(jake, 'rooms')).toMatchObject([{ room: 'second', current: true }]);
	});
});
