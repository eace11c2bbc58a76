/** What is written so that the bridge starts at login; on Linux read by systemd itself, where it is there. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { Scratch } from '../../testing/scratch.ts';
import { loginStart } from './by-system.ts';
import type { LoginOptions } from './login-start.ts';
import { systemd } from './systemd.ts';

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
	user: 'jake',
	...more,
});

describe('systemd', () => {
	test('takes git’s place and the agents’ folders along, and nothing else of the environment', () => {
		const { content } = loginStart('linux', options()) ?? {};
		expect(content).toContain('Environment="PATH=/usr/local/bin:/usr/bin"\nEnvironment="CODEX_HOME=/srv/codex home"\n');
		expect(content).not.toContain('canary');
	});

	test('takes proxies and certificates along in either case', () => {
		const env = {
			https_proxy: 'http://proxy:3128',
			NO_PROXY: '.acme.dev',
			NODE_EXTRA_CA_CERTS: '/etc/acme.pem',
			NODE_USE_SYSTEM_CA: '1',
			all_proxy: 'http://jake:p%40ss@proxy',
		};
		const { content } = loginStart('linux', options({ env })) ?? {};
		for (const [name, value] of Object.entries(env)) expect(content).toContain(`Environment="${name}=${value.replaceAll('%', '%%')}"\n`);
	});

	test('takes along that it runs in WSL, which only a terminal there says, so that Windows’ homes are read', () => {
		const { content } = loginStart('linux', options({ env: { WSL_DISTRO_NAME: 'Debian' } })) ?? {};
		expect(content).toContain('Environment="WSL_DISTRO_NAME=Debian"\n');
	});

	test('knows whether its services outlive the login', () => {
		expect(systemd(options(), scratch.at('linger')).lingering).toEqual({ isOn: false, turnOn: ['loginctl', 'enable-linger'] });
		scratch.write('linger/jake', '');
		expect(systemd(options(), scratch.at('linger')).lingering?.isOn).toBe(true);
	});

	test('an empty XDG_CONFIG_HOME means none, as its specification says', () => {
		const file = join(scratch.home, '.config/systemd/user/pylon.service');
		expect(loginStart('linux', options({ env: { XDG_CONFIG_HOME: '' } }))?.file).toBe(file);
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

/** What a real parser makes of a text: in Python's standard library there are one for property lists and one for XML. */
function parsed(program: string, input: Buffer | string): unknown {
	const { status, stdout, stderr } = spawnSync('python3', ['-c', `import json, sys\n${program}`], { input, encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout);
}
const hasPython = spawnSync('python3', ['-c', 'import plistlib']).status === 0;
const ODD = 'R&D <1> "quoted" 50% $HOME \\ ‘é’';

describe('launchd', () => {
	test('the user’s own domain is meant, and what is loaded already is unloaded first', () => {
		const plan = loginStart('darwin', options());
		expect(plan?.file).toBe(join(scratch.home, 'Library/LaunchAgents/dev.pylon.bridge.plist'));
		expect(plan?.unload).toEqual([['launchctl', 'bootout', 'gui/501/dev.pylon.bridge']]);
		expect(plan?.start).toEqual([['launchctl', 'bootstrap', 'gui/501', plan?.file]]);
	});

	test.skipIf(!hasPython)('the property list says what it should, whatever the paths hold', () => {
		const env = { PATH: `/usr/bin:/opt/${ODD}`, HTTPS_PROXY: 'http://jake:a\u0007b@proxy', NO_PROXY: 'a\nb' };
		const { content = '' } = loginStart('darwin', options({ node: `/opt/${ODD}/node`, script: `/opt/${ODD}/pylon.js`, env })) ?? {};
		expect(parsed('import plistlib\njson.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)', content)).toEqual({
			Label: 'dev.pylon.bridge',
			ProgramArguments: [`/opt/${ODD}/node`, `/opt/${ODD}/pylon.js`, 'start', '--log'],
			EnvironmentVariables: { PATH: `/usr/bin:/opt/${ODD}` },
			RunAtLoad: true,
			KeepAlive: { SuccessfulExit: false },
			ProcessType: 'Background',
		});
	});
});

describe('Windows', () => {
	const env = { LOCALAPPDATA: 'C:\\Users\\R&D jake\\AppData\\Local', USERDOMAIN: 'ACME', USERNAME: 'R&D jake' };
	const plan = (more: NodeJS.ProcessEnv = {}) =>
		loginStart('win32', options({ node: 'C:\\Program Files\\nodejs\\node.exe', script: 'C:\\100%\\pylon.js', env: { ...env, ...more } }));

	test('a command file that leaves no window open', () => {
		expect(plan()?.file).toBe('C:\\Users\\R&D jake\\AppData\\Local\\Pylon\\start-bridge.cmd');
		expect(plan()?.content).toContain('"C:\\Program Files\\nodejs\\node.exe" "C:\\100%%\\pylon.js" start --background\r\n');
		expect(plan()?.content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	});

	test('no part of the PATH leaves its quotes', () => {
		expect(plan({ PATH: 'C:\\Windows;"C:\\R&D tools";C:\\50%' })?.content).toContain('set "PATH=C:\\Windows;C:\\R&D tools;C:\\50%%"\r\n');
	});

	test('the task is told in a file', () => {
		const task = plan()?.also[0]?.file;
		expect(task).toBe('C:\\Users\\R&D jake\\AppData\\Local\\Pylon\\start-bridge.xml');
		expect(plan()?.enable).toEqual([['schtasks', '/Create', '/F', '/TN', 'Pylon', '/XML', task]]);
	});

	test.skipIf(!hasPython)('the task starts at this user’s logon alone, with no more rights than theirs, on batteries too', () => {
		const { content = '', encoding } = plan()?.also[0] ?? {};
		const texts = `import xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
json.dump({'/'.join([outer.tag, inner.tag]).replace('{http://schemas.microsoft.com/windows/2004/02/mit/task}', ''): inner.text
	for outer in root.iter() for inner in outer if inner.text.strip()}, sys.stdout)`;
		expect(parsed(texts, Buffer.from(content, encoding))).toEqual({
			'RegistrationInfo/Description': 'Pylon: keeps your rooms up to date',
			'LogonTrigger/Enabled': 'true',
			'LogonTrigger/UserId': 'ACME\\R&D jake',
			'Principal/UserId': 'ACME\\R&D jake',
			'Principal/LogonType': 'InteractiveToken',
			'Principal/RunLevel': 'LeastPrivilege',
			'Settings/MultipleInstancesPolicy': 'IgnoreNew',
			'Settings/DisallowStartIfOnBatteries': 'false',
			'Settings/StopIfGoingOnBatteries': 'false',
			'Settings/ExecutionTimeLimit': 'PT0S',
			'Exec/Command': 'C:\\Users\\R&D jake\\AppData\\Local\\Pylon\\start-bridge.cmd',
		});
	});
});

test('elsewhere there is no way', () => {
	expect(loginStart('aix', options())).toBeUndefined();
});

describe.skipIf(process.platform !== 'linux')('pylon service', () => {
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

	test('what runs ends with it', async () => {
		expect(pylon(['install', '--no-start']).code).toBe(0);
		const env = { PATH: [join(scratch.home, 'bin'), process.env.PATH].join(delimiter), HOME: scratch.home };
		const bridge = spawn(process.execPath, [PYLON, 'start', '--log'], { env, cwd: scratch.home, stdio: 'ignore' });
		try {
			const running = () => JSON.parse(pylon(['status', '--json']).stdout).running;
			await eventually(running, (pid) => pid === bridge.pid, 45_000);
			const ended = once(bridge, 'exit', { signal: AbortSignal.timeout(45_000) });
			await promisify(execFile)(process.execPath, [PYLON, 'service', 'remove'], { env });
			expect(await ended).toEqual([0, null]);
		} finally {
			bridge.kill('SIGKILL');
		}
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
