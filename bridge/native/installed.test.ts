/** What `pylon browser` writes, in a scratch home on this system, and where it would write it on others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { home as project } from '../../scripts/run.ts';
import { CHROME_EXTENSION, FIREFOX_EXTENSION, hostMessage, NATIVE_HOST, NATIVE_PROTOCOL } from '../../shared/native-messages.ts';
import { Scratch } from '../../testing/scratch.ts';
import { boxedBrowsers, placesOf } from './browsers.ts';
import { FrameReader, frame } from './frames.ts';
import { launcherOf } from './host-files.ts';
import { type Here, installHost, removeHost, seenBrowsers } from './installed.ts';

let scratch: Scratch;
let here: Here;
beforeEach(() => {
	scratch = new Scratch();
	here = { home: scratch.home, env: { PATH: process.env.PATH, HOME: scratch.home }, script: join(project, 'bridge/pylon.ts') };
});
afterEach(() => scratch.remove());

const seen = (browser: string) => seenBrowsers(here).find((each) => each.browser === browser);

describe.runIf(process.platform === 'linux')('on this machine', () => {
	test('a browser is found by what it keeps; its manifest names the launcher, and lets in the extension alone', async () => {
		mkdirSync(join(scratch.home, '.config/google-chrome'), { recursive: true });
		expect(
			seenBrowsers(here)
				.filter(({ isFound }) => isFound)
				.map(({ browser }) => browser),
		).toEqual(['chrome']);
		await installHost(here, ['chrome', 'firefox']);
		const read = (path: string) => JSON.parse(readFileSync(join(scratch.home, path, `${NATIVE_HOST}.json`), 'utf8'));
		const launcher = join(scratch.home, '.pylon/native-host');
		expect(read('.config/google-chrome/NativeMessagingHosts')).toMatchObject({
			name: NATIVE_HOST,
			path: launcher,
			type: 'stdio',
			allowed_origins: [`chrome-extension://${CHROME_EXTENSION}/`],
		});
		expect(read('.mozilla/native-messaging-hosts')).toMatchObject({ path: launcher, allowed_extensions: [FIREFOX_EXTENSION] });
		expect(statSync(launcher).mode & 0o777).toBe(0o700);
		expect([seen('chrome')?.state, seen('firefox')?.state, seen('brave')?.state]).toEqual(['current', 'current', 'absent']);
	});

	test('another terminal’s PATH is the same Pylon; another script is not; and it is taken away whole', async () => {
		await installHost(here, ['chrome', 'firefox']);
		here = { ...here, env: { ...here.env, PATH: `/opt/bin:${here.env.PATH}` } };
		expect(seen('chrome')?.state).toBe('current');
		expect(seenBrowsers({ ...here, script: '/opt/other/pylon.js' }).find(({ browser }) => browser === 'chrome')?.state).toBe('other');
		expect(await removeHost(here, ['chrome'])).toEqual(['chrome']);
		expect(existsSync(join(scratch.home, '.pylon/native-host'))).toBe(true);
		expect(await removeHost(here, ['chrome', 'firefox'])).toEqual(['firefox']);
		expect(existsSync(join(scratch.home, '.pylon/native-host'))).toBe(false);
	});

	test('the launcher finds its Node and its home from any folder, without an environment', { timeout: 60_000 }, async () => {
		await installHost(here, ['chrome']);
		const host = spawn(join(scratch.home, '.pylon/native-host'), [`chrome-extension://${CHROME_EXTENSION}/`], { cwd: '/', env: {} });
		host.stdin.write(frame({ type: 'hello', protocol: NATIVE_PROTOCOL }));
		const [chunk] = (await once(host.stdout, 'data')) as [Buffer];
		expect(hostMessage.parse(new FrameReader().read(chunk)[0])).toMatchObject({ type: 'hello', protocol: NATIVE_PROTOCOL });
		host.stdin.end();
		expect(await once(host, 'exit')).toEqual([0, null]);
	});
});

describe('on each system', () => {
	const at = (platform: NodeJS.Platform, home: string, env = {}) =>
		Object.fromEntries(placesOf({ platform, home, env }).map(({ browser, folder, registry }) => [browser, { folder, registry }]));

	const foldersAt = (platform: NodeJS.Platform, home: string) =>
		Object.fromEntries(Object.entries(at(platform, home)).map(([browser, { folder }]) => [browser, folder]));

	test('on macOS manifests lie in each browser’s support folder', () => {
		const support = '/Users/jake/Library/Application Support';
		expect(foldersAt('darwin', '/Users/jake')).toEqual({
			chrome: `${support}/Google/Chrome/NativeMessagingHosts`,
			chromium: `${support}/Chromium/NativeMessagingHosts`,
			edge: `${support}/Microsoft Edge/NativeMessagingHosts`,
			brave: `${support}/BraveSoftware/Brave-Browser/NativeMessagingHosts`,
			vivaldi: `${support}/Vivaldi/NativeMessagingHosts`,
			arc: `${support}/Arc/User Data/NativeMessagingHosts`,
			firefox: `${support}/Mozilla/NativeMessagingHosts`,
		});
	});

	test('on Linux in each browser’s settings; there is no Arc for it', () => {
		expect(foldersAt('linux', '/home/jake')).toEqual({
			chrome: '/home/jake/.config/google-chrome/NativeMessagingHosts',
			chromium: '/home/jake/.config/chromium/NativeMessagingHosts',
			edge: '/home/jake/.config/microsoft-edge/NativeMessagingHosts',
			brave: '/home/jake/.config/BraveSoftware/Brave-Browser/NativeMessagingHosts',
			vivaldi: '/home/jake/.config/vivaldi/NativeMessagingHosts',
			firefox: '/home/jake/.mozilla/native-messaging-hosts',
		});
	});

	test('on Windows the registry names them: those made of Chromium look under Chrome’s key, too, or alone', () => {
		const places = at('win32', 'C:\\Users\\jake', { LOCALAPPDATA: 'C:\\Users\\jake\\AppData\\Local' });
		const key = (maker: string) => `HKCU\\Software\\${maker}\\NativeMessagingHosts`;
		expect(Object.fromEntries(Object.entries(places).map(([browser, { registry }]) => [browser, registry]))).toEqual({
			chrome: [key('Google\\Chrome')],
			chromium: [key('Chromium')],
			edge: [key('Microsoft\\Edge')],
			brave: [key('BraveSoftware\\Brave-Browser'), key('Google\\Chrome')],
			vivaldi: [key('Vivaldi'), key('Google\\Chrome')],
			arc: [key('Google\\Chrome')],
			firefox: [key('Mozilla')],
		});
		// One manifest serves all that are made of Chromium; Firefox's has other fields.
		expect(new Set(Object.values(places).map(({ folder }) => folder)).size).toBe(2);
	});

	test('a folder of settings elsewhere is honoured; is theirs too', () => {
		const places = at('linux', '/home/jake', { XDG_CONFIG_HOME: '/srv/jake' });
		expect(places.brave?.folder).toBe('/srv/jake/BraveSoftware/Brave-Browser/NativeMessagingHosts');
	});

	test('browsers in a box are named with the reason', () => {
		const boxed = boxedBrowsers({ platform: 'linux', home: '/home/jake', env: {} });
		expect(boxed.filter(({ why }) => why.startsWith('a snap ')).map(({ name }) => name)).toEqual(['Chromium', 'Brave']);
		expect(boxed.filter(({ why }) => why.startsWith('a Flatpak ')).map(({ name }) => name)).toContain('Firefox');
		for (const { why } of boxed) expect(why).toContain('pylon link');
		expect(boxedBrowsers({ platform: 'darwin', home: '/Users/jake', env: {} })).toEqual([]);
	});

	test('what a shell or a batch file would take for its own is quoted', () => {
		const program = { node: "/opt/it's/node", script: '/opt/100%/pylon.js', environment: [['PATH', '/a b:$HOME']] as const };
		const shell = launcherOf({ platform: 'linux', home: '/home/jake', ...program }).content;
		expect(shell).toContain("node='/opt/it'\\''s/node'");
		expect(shell).toContain("export PATH='/a b:$HOME'");
		const batch = launcherOf({ platform: 'win32', home: 'C:\\Users\\jake', ...program }).content;
		expect(batch).toContain('"/opt/100%%/pylon.js" native-host %*\r\n');
	});
});
