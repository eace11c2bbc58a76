import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callRelay, refusalOf } from '../shared/relay.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import { as, type Invocation, type RunningRelay, relayCommand, runRelay, runtimeOf } from './relay/try-command.ts';
import { home as project } from './run.ts';

/** In no argument of the machine's processes, those of other tests beside this one among them. */
const KEY = `the-create-key-of-test-${process.pid}`;
const ROOM = 'acme-sprint';
const SLOW = 120_000;
vi.setConfig({ testTimeout: SLOW });
const run = promisify(execFile);

let home: string;
const running: RunningRelay[] = [];
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'pylon-relay-'));
});
afterEach(async () => {
	for (const relay of running.splice(0)) {
		relay.process.kill('SIGKILL');
		await relay.ended;
	}
	rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

async function start(invocation: Partial<Invocation> = {}): Promise<RunningRelay> {
	const relay = await runRelay({ home, env: { PYLON_CREATE_KEY: KEY }, ...invocation });
	running.push(relay);
	return relay;
}

const data = () => join(home, '.pylon-relay');
const open = (url: string, createKey = KEY) =>
	callRelay({ server: url, room: ROOM }).room.create.mutate({ name: 'Jake', device: 'laptop', createKey });

async function enter(url: string, admin: string, name: string): Promise<string> {
	const { secret } = await as(url, ROOM, admin).invite.create.mutate({});
	return (await callRelay({ server: url, room: ROOM }).invite.accept.mutate({ secret, name, device: 'laptop' })).credential;
}

const answers = ({ url }: RunningRelay): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});

describe('what it is asked for', () => {
	test('--help says all of it, and nothing runs', async () => {
		const { code, stdout } = await relayCommand({ home, args: ['--help'] });
		expect(code).toBe(0);
		for (const word of [
			'--host',
			'--port',
			'--data',
			'--trust-proxy',
			'--create-key-file',
			'backup FILE',
			'restore FILE',
			'PYLON_CREATE_KEY',
		])
			expect(stdout).toContain(word);
	});

	test.each([
		[['--nonsense'], 2, '--nonsense'],
		[['--create-key', KEY], 2, '--create-key'],
		[['--port', '70000'], 2, '70000 is no port.'],
		[['frobnicate'], 2, 'There is no "frobnicate".'],
		[['backup'], 2, 'backup takes the name of one file.'],
		[['--create-key-file', 'missing'], 6, 'missing cannot be read (ENOENT).'],
		[['--data', '/dev/null/relay'], 6, '/dev/null/relay cannot be written (ENOTDIR).'],
	])('%j ends with %d, a sentence and a way on', async (args, code, sentence) => {
		const outcome = await relayCommand({ home, args });
		expect([outcome.code, outcome.stdout]).toEqual([code, '']);
		expect(outcome.stderr).toContain(sentence);
		expect(outcome.stderr.trim().split('\n').length).toBeGreaterThan(1);
	});

	test('[R11] without a create key it listens to this machine alone, and says what to do', async () => {
		for (const env of [{}, { PYLON_CREATE_KEY: '' }]) {
			const refused = await relayCommand({ home, args: ['--host', '0.0.0.0', '--port', '0'], env });
			expect(refused.code).toBe(2);
			expect(refused.stderr).toContain('Without a create key the relay listens to this machine alone, and not at 0.0.0.0');
			expect(refused.stderr).toContain('PYLON_CREATE_KEY');
		}
		const relay = await start({ env: {} });
		expect(relay.address).toMatch(/^127\.0\.0\.1:/);
		expect(relay.lines.join('\n')).toContain('Everybody who reaches it may open rooms: it has no create key (PYLON_CREATE_KEY).');
		expect((await open(relay.url, 'any')).operator.name).toBe('Jake');
	});
});

describe('a relay that runs', () => {
	test('[R11] the create key of the environment counts, and is in no argument, line or file of its', async () => {
		const relay = await start();
		expect(refusalOf(await open(relay.url, 'another').catch((error: unknown) => error))).toBe('create-key-wrong');
		expect((await open(relay.url)).operator.role).toBe('admin');
		const { stdout } = await run('ps', ['-eo', 'args']);
		expect(stdout).toContain('relay-command.ts');
		expect(stdout + relay.lines.join('\n')).not.toContain(KEY);
		await expect(run('grep', ['-rqF', KEY, data()])).rejects.toMatchObject({ code: 1 });
	});

	test('[R11] the create key may be in a file', async () => {
		writeFileSync(join(home, 'key'), `${KEY}\n`, { mode: 0o600 });
		const relay = await start({ args: ['--host', '0.0.0.0', '--create-key-file', 'key'], env: {} });
		expect(refusalOf(await open(relay.url, 'another').catch((error: unknown) => error))).toBe('create-key-wrong');
		expect((await open(relay.url)).room).toBe(ROOM);
		expect(relay.lines.join('\n')).toContain('Everybody on its network reaches it. It speaks plain HTTP');
	});

	test('says what it is, who may open rooms and where they lie, in a folder for its user alone', async () => {
		const relay = await start();
		await open(relay.url);
		expect(relay.lines).toEqual([
			expect.stringMatching(/^Pylon Rooms \d+\.\d+\.\d+: a relay, listening at 127\.0\.0\.1:\d+\.$/),
			'This machine alone reaches it, and a proxy that you put in front of it.',
			'Whoever has the create key may open rooms.',
			`Its rooms lie in ${data()}: 0 rooms so far.`,
			'Its figures are at /metrics, for this machine alone.',
		]);
		expect(statSync(data()).mode & 0o777).toBe(0o700);
		const { stdout } = await run('find', [data(), '-perm', '/077']);
		expect(stdout, 'readable by others').toBe('');
	});

	test('started twice on one folder, or at one port, the second says so and ends', async () => {
		const relay = await start();
		const twice = await relayCommand({ home, args: ['--port', '0'] });
		expect([twice.code, twice.stderr]).toEqual([6, expect.stringContaining(`A relay runs on ${data()} already.`)]);
		const port = new URL(relay.url).port;
		const same = await relayCommand({ home, args: ['--port', port, '--data', join(home, 'other')] });
		expect([same.code, same.stderr, same.stdout]).toEqual([2, expect.stringContaining(`Port ${port} is in use.`), '']);
		expect(await answers(relay)).toBe(true);
	});
});

