/** What is published: packed, installed into an empty prefix, and the whole story told by flags alone, against a real relay. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { localListing, roomListing } from '../bridge/board/listing.ts';
import { examination } from '../bridge/doctor/finding.ts';
import { Replay } from '../scripts/demo/replay.ts';
import { clone, makeOrigin } from '../scripts/demo/repository.ts';
import { scratchFolder } from '../scripts/demo/team.ts';
import { type Relay, startRelay } from '../scripts/relay.ts';
import { home as project } from '../scripts/run.ts';
import { eventually } from '../testing/eventually.ts';

const CREATE_KEY = 'a-create-key-of-the-test';
/** A quarter of it is the MCP server's library. */
const PACKED_MAX_BYTES = 450_000;
const packed = z.tuple([z.object({ filename: z.string(), size: z.int(), files: z.array(z.object({ path: z.string() })) })]);
const told = z.object({ token: z.string() });

/** A witness of the kernel's; `e2e/cli/no-network.test.ts` has one that is always there. */
const canTrace = spawnSync('strace', ['-f', 'true']).status === 0;

interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

describe('the package', () => {
	let dir: string;
	let prefix: string;
	let relay: Relay;
	let pack: z.infer<typeof packed>[0];
	const ending: (() => unknown)[] = [];

	const homeOf = (name: string): string => join(dir, name);
	/** Nothing of this project is on its way: the installed command, and a Node. */
	const envOf = (name: string): NodeJS.ProcessEnv => ({
		PATH: [join(prefix, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
		HOME: homeOf(name),
		LANG: 'C.UTF-8',
	});
	async function pylon(name: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
		try {
			const options = { cwd: homeOf(name), env: { ...envOf(name), ...env }, timeout: 60_000 };
			return { code: 0, ...(await promisify(execFile)('pylon', args, options)) };
		} catch (error) {
			const { code, stdout, stderr } = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() }).parse(error);
			return { code, stdout, stderr };
		}
	}
	async function says(name: string, args: string[], env?: NodeJS.ProcessEnv): Promise<string> {
		const { code, stdout, stderr } = await pylon(name, args, env);
		if (code !== 0) throw new Error(`pylon ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
		return stdout;
	}
	const tells = async <Schema extends z.ZodType>(name: string, args: string[], schema: Schema): Promise<z.infer<Schema>> =>
		schema.parse(JSON.parse(await says(name, [...args, '--json'])));

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		prefix = join(dir, 'prefix');
		mkdirSync(prefix);
		const said = execFileSync('npm', ['pack', '--json', '--pack-destination', dir], { cwd: project, encoding: 'utf8' });
		[pack] = packed.parse(JSON.parse(said));
		// Offline: all that it needs is in it.
		const install = ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix, join(dir, pack.filename)];
		execFileSync('npm', install, { cwd: dir, stdio: 'pipe', env: { ...process.env, npm_config_cache: join(dir, 'npm-cache') } });
		relay = await startRelay({ persist: join(dir, 'relay'), createKey: CREATE_KEY });
		ending.push(() => relay.stop());
		const origin = makeOrigin(dir);
		for (const [name, sample, branch] of [
			['jake', 'jake-claude-code', 'feature/login-limit'],
			['andrew', 'andrew-codex', 'fix/session-expiry'],
		] as const) {
			clone(origin, join(homeOf(name), 'work/api'), branch);
			new Replay({ sample, home: homeOf(name), cwd: join(homeOf(name), 'work/api') }).skip();
			ending.push(() => pylon(name, ['stop']));
		}
	});
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	test('is small, and holds the command alone: no PartyKit, no browser parts, no sources', () => {
		expect(pack.size).toBeLessThan(PACKED_MAX_BYTES);
		const others = pack.files
			.map(({ path }) => path)
			.filter((path) => !/^dist\/(chunks\/[\w-]+\.js|pylon\.js|pylon-hook\.cjs|third-party\.txt)$/.test(path));
		expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
		const folder = join(prefix, 'lib/node_modules/pylon-rooms');
		const chunks = readdirSync(join(folder, 'dist/chunks')).map((file) => readFileSync(join(folder, 'dist/chunks', file), 'utf8'));
		expect(chunks.filter((chunk) => /from ?"(?!node:|\.)/.test(chunk))).toEqual([]);
		expect(chunks.join('')).not.toContain('partykit/server');
		expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['pylon-rooms']);
	});

	test('starts, and says what it is', async () => {
		const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')));
		expect(await says('jake', ['--version'])).toBe(`${version}\n`);
		const help = await says('jake', ['--help']);
		expect(help.split('\n').length).toBeLessThanOrEqual(40);
		expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});

	test('reads this machine’s agents before there is any room', async () => {
		expect(await tells('jake', ['status', '--since', 'all'], localListing)).toMatchObject([
			{ kind: 'claude-code', repo: 'github.com/acme/api' },
		]);
		expect(await tells('jake', ['doctor'], examination)).toMatchObject({ rooms: [], drift: [] });
	});

	test('tells the whole story by flags alone', async () => {
		const opened = ['init', '--room', 'acme-sprint', '--server', relay.url, '--name', 'Jake', '--share', '~/work/api', '--yes'];
		expect(await says('jake', opened, { PYLON_CREATE_KEY: CREATE_KEY })).toContain('✓ Room created: acme-sprint');
		expect(statSync(join(homeOf('jake'), '.pylon/room.json')).mode & 0o777).toBe(0o600);
		const { token } = await tells('jake', ['invite'], told);
		expect(await says('andrew', ['join', token, '--name', 'Andrew', '--yes'])).toContain('✓ Joined acme-sprint');
		expect(await says('andrew', ['share', 'add', '~/work/api'])).toContain('✓ Sharing ~/work/api');
		for (const name of ['jake', 'andrew']) await says(name, ['start', '--background']);
		const all = () => tells('andrew', ['status', '--all'], roomListing);
		const seen = await eventually(
			all,
			({ agents, collisions }) => agents.length === 2 && collisions.some(({ level }) => level === 'conflict'),
			60_000,
		);
		expect(seen.collisions.map(({ path }) => path)).toContain('src/auth/login.ts');
		expect(await says('andrew', ['status'])).toMatch(/Jake's Claude Code (is editing|changed) the same lines/);
		expect(await says('andrew', ['collisions'])).toContain('src/auth/login.ts');
		expect(await says('jake', ['members'])).toContain('Andrew');
		await says('andrew', ['pause']);
		await eventually(all, ({ agents }) => agents.length === 1, 60_000);
		await says('andrew', ['resume']);
		await eventually(all, ({ agents }) => agents.length === 2, 60_000);
	});

	test('the doctor finds nothing wrong while all is well, and says what is when something is', async () => {
		const well = await tells('jake', ['doctor'], examination);
		expect(well.findings.filter(({ state }) => state === 'problem')).toEqual([]);
		expect(well.findings.filter(({ room }) => room === 'acme-sprint').map(({ check, state }) => `${check} ${state}`)).toEqual([
			'relay ok',
			'device ok',
			'clock ok',
			'live ok',
			'key ok',
			'policy ok',
			'bridge ok',
			'sharing ok',
		]);
		await says('jake', ['stop']);
		const ill = await pylon('jake', ['doctor']);
		expect(ill).toMatchObject({ code: 7, stdout: expect.stringMatching(/✗ The bridge does not run[^\n]*\n\s+pylon start --background/) });
	});

	test.skipIf(!canTrace)('[P11] without a room no command opens a network connection, nor does what it starts', async () => {
		mkdirSync(homeOf('eve'), { recursive: true });
		for (const args of [['status'], ['collisions'], ['members'], ['rooms'], ['share'], ['peek'], ['policy'], ['doctor'], ['service']]) {
			const seen = await traced('eve', args);
			expect(seen, args.join(' ')).toContain('execve(');
			expect(seen, args.join(' ')).not.toMatch(/AF_INET|AF_NETLINK/);
		}
		expect(await traced('jake', ['members'])).toContain('AF_INET');
	});

	test('and its end: what is left is nothing', async () => {
		expect(await says('andrew', ['leave', '--yes'])).toContain('✓ Left acme-sprint');
		expect(await pylon('jake', ['leave', '--yes'])).toMatchObject({ code: 3, stderr: expect.stringContaining('last admin') });
		expect(await says('jake', ['leave', '--delete', '--yes'])).toContain('✓ Deleted acme-sprint');
		expect(await says('jake', ['rooms'])).toContain('No room yet');
	});

	/** The system calls by which a connection would begin, of the command and all its children. */
	async function traced(name: string, args: string[]): Promise<string> {
		const file = join(dir, `trace-${name}-${args.join('-')}`);
		const command = ['-f', '-qq', '-e', 'trace=execve,socket,connect', '-o', file, join(prefix, 'bin/pylon'), ...args];
		await promisify(execFile)('strace', command, { env: envOf(name), cwd: homeOf(name) }).catch((error: unknown) => {
			if (z.object({ code: z.literal('ENOENT') }).safeParse(error).success) throw error;
		});
		return readFileSync(file, 'utf8');
	}
});
