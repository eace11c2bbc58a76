/** What docs/hosting.md promises, as far as it can be tried on any machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Member } from '../testing/member.ts';
import { makeOrigin } from './demo/repository.ts';
import { expectSuccess, openRoom } from './demo/team.ts';
import { parseRelayOptions } from './relay/options.ts';
import { relayCommand, runRelay } from './relay/try-command.ts';
import { home as project } from './run.ts';

const KEY = 'the-create-key-of-this-test';
let folder: string;
const ending: (() => unknown)[] = [];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'pylon-hosting-'));
});
afterEach(async () => {
	for (const end of ending.splice(0).reverse()) await end();
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Proxy {
	url: string;
	/** The certificate, which is its own authority. */
	ca: string;
	passTo(port: number): void;
}

/** What stands before a relay: TLS for a name, and all that comes out of it passed on, WebSockets included. */
async function tlsProxy(): Promise<Proxy> {
	const [key, ca] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
	execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', key, '-out', ca], { stdio: 'ignore' });
	let target = 0;
	const server: Server = createServer({ key: readFileSync(key), cert: readFileSync(ca) }, (outside) => {
		const inside = connect(target, '127.0.0.1');
		outside.on('error', () => inside.destroy());
		inside.on('error', () => outside.destroy());
		inside.on('close', () => outside.destroy());
		outside.pipe(inside).pipe(outside);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	ending.push(() => server.close());
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const passTo = (to: number) => {
		target = to;
	};
	return { url: `https://localhost:${port}`, ca, passTo };
}

async function serve(name: string, args: string[] = []) {
	const relay = await runRelay({ home: join(folder), args: ['--data', join(folder, name), ...args], env: { PYLON_CREATE_KEY: KEY } });
	ending.push(async () => {
		relay.process.kill('SIGKILL');
		await relay.ended;
	});
	return relay;
}

const portOf = (url: string): number => Number(new URL(url).port);

test('a room over TLS, backed up while it runs and restored elsewhere: bridges come back, and nobody is lost', async () => {
	const proxy = await tlsProxy();
	const first = await serve('first', ['--trust-proxy']);
	proxy.passTo(portOf(first.url));
	const [jake, andrew] = [Member.inScratch(folder, 'jake'), Member.inScratch(folder, 'andrew')];
	for (const member of [jake, andrew]) {
		Object.assign(member.env, { NODE_EXTRA_CA_CERTS: proxy.ca });
		member.clone(makeOrigin(join(folder, 'origin-of', member === jake ? 'jake' : 'andrew')), 'work/api', 'main-work');
	}
	await openRoom(jake, andrew, proxy.url, KEY);
	let connected = 0;
	andrew.startBridge((line) => {
		if (line.includes('Connected to')) connected++;
	});
	ending.push(() => andrew.stop());
	await expect.poll(() => connected).toBe(1);

	const backup = join(folder, 'rooms.backup');
	expect((await relayCommand({ home: folder, args: ['backup', backup, '--data', join(folder, 'first')] })).code).toBe(0);
	first.process.kill('SIGTERM');
	await first.ended;
	expect((await relayCommand({ home: folder, args: ['restore', backup, '--data', join(folder, 'second')] })).code).toBe(0);
	proxy.passTo(portOf((await serve('second', ['--trust-proxy'])).url));
	await expect.poll(() => connected).toBe(2);
	const members = JSON.parse(expectSuccess(await jake.pylon(['members', '--json']))) as { members: { name: string; online: boolean }[] };
	expect(JSON.stringify(members)).toContain('Andrew');
}, 120_000);

describe('the systemd unit', () => {
	const unit = readFileSync(join(project, 'hosting/pylon-relay.service'), 'utf8');

	test('starts the command as the command can be started', () => {
		const args = /^ExecStart=\S+\/node \S+\/relay-command\.ts (.+)$/m.exec(unit)?.[1]?.split(' ') ?? [];
		writeFileSync(join(folder, 'create-key'), KEY);
		const told = args.map((arg) => arg.replace('%d', folder));
		const asked = parseRelayOptions(told, { env: {}, home: folder, project: folder, cwd: folder });
		expect(asked).toMatchObject({
			type: 'serve',
			options: { host: '127.0.0.1', port: 1999, data: '/var/lib/pylon-relay', createKey: KEY, trustProxy: true },
		});
	});

	test('is understood by systemd, which finds little exposed; where there is none, so it is said', () => {
		const file = join(folder, 'pylon-relay.service');
		writeFileSync(file, unit.replaceAll('/opt/pylon-rooms', project.replace(/\/$/, '')));
		const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
		if (verified.error !== undefined) {
			expect(verified.error).toMatchObject({ code: 'ENOENT' });
			process.stderr.write('There is no systemd-analyze here: the unit was not verified.\n');
			return;
		}
		expect([verified.status, verified.stderr]).toEqual([0, '']);
		const judged = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', file], { encoding: 'utf8' });
		expect([judged.status, judged.stdout.split('\n').findLast((line) => line.includes('exposure'))]).toEqual([
			0,
			expect.stringContaining('OK'),
		]);
	});
});

test('the image starts the command as the command can be started', () => {
	const dockerfile = readFileSync(join(project, 'hosting/Dockerfile'), 'utf8');
	const args = JSON.parse(/^CMD (\[.+\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
	const asked = parseRelayOptions(args, { env: { PYLON_CREATE_KEY: KEY }, home: folder, project: folder, cwd: folder });
	expect(asked).toMatchObject({ type: 'serve', options: { host: '0.0.0.0', port: 1999, data: '/data', trustProxy: true } });
	expect(dockerfile).toContain('ENTRYPOINT ["node", "scripts/relay-command.ts"]');
});
