/**
 * Where each browser looks for the native hosts of one user. Pure.
 * https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging#native-messaging-host-location
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests#manifest_location
 */
import { join } from 'node:path';

export const BROWSERS = ['chrome', 'chromium', 'edge', 'brave', 'vivaldi', 'arc', 'firefox'] as const;
export type Browser = (typeof BROWSERS)[number];

export const BROWSER_NAMES: Readonly<Record<Browser, string>> = {
	chrome: 'Chrome',
	chromium: 'Chromium',
	edge: 'Edge',
	brave: 'Brave',
	vivaldi: 'Vivaldi',
	arc: 'Arc',
	firefox: 'Firefox',
};

export interface BrowserPlace {
	browser: Browser;
	/** It is there where this user has run the browser. */
	traces: string[];
	/** The manifest's folder. */
	folder: string;
	/** Keys of Windows' registry below HKEY_CURRENT_USER that have to name the manifest. */
	registry: string[];
}

export interface Machine {
	platform: NodeJS.Platform;
	home: string;
	env: NodeJS.ProcessEnv;
}

/** Of those that there are for the system. */
export function placesOf(machine: Machine): BrowserPlace[] {
	return BROWSERS.flatMap((browser) => placeOf(browser, machine) ?? []);
}

function placeOf(browser: Browser, machine: Machine): BrowserPlace | undefined {
	switch (machine.platform) {
		case 'win32':
			return onWindows(browser, machine);
		case 'darwin':
			return onMac(browser, machine);
		default:
			return onLinux(browser, machine);
	}
}

const LINUX: Readonly<Partial<Record<Browser, string>>> = {
	chrome: 'google-chrome',
	chromium: 'chromium',
	edge: 'microsoft-edge',
	brave: 'BraveSoftware/Brave-Browser',
	vivaldi: 'vivaldi',
};

function onLinux(browser: Browser, { home, env }: Machine): BrowserPlace | undefined {
	const config = env.XDG_CONFIG_HOME || join(home, '.config');
	if (browser === 'firefox') {
		const traces = [join(home, '.mozilla', 'firefox'), join(config, 'mozilla', 'firefox')];
		return { browser, traces, folder: join(home, '.mozilla', 'native-messaging-hosts'), registry: [] };
	}
	const name = LINUX[browser];
	return name === undefined ? undefined : inProfile(browser, join(config, name));
}

const MAC: Readonly<Record<Exclude<Browser, 'firefox'>, string>> = {
	chrome: 'Google/Chrome',
	chromium: 'Chromium',
	edge: 'Microsoft Edge',
	brave: 'BraveSoftware/Brave-Browser',
	vivaldi: 'Vivaldi',
	arc: 'Arc/User Data',
};

function onMac(browser: Browser, { home }: Machine): BrowserPlace {
	const support = join(home, 'Library', 'Application Support');
	if (browser !== 'firefox') return inProfile(browser, join(support, MAC[browser]));
	return { browser, traces: [join(support, 'Firefox')], folder: join(support, 'Mozilla', 'NativeMessagingHosts'), registry: [] };
}

/** Browsers that are made of Chromium ask in its key or in Chrome's too. */
const WINDOWS: Readonly<Record<Browser, { data: string; keys: string[] }>> = {
	chrome: { data: 'Google\\Chrome', keys: ['Google\\Chrome'] },
	chromium: { data: 'Chromium', keys: ['Chromium'] },
	edge: { data: 'Microsoft\\Edge', keys: ['Microsoft\\Edge'] },
	brave: { data: 'BraveSoftware\\Brave-Browser', keys: ['BraveSoftware\\Brave-Browser', 'Google\\Chrome'] },
	vivaldi: { data: 'Vivaldi', keys: ['Vivaldi', 'Google\\Chrome'] },
	arc: { data: 'Packages\\TheBrowserCompany.Arc_ttt1ap7aakyb4', keys: ['Google\\Chrome'] },
	firefox: { data: 'Mozilla\\Firefox', keys: ['Mozilla'] },
};

/** There the registry says where manifests are, and they may be anywhere. */
function onWindows(browser: Browser, { home, env }: Machine): BrowserPlace {
	const { data, keys } = WINDOWS[browser];
	const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
	return {
		browser,
		traces: [join(local, data)],
		folder: join(local, 'Pylon', 'native-hosts', browser === 'firefox' ? 'firefox' : 'chrome'),
		registry: keys.map((key) => `HKCU\\Software\\${key}\\NativeMessagingHosts`),
	};
}

const inProfile = (browser: Browser, profile: string): BrowserPlace => ({
	browser,
	traces: [profile],
	folder: join(profile, 'NativeMessagingHosts'),
	registry: [],
});

/** A browser in a box of its own, which starts no programs of the machine. */
export interface BoxedBrowser {
	name: string;
	traces: string[];
	/** Why not, and what to do. */
	why: string;
}

const SNAP = 'a snap starts no programs of this machine. Install it from its maker’s packages, or pair it with `pylon link`.';
const FLATPAK = 'a Flatpak starts no programs of this machine. Install it from its maker’s packages, or pair it with `pylon link`.';

/** Of Linux. Ubuntu's Firefox in a snap is none of them: it asks its desktop's portal, which reads the manifests of `~/.mozilla`. */
export function boxedBrowsers({ platform, home }: Machine): BoxedBrowser[] {
	if (platform !== 'linux') return [];
	const flatpak = (name: string, id: string): BoxedBrowser => ({ name, traces: [join(home, '.var', 'app', id)], why: FLATPAK });
	return [
		{ name: 'Chromium', traces: [join(home, 'snap', 'chromium')], why: SNAP },
		{ name: 'Brave', traces: [join(home, 'snap', 'brave')], why: SNAP },
		flatpak('Chrome', 'com.google.Chrome'),
		flatpak('Chromium', 'org.chromium.Chromium'),
		flatpak('Edge', 'com.microsoft.Edge'),
		flatpak('Brave', 'com.brave.Browser'),
		flatpak('Vivaldi', 'com.vivaldi.Vivaldi'),
		flatpak('Firefox', 'org.mozilla.firefox'),
	];
}
