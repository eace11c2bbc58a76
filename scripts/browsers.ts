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
		oldest: 0,
	},
	firefox: {
		variable: 'FIREFOX_PATH',
		commands: ['firefox-esr', 'firefox'],
		elsewhere: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
		debian: 'firefox-esr',
		/** As the extension's manifest says. */
		oldest: 142,
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

/** `Mozilla Firefox 140.12.0esr` and its 140; `undefined` of one that does not say. */
function versionOf(path: string): { words: string; major: number } | undefined {
	const words = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
	const major = /(\d+)\./.exec(words)?.[1];
	return major === undefined ? undefined : { words, major: Number(major) };
}

/** What is too old about it, in words. */
function tooOld(browser: Browser, path: string): string | undefined {
	const { oldest } = BROWSERS[browser];
	const version = oldest === 0 ? undefined : versionOf(path);
	if (version === undefined || version.major >= oldest) return undefined;
	return `The extension needs ${browser} ${oldest} or newer, and ${path} is ${version.words}.`;
}

/** The path of the browser, installed first where it is missing or too old; `undefined` where that cannot be done, after saying what to do. */
export async function ensureBrowser(browser: Browser, signal: AbortSignal): Promise<string | undefined> {
	const found = findBrowser(browser);
	const problem = found && tooOld(browser, found);
	if (found !== undefined && problem === undefined) return found;
	if (problem !== undefined) process.stdout.write(`${problem}\n`);
	const { variable, debian } = BROWSERS[browser];
	const [command, ...args] = aptGet() ?? [];
	if (command !== undefined) {
		process.stdout.write(`Installing ${debian} for the end-to-end tests …\n`);
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await run(command, [...args, 'update', '-qq'], { signal, output: 'show', env });
		await run(command, [...args, 'install', '-y', '-qq', '--no-install-recommends', debian], { signal, output: 'show', env });
	}
	const installed = findBrowser(browser);
	const left = installed && tooOld(browser, installed);
	if (installed === undefined || left !== undefined) {
		process.stdout.write(
			`${left ?? `No ${browser} was found.`} Install ${left === undefined ? 'it' : 'a newer one'} (on Debian: \`sudo apt-get install ${debian}\`) or set ${variable} to where it is.\n`,
		);
	}
	return left === undefined ? installed : undefined;
}
