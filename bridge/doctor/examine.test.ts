/** A machine with one thing wrong at a time, and a real relay: what the doctor says of it, and what to do. */
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { PROTOCOL } from '../../shared/protocol.ts';
import { callRelay } from '../../shared/relay.ts';
import { sealReport } from '../../shared/report/sealing.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { Scratch } from '../../testing/scratch.ts';
import { type RoomConfig, saveRoom } from '../rooms/config.ts';
import { roomKey } from '../rooms/room-key.ts';
import { DEFAULT_SETTINGS, saveSettings } from '../rooms/settings.ts';
import { driftReport } from './drift-report.ts';
import { examine } from './examine.ts';
import { type CheckName, examination, type Finding } from './finding.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const look = async (clock = Date.now) =>
	examination.parse(
		await examine({
			home: scratch.home,
			env: { PATH: process.env.PATH, HOME: scratch.home },
			script: '/opt/pylon/pylon.js',
			clock,
			signal: AbortSignal.timeout(30_000),
			since: 'all',
			period: 'any age',
		}),
	);
const said = async (check: CheckName, clock?: () => number): Promise<Finding[]> =>
	(await look(clock)).findings.filter((finding) => finding.check === check);

const config = (server: string, more: Partial<RoomConfig> = {}): RoomConfig => ({
	room: 'acme-sprint',
	server,
	operatorId: 'jake',
	operatorName: 'Jake',
	color: '#3B82F6',
	role: 'admin',
	sharedPaths: [],
	credential: 'c'.repeat(43),
	roomKey: toBase64Url(newRoomKey()),
	device: '0123456789abcdef',
	...more,
});
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

