/** What is written so that the bridge starts at login; on Linux read by systemd itself, where it is there. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../scratch.ts';
import { type LoginOptions, loginStart } from './login-start.ts';

const PYLON = join(import.meta.dirname, '..', 'pylon.ts');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const options = (more: Partial<LoginOptions> = {}): LoginOptions => ({
	home: scratch.home,
	env: { PATH: '/usr/local/bin:/usr/bin', CODEX_HOME: '/srv/codex home', SECRET: 'canary' },
	node: process.execPath,
	script: '/opt/pylon/pylon.js',
	uid: 501,
	...more,
});

describe('systemd', () => {
	test('takes git’s place and the agents’ folders along, and nothing else of the environment', () => {
		const { content } = loginStart('linux', options()) ?? {};
		expect(content).toContain('Environment="PATH=/usr/local/bin:/usr/bin"\nEnvironment="CODEX_HOME=/srv/codex home"\n');
		expect(content).not.toContain('canary');
	});

	test.skipIf(!hasSystemd).each([['/opt/pylon/pylon.js'], ['/opt/50% off/$HOME "quoted" \\ pylon.js']])(
		'reads the unit for %s',
		(script) => {
			const plan = loginStart('linux', options({ script, env: { PATH: '/usr/bin:/odd %h place' } }));
			const file = scratch.write('pylon.service', plan?.content ?? '');
			const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--user', file], {
				encoding: 'utf8',
				env: { PATH: process.env.PATH, HOME: scratch.home, XDG_RUNTIME_DIR: scratch.home },
			});
			expect(stderr.split('\n').filter((line) => line.includes('pylon.service'))).toEqual([]);
			expect(status).toBe(0);
		},
	);
});

test('launchd: XML is escaped, and the user’s own domain is meant', () => {
	const plan = loginStart('darwin', options({ script: '/opt/R&D <1>/pylon.js' }));
	expect(plan?.file).toBe(join(scratch.home, 'Library/LaunchAgents/dev.pylon.bridge.plist'));
	expect(plan?.content).toContain('<string>/opt/R&amp;D &lt;1&gt;/pylon.js</string>');
	expect(plan?.start).toEqual([['launchctl', 'bootstrap', 'gui/501', plan?.file]]);
	const text = plan?.content.replace(/<\?.*?\?>|<!.*?>/gs, '') ?? '';
	const depth = [...text.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)].reduce(
		(open, [, close, , empty]) => open + (close ? -1 : Number(!empty)),
		0,
	);
	expect(depth).toBe(0);
});

test('Windows: a command file that leaves no window open', () => {
	const plan = loginStart(
		'win32',
		options({
			node: 'C:\\Program Files\\nodejs\\node.exe',
			script: 'C:\\100%\\pylon.js',
			env: { LOCALAPPDATA: 'C:\\Users\\jake\\AppData\\Local' },
		}),
	);
	expect(plan?.file).toBe('C:\\Users\\jake\\AppData\\Local\\Pylon\\start-bridge.cmd');
	expect(plan?.content).toContain('"C:\\Program Files\\nodejs\\node.exe" "C:\\100%%\\pylon.js" start --background\r\n');
	expect(plan?.content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	const run = plan?.enable[0]?.at(-1) ?? '';
	expect(run.length).toBeLessThanOrEqual(261);
});

test('elsewhere there is no way', () => {
	expect(loginStart('aix', options())).toBeUndefined();
});

describe.skipIf(process.platform !== 'linux')('pylon service', { timeout: 60_000 }, () => {
	/** In the place of systemctl, which is not ours to steer here: it writes down what it is asked. */
	function pylon(args: string[], systemctl = 'exit 0'): { code: number; stdout: string; stderr: string; asked: string[] } {
		const log = join(scratch.home, 'asked');
		writeFileSync(scratch.at('bin/systemctl'), `#!/bin/sh\necho "$@" >> "${log}"\n${systemctl}\n`);
		chmodSync(join(scratch.home, 'bin/systemctl'), 0o755);
		const env = { PATH: [join(scratch.home, 'bin'), process.env.PATH].join(delimiter), HOME: scratch.home };
		const { status, stdout, stderr } = spawnSync(process.execPath, [PYLON, 'service', ...args], {
			encoding: 'utf8',
			env,
			cwd: scratch.home,
		});
		const asked = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
		return { code: status ?? 1, stdout, stderr, asked };
	}
	const unit = () => join(scratch.home, '.config/systemd/user/pylon.service');

	test('install, status, remove', () => {
		expect(pylon(['status']).stdout).toContain('not started at login');
		const installed = pylon(['install']);
		expect(installed).toMatchObject({ code: 0, stdout: expect.stringContaining('The bridge runs, now and after every login') });
		expect(installed.asked).toEqual(['--user daemon-reload', '--user enable pylon.service', '--user restart pylon.service']);
		expect(readFileSync(unit(), 'utf8')).toContain(`ExecStart="${process.execPath}" "${PYLON}" start --log\n`);
		expect(statSync(unit()).mode & 0o777).toBe(0o600);
		expect(scratch.names('.config/systemd/user')).toEqual(['pylon.service']);
		expect(JSON.parse(pylon(['status', '--json']).stdout)).toMatchObject({ by: 'systemd', installed: 'current', running: null });
		writeFileSync(unit(), readFileSync(unit(), 'utf8').replace(PYLON, '/gone/pylon.js'));
		expect(JSON.parse(pylon(['status', '--json']).stdout)).toMatchObject({ installed: 'other' });
		expect(pylon(['remove'])).toMatchObject({ code: 0, stdout: expect.stringContaining('starts at login no longer') });
		expect(existsSync(unit())).toBe(false);
		expect(pylon(['remove']).stdout).toContain('was not started at login');
	});

	test('--no-start touches nothing that runs', () => {
		expect(pylon(['install', '--no-start']).asked).toEqual(['--user daemon-reload', '--user enable pylon.service']);
	});

	test('where systemd refuses, its words are told and the way on', () => {
		const { code, stderr } = pylon(['install'], 'echo "Failed to connect to bus: No medium found" >&2; exit 1');
		expect(stderr).toContain(
			'✗ ~/.config/systemd/user/pylon.service is written, but `systemctl --user daemon-reload` failed: Failed to connect to bus: No medium found',
		);
		expect(stderr).toContain('pylon start --background');
		expect(code).toBe(6);
	});
});
