/** The real browsers that the end-to-end tests drive: found where they are, installed where that is possible. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';

/**
 * `variable` names a browser that lies elsewhere; `debian` is the package that brings it. Google Chrome is not looked for:
 * since version 137 it ignores `--load-extension`, which Chromium heeds.
 */
const BROWSERS = {
	chromium: {
		variable: 'CHROMIUM_PATH',
		commands: ['chromium', 'chromium-browser'],
		elsewhere: ['/Applications/Chromium.app/Contents/MacOS/Chromium'],
		debian: 'chromium',
	},
	firefox: {
		variable: 'FIREFOX_PATH',
		commands: ['firefox-esr', 'firefox'],
		elsewhere: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
		debian: 'firefox-esr',
	},
} as const;

export type Browser = keyof typeof BROWSERS;

export function findBrowser(browser: Browser, env: NodeJS.ProcessEnv = process.env): string | undefined {
	const { variable, commands, elsewhere } = BROWSERS[browser];
	if (env[variable]) return env[variable];
	const folders = (env.PATH ?? '').split(delimiter);
	return [...commands.flatMap((command) => folders.map((folder) => join(folder, command))), ...elsewhere].find((path) => existsSync(path));
}

/** apt-get as root or with a sudo that asks for no password; `undefined` where there is neither. */
function aptGet(): string[] | undefined {
	if (spawnSync('apt-get', ['--version']).status !== 0) return undefined;
	if (process.getuid?.() === 0) return ['apt-get'];
	return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}

/** The path of the browser, installed first where it is missing; `undefined` where that cannot be done, after saying what to do. */
export async function ensureBrowser(browser: Browser, signal: AbortSignal): Promise<string | undefined> {
	const found = findBrowser(browser);
	if (found !== undefined) return found;
	const { variable, debian } = BROWSERS[browser];
	const [command, ...args] = aptGet() ?? [];
	if (command !== undefined) {
		process.stdout.write(`Installing ${debian} for the end-to-end tests …\n`);
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await run(command, [...args, 'update', '-qq'], { signal, output: 'show', env });
		await run(command, [...args, 'install', '-y', '-qq', '--no-install-recommends', debian], { signal, output: 'show', env });
	}
	const installed = findBrowser(browser);
	if (installed === undefined) {
		process.stdout.write(
			`No ${browser} was found. Install it (on Debian: \`sudo apt-get install ${debian}\`) or set ${variable} to where it is.\n`,
		);
	}
	return installed;
}