describe('however it ends', () => {
	const ends: [how: string, code: number | string, end: (relay: RunningRelay) => unknown][] = [
		['SIGTERM', 0, (relay) => relay.process.kill('SIGTERM')],
		['SIGINT', 0, (relay) => relay.process.kill('SIGINT')],
		['SIGHUP', 0, (relay) => relay.process.kill('SIGHUP')],
		['SIGKILL', 'SIGKILL', (relay) => relay.process.kill('SIGKILL')],
		['SIGKILL of its runtime', 1, async (relay) => process.kill(await runtimeOf(relay), 'SIGKILL')],
	];

	test('no member is lost, nothing goes on serving, and the next one starts', async () => {
		let admin = '';
		const members: string[] = [];
		for (const [how, code, end] of ends) {
			const relay = await start();
			if (admin === '') admin = (await open(relay.url)).credential;
			members.push(await enter(relay.url, admin, `Killed by ${how}`));
			const runtime = await runtimeOf(relay);
			await end(relay);
			expect([how, await relay.ended]).toEqual([how, code]);
			await expect.poll(() => answers(relay)).toBe(false);
			await expect
				.poll(() =>
					run('ps', ['-o', 'stat=', '-p', String(runtime)]).then(
						(row) => row.stdout.trim(),
						() => 'Z',
					),
				)
				.toMatch(/^(Z|$)/);
		}
		const relay = await start();
		for (const [index, credential] of members.entries())
			expect((await as(relay.url, ROOM, credential).room.get.query()).you.name).toBe(`Killed by ${ends[index]?.[0]}`);
	});

	test('a runtime that ends by itself is a sentence', async () => {
		const relay = await start();
		process.kill(await runtimeOf(relay), 'SIGKILL');
		expect(await relay.ended).toBe(1);
		await expect.poll(() => relay.lines.join('\n')).toContain('The relay’s runtime ended, and nobody told it to.');
	});

	test('it ends with who started it, also where they were killed', async () => {
		const relay = await start({ script: [join(project, 'scripts/bootstrap.mjs'), 'scripts/relay-command.ts'] });
		relay.process.kill('SIGKILL');
		await expect.poll(() => answers(relay)).toBe(false);
	});
});

