/** Where every TCP connection of Node begins there stands a witness: it sees what a command connects to or looks up. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCode } from '../../bridge/base/private-file.ts';
import { saveRoom } from '../../bridge/rooms/config.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { COMPILED } from '../../testing/compiled.ts';
import { NativeClient } from '../../testing/native-client.ts';
import { Scratch } from '../../testing/scratch.ts';

const PYLON = join(import.meta.dirname, '../../bridge/pylon.ts');
const WITNESS = `
import { appendFileSync } from 'node:fs';
import dns from 'node:dns';
import net from 'node:net';
const tell = (what) => appendFileSync(process.env.WITNESS, what + '\\n');
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
	const [options] = Array.isArray(args[0]) ? args[0] : args;
	if (options?.path === undefined) tell('connect'); // A path is a socket of this machine.
	return connect.apply(this, args);
};
const { lookup } = dns;
dns.lookup = (...args) => (tell('lookup'), lookup(...args));
`;

describe('[P11] without a room', () => {
	let dir: string;
	beforeAll(() => {
		dir = mkdtempSync(join(tmpdir(), 'pylon-silent-'));
		writeFileSync(join(dir, 'witness.mjs'), WITNESS);
	});
	afterAll(() => rmSync(dir, { recursive: true, force: true }));

	/** What the command connected to or looked up. */
	const connectionsOf = (home: string, ...args: string[]): Promise<string> => seenBy(join(dir, `seen-${Math.random()}`), home, ...args);

	async function seenBy(seen: string, home: string, ...args: string[]): Promise<string> {
		const env = { ...COMPILED, PATH: process.env.PATH, HOME: home, WITNESS: seen };
		try {
			await promisify(execFile)(process.execPath, ['--import', join(dir, 'witness.mjs'), PYLON, ...args], { env, timeout: 120_000 });
		} catch (error) {
			if (errorCode(error) === 'ENOENT') throw error; // Any exit code is fine: what counts is what it connected to.
		}
		return existsSync(seen) ? readFileSync(seen, 'utf8') : '';
	}

	test.each([
		['status'],
		['status --json --since all'],
		['status --all'],
		['rooms'],
		['share list'],
		['collisions'],
		['members'],
		['peek'],
		['pause'],
		['doctor'],
		['hooks status'],
		['notify'],
		['notify test'],
		['status --line'],
		['stop'],
		['browser status'],
		['browser install --chrome'],
	])('`pylon %s` opens no connection', async (line) => {
		const home = mkdtempSync(join(dir, 'home-'));
		expect(await connectionsOf(home, ...line.split(' '))).toBe('');
	});

	test('a bridge, which tells agents of each other, opens none', async () => {
		const home = mkdtempSync(join(dir, 'home-'));
		const seen = join(dir, 'seen-bridge');
		await seenBy(seen, home, 'start', '--background');
		await seenBy(seen, home, 'status', '--line');
		expect(await seenBy(seen, home, 'stop')).toBe('');
		expect(readFileSync(join(home, '.pylon/bridge.log'), 'utf8')).toContain('No room: nothing is shared, nothing is connected.');
	});

	test('`pylon native-host`, which a browser starts, opens none while it tells of an agent', async () => {
		const scratch = new Scratch();
		const seen = join(dir, 'seen-native-host');
		const session = scratch.claude('11111111-1111-4111-8111-111111111111', scratch.repository('api', 'https://github.com/acme/api.git'));
		session.prompt();
		session.edit(join(session.cwd, 'src/login.ts'));
		const client = new NativeClient({ PATH: process.env.PATH, HOME: scratch.home, WITNESS: seen }, undefined, [
			'--import',
			join(dir, 'witness.mjs'),
		]);
		client.hello();
		await client.touched((paths) => paths.includes('src/login.ts'));
		expect(await client.close()).toBe(0);
		scratch.remove();
		expect(existsSync(seen)).toBe(false);
	});

	test('and the witness sees one where there is a room', async () => {
		const home = mkdtempSync(join(dir, 'home-'));
		saveRoom(home, {
			room: 'acme',
			server: 'http://127.0.0.1:47111',
			operatorId: 'jake',
			operatorName: 'Jake',
			color: '#3B82F6',
			role: 'admin',
			sharedPaths: [],
			credential: 'c'.repeat(43),
			roomKey: toBase64Url(new Uint8Array(32)),
			device: '0123456789abcdef',
		});
		expect(await connectionsOf(home, 'members')).toContain('connect');
	});
});