describe('of a machine', () => {
	test('without a room nothing is wrong', async () => {
		const { findings } = await look();
		expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
		expect(findings).toContainEqual(expect.objectContaining({ check: 'config', state: 'note', fix: 'pylon join' }));
	});

	test('a secret that others can open is a problem, and the fix mends it', async () => {
		saveRoom(scratch.home, config(NOWHERE));
		chmodSync(join(scratch.home, '.pylon/room.json'), 0o644);
		expect(await said('files')).toMatchObject([
			{ state: 'problem', text: expect.stringContaining('~/.pylon/room.json'), fix: 'chmod -R go-rwx ~/.pylon' },
		]);
		chmodSync(join(scratch.home, '.pylon/room.json'), 0o600);
		// What the relay of `npm start` keeps there, its runtime makes in its own way.
		scratch.write('.pylon/relay/rooms/metadata.sqlite', '');
		chmodSync(join(scratch.home, '.pylon/relay'), 0o700);
		chmodSync(join(scratch.home, '.pylon/relay/rooms/metadata.sqlite'), 0o644);
		expect((await said('files')).map(({ state }) => state)).toEqual(['ok']);
		expect(await said('files')).toMatchObject([{ state: 'ok' }]);
	});

	test('what an interrupted write left is told', async () => {
		saveRoom(scratch.home, config(NOWHERE));
		writeFileSync(join(scratch.home, '.pylon/room.json.x.tmp'), '{}', { mode: 0o600 });
		expect(await said('files')).toMatchObject([{ state: 'note', fix: 'rm ~/.pylon/room.json.x.tmp' }]);
	});

	test('where nothing can be kept, that is said before anybody joins', async () => {
		const home = join(scratch.home, 'gone');
		const env = { PATH: process.env.PATH, HOME: home };
		const script = '/opt/pylon/pylon.js';
		const signal = AbortSignal.timeout(30_000);
		const { findings } = await examine({ home, env, script, clock: Date.now, signal, since: 'all', period: 'any age' });
		expect(findings).toContainEqual(
			expect.objectContaining({ check: 'files', state: 'problem', text: expect.stringContaining(`${home} cannot be written`) }),
		);
	});

	test('damaged settings are mended by choosing again, not by joining', async () => {
		scratch.write('.pylon/settings.json', '{"paused":3}');
		chmodSync(join(scratch.home, '.pylon/settings.json'), 0o600);
		expect(await said('config')).toMatchObject([
			{ state: 'problem', fix: expect.stringMatching(/and choose again .*pylon policy --mine/) },
		]);
	});

	test('one damaged file costs itself alone', async () => {
		saveRoom(scratch.home, config(NOWHERE));
		saveRoom(scratch.home, config(NOWHERE, { room: 'other' }));
		writeFileSync(join(scratch.home, '.pylon/rooms/acme-sprint.json'), '{"room":');
		const { findings, rooms } = await look();
		expect(findings.filter(({ check }) => check === 'config')).toMatchObject([
			{
				state: 'problem',
				text: expect.stringMatching(/rooms\/acme-sprint\.json is damaged \(it is not JSON\)/),
				fix: expect.stringContaining('.damaged'),
			},
		]);
		expect(rooms).toEqual([{ room: 'other', server: NOWHERE }]);
	});

	test('a pause, a lost folder and a bridge that does not run are told with the command that ends them', async () => {
		saveRoom(scratch.home, config(NOWHERE, { sharedPaths: ['~/gone'] }));
		saveSettings(scratch.home, { ...DEFAULT_SETTINGS, paused: true });
		expect(await said('bridge')).toMatchObject([{ state: 'problem', fix: 'pylon start --background' }]);
		expect(await said('sharing')).toMatchObject([
			{ state: 'note', room: 'acme-sprint', fix: 'pylon share remove ~/gone --room acme-sprint' },
		]);
	});

	test.runIf(process.getuid?.() === 0)(
		'a checkout that another user owns is told where agents work in it and where it is shared',
		async () => {
			const root = scratch.repository('code/shop', 'git@github.com:acme/shop.git');
			const session = scratch.claude('00000000-0000-4000-8000-000000000001', join(root, 'src'));
			session.prompt();
			saveRoom(scratch.home, config(NOWHERE, { sharedPaths: ['~/code/shop'] }));
			expect((await look()).findings.filter(({ text }) => text.includes('owns'))).toEqual([]);
			chownSync(join(root, '.git'), 12_345, 12_345);
			const fix = 'If you trust it: git config --global --add safe.directory ~/code/shop';
			const { findings } = await look();
			expect(findings).toContainEqual({
				check: 'sessions',
				state: 'note',
				text: 'Another user owns ~/code/shop: git is not asked there, and agents that work in it have no repository and are never shared.',
				fix,
			});
			expect(findings).toContainEqual({
				check: 'sharing',
				room: 'acme-sprint',
				state: 'problem',
				text: '~/code/shop is shared, but another user owns it: nothing of it is told.',
				fix,
			});
			const odd = scratch.repository("code/it's $(mine)");
			scratch.claude('00000000-0000-4000-8000-000000000002', odd).prompt();
			chownSync(join(odd, '.git'), 12_345, 12_345);
			const fixes = (await look()).findings.map((each) => each.fix);
			expect(fixes).toContain(String.raw`If you trust it: git config --global --add safe.directory ~/'code/it'\''s $(mine)'`);
		},
	);

	test('[A3] what readers do not understand makes a report without content', async () => {
		const session = scratch.claude('00000000-0000-4000-8000-000000000001', scratch.repository('code/shop'));
		session.prompt('CANARY in a prompt');
		session.record({ type: 'hologram', message: 'CANARY in a record', path: '/home/CANARY' });
		scratch.append(session.file, '{"type": CANARY\n');
		const found = await look();
		expect(found.findings.filter(({ check }) => check === 'sessions').map(({ state, text }) => `${state} ${text}`)).toEqual([
			'ok 1 agent of any age: Claude Code',
			'note 1 record torn or too long; each was left out alone.',
			'note 1 record of a type that is new to Pylon.',
		]);
		const report = driftReport(found).join('\n');
		expect(report).toMatch(/^Pylon \d+\.\d+\.\d+, Node [\d.]+, \w+ \w+\n\n\| agent {7}\| version \| record {3}\| count \|\n/);
		expect(report).toContain('| claude-code | 2.1.330 | hologram | 1     |');
		expect(JSON.stringify(found)).not.toContain('CANARY');
	});
});