describe('what it tells whoever runs it', () => {
	const figures = (relay: RunningRelay, headers: Record<string, string> = {}) => fetch(`${relay.url}/metrics`, { headers });

	test('/health says that it is there', async () => {
		const relay = await start();
		expect(await (await fetch(`${relay.url}/health`)).json()).toMatchObject({ ok: 1 });
	});

	test('/metrics are numbers in Prometheus’ format, and no name', async () => {
		const relay = await start();
		const { credential } = await open(relay.url);
		const other = await enter(relay.url, credential, 'Andrew');
		await as(relay.url, ROOM, other)
			.room.setPolicy.mutate(OPEN_POLICY)
			.catch(() => undefined);
		const response = await figures(relay);
		expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
		const text = await response.text();
		for (const line of text.trimEnd().split('\n'))
			expect(line).toMatch(/^(# (HELP|TYPE) pylon_\w+ .+|pylon_\w+(\{\w+="[\w-]+"\})? \d+(\.\d+)?)$/);
		expect(text).toContain('pylon_refusals_total{refusal="admin-only"} 1');
		expect(text).not.toMatch(/jake|andrew|acme/i);
	});

	test('/metrics are for this machine alone, not for who comes through a proxy on it', async () => {
		const relay = await start({ args: ['--host', '0.0.0.0'] });
		expect((await figures(relay)).status).toBe(200);
		for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
			expect((await figures(relay, { [header]: '127.0.0.1' })).status).toBe(403);
		const behind = await start({ args: ['--trust-proxy', '--data', join(home, 'behind')] });
		expect((await figures(behind)).status).toBe(403);
	});

	test('with a token, /metrics are for who has it', async () => {
		const relay = await start({ args: ['--trust-proxy'], env: { PYLON_CREATE_KEY: KEY, PYLON_METRICS_TOKEN: 'a-token' } });
		expect((await figures(relay)).status).toBe(403);
		expect((await figures(relay, { authorization: 'Bearer another' })).status).toBe(403);
		expect((await figures(relay, { authorization: 'Bearer a-token' })).status).toBe(200);
	});
});

describe('backups', () => {
	test('one made while it runs is restored elsewhere: the same members, with the credentials that they have', async () => {
		const relay = await start();
		const { credential } = await open(relay.url);
		const andrew = await enter(relay.url, credential, 'Andrew');
		const file = join(home, 'rooms.backup');
		const backup = await relayCommand({ home, args: ['backup', file] });
		expect([backup.code, backup.stdout]).toEqual([
			0,
			expect.stringMatching(`^Backed up 1 room with 2 members to ${file} \\(\\d+ KiB\\)\\.\\n$`),
		]);
		expect(statSync(file).mode & 0o777).toBe(0o600);

		const elsewhere = join(home, 'elsewhere');
		const restored = await relayCommand({ home, args: ['restore', file, '--data', elsewhere] });
		expect([restored.code, restored.stdout]).toEqual([0, `Restored 1 room with 2 members from ${file} into ${elsewhere}.\n`]);
		const other = await start({ args: ['--data', elsewhere] });
		expect(other.lines.join('\n')).toContain(`Its rooms lie in ${elsewhere}: 1 room so far.`);
		expect((await as(other.url, ROOM, andrew).room.get.query()).you.name).toBe('Andrew');
		expect((await as(other.url, ROOM, credential).operator.list.query()).map(({ name }) => name)).toEqual(['Andrew', 'Jake']);
	});

	test('nothing is overwritten, and a relay that runs is not restored into', async () => {
		const relay = await start();
		await open(relay.url);
		const file = join(home, 'rooms.backup');
		await relayCommand({ home, args: ['backup', file] });
		const before = readFileSync(file);
		const again = await relayCommand({ home, args: ['backup', file] });
		expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists already.')]);
		expect(readFileSync(file).equals(before)).toBe(true);
		const live = await relayCommand({ home, args: ['restore', file] });
		expect([live.code, live.stderr]).toEqual([6, expect.stringContaining(`A relay runs on ${data()} already.`)]);
		relay.process.kill('SIGTERM');
		await relay.ended;
		const full = await relayCommand({ home, args: ['restore', file] });
		expect([full.code, full.stderr]).toEqual([6, expect.stringContaining(`${data()} holds rooms already (${ROOM}).`)]);
	});

	test('without rooms there is nothing to back up, and no file', async () => {
		const outcome = await relayCommand({ home, args: ['backup', 'rooms.backup'] });
		expect([outcome.code, outcome.stderr]).toEqual([6, expect.stringContaining(`There is no room in ${data()}.`)]);
		expect((await run('ls', ['-A', home])).stdout).toBe('');
	});
});

describe('a state made by the relay before this one', () => {
	/** By PartyKit's own server, which was killed: Jake (admin) and Andrew are in `acme-sprint`, Eve was removed, and somebody asked for a room that nobody opened. */
	const FORMER = join(project, 'scripts/relay/fixtures/former-state');
	const CREDENTIALS = {
		jake: 'SoSQkp6lDJFHOH4lf1RLOgsLjgH_vXwQLVpmdAfsZwk',
		andrew: '_xPbCvzo-ukhPB0KGzSWoY3tKA1lxpR6vp_lCwkMBLc',
		eve: '9PkYE_Qkcs40KO_s9Ve9zUEfMgZ6BXOGFzX3OpD9ctE',
	};

	test('is taken over once: every member is there, and what was deleted since stays so', async () => {
		cpSync(FORMER, join(data(), 'state'), { recursive: true });
		const relay = await start();
		expect(relay.lines.join('\n')).toContain('Took over 1 room from the relay before.');
		for (const name of ['jake', 'andrew'] as const) {
			expect((await as(relay.url, ROOM, CREDENTIALS[name]).room.get.query()).you.operatorId).toBe(name);
		}
		const { policy } = await as(relay.url, ROOM, CREDENTIALS.jake).room.get.query();
		// What an admin chose then, and what nobody was asked about.
		expect(policy).toMatchObject({ tasks: true, plans: false, lines: false, activity: false, names: false });
		expect(
			refusalOf(
				await as(relay.url, ROOM, CREDENTIALS.eve)
					.room.get.query()
					.catch((error: unknown) => error),
			),
		).toBe('removed');
		await as(relay.url, ROOM, CREDENTIALS.jake).room.delete.mutate();
		relay.process.kill('SIGTERM');
		await relay.ended;

		const again = await start();
		expect(again.lines.join('\n')).not.toContain('Took over');
		expect(
			refusalOf(
				await as(again.url, ROOM, CREDENTIALS.jake)
					.room.get.query()
					.catch((error: unknown) => error),
			),
		).toBe('room-unknown');
	});
});