describe('of an address', () => {
	let server: Server;
	let answer: { status: number; body: string };
	beforeAll(async () => {
		server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => server.close());

	test('where nobody listens', async () => {
		saveRoom(scratch.home, config(NOWHERE));
		expect(await said('relay')).toMatchObject([{ state: 'problem', text: expect.stringContaining('127.0.0.1:9') }]);
	});

	test.each([
		[{ status: 200, body: '<html>' }, 'answers, but not as a relay (HTTP 200)'],
		[{ status: 502, body: '' }, 'answers, but not as a relay (HTTP 502)'],
		[{ status: 200, body: `{"ok":1,"protocol":${PROTOCOL + 1}}` }, 'The relay is newer than this Pylon'],
		[{ status: 200, body: `{"ok":1,"protocol":${PROTOCOL - 1}}` }, 'The relay is older than this Pylon'],
	])('that answers %j', async (given, words) => {
		answer = given;
		saveRoom(scratch.home, config(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
		expect(await said('relay')).toContainEqual(expect.objectContaining({ state: 'problem', text: expect.stringContaining(words) }));
		expect(await said('device')).toEqual([]);
	});
});

describe('of a room', () => {
	let relay: Relay;
	const folder = new Scratch();
	beforeAll(async () => {
		relay = await startRelay({ persist: join(folder.home, 'relay') });
	});
	afterAll(async () => {
		await relay.stop();
		folder.remove();
	});

	/** A room of its own for each test, with this machine as its admin. */
	async function open(room: string): Promise<RoomConfig> {
		const joined = await callRelay({ server: relay.url, room }).room.create.mutate({ name: 'Jake', device: 'laptop' });
		const opened = config(relay.url, {
			room,
			credential: joined.credential,
			operatorId: joined.operator.operatorId,
			device: joined.deviceId,
		});
		saveRoom(scratch.home, opened);
		return opened;
	}

	test('all is well', async () => {
		await open('well');
		const { findings } = await look();
		const ofRoom = findings.filter(({ room }) => room === 'well').map(({ check, state }) => `${check} ${state}`);
		expect(ofRoom).toEqual(['relay ok', 'device ok', 'clock ok', 'live ok', 'key ok', 'policy ok', 'sharing note']);
		expect(await said('policy')).toMatchObject([
			{ text: expect.stringContaining('Nothing of what you share is kept back. Each switch would: tasks (') },
		]);
		saveSettings(scratch.home, { ...DEFAULT_SETTINGS, shares: { ...DEFAULT_SETTINGS.shares, tasks: false } });
		expect(await said('policy')).toMatchObject([
			{ text: 'Of what you share, you keep back tasks (what an agent works on: its task, its title and the step that is in progress)' },
		]);
	});

	test('a clock that is off is told, by how much and which way', async () => {
		await open('clock');
		expect(await said('clock', () => Date.now() - 7_200_000)).toMatchObject([
			{ state: 'note', text: expect.stringContaining('2 hours behind the relay’s') },
		]);
		expect(await said('clock', () => Date.now() + 600_000)).toMatchObject([
			{ state: 'note', text: expect.stringContaining('10 minutes ahead of the relay’s') },
		]);
	});

	test('a device that was cut off', async () => {
		const { room } = await open('cut');
		saveRoom(scratch.home, config(relay.url, { room }));
		expect(await said('device')).toMatchObject([
			{ state: 'problem', text: 'The relay does not know this device.', fix: expect.stringContaining('Join again') },
		]);
	});

	test('a room that was deleted', async () => {
		const { server, room, credential } = await open('deleted');
		await callRelay({ server, room, credential }).room.delete.mutate();
		expect(await said('device')).toMatchObject([{ state: 'problem', text: 'There is no such room on this relay.' }]);
	});

	test('a key that opens nothing of what others sealed', async () => {
		const jake = await open('key');
		const client = callRelay(jake);
		const { secret } = await client.invite.create.mutate({ role: 'member', uses: 1 });
		const joined = await callRelay({ server: relay.url, room: 'key' }).invite.accept.mutate({ secret, name: 'Andrew', device: 'desk' });
		const andrew = callRelay({ server: relay.url, room: 'key', credential: joined.credential });
		const report = {
			agentId: '0123456789abcdef',
			kind: 'codex',
			status: 'idle',
			statusAge: 0,
			repo: 'github.com/acme/api',
			touches: [],
			errors: 0,
		} as const;
		const tell = (key: Uint8Array) =>
			andrew.agent.report.mutate({ whole: [sealReport(key, { ...report, touches: [] })], changed: [], gone: [] });
		await tell(newRoomKey());
		expect(await said('key')).toMatchObject([
			{
				state: 'problem',
				text: 'This machine’s key opens nothing of what the room holds (1 agent).',
				fix: expect.stringContaining('pylon leave --room key'),
			},
		]);
		await tell(roomKey(jake));
		expect(await said('key')).toMatchObject([{ state: 'ok', text: 'The room’s key opens what the room holds (1 agent)' }]);
	});
});
