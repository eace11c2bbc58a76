/** Which browsers are on this machine, and which of them find the native host: written, taken away, looked at. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { NATIVE_HOST } from '../../shared/native-messages.ts';
import { pylonFolder } from '../base/home.ts';
import { ifReadable } from '../base/missing-file.ts';
import { makePrivateFolder } from '../base/private-file.ts';
import { systemProgram } from '../base/program.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { loginEnvironment } from '../login/login-environment.ts';
import { type BoxedBrowser, type Browser, type BrowserPlace, boxedBrowsers, type Machine, placesOf } from './browsers.ts';
import { type HostFile, type HostProgram, launcherOf, manifestOf } from './host-files.ts';

export interface Here {
	home: string;
	env: NodeJS.ProcessEnv;
	/** The file that is `pylon`. */
	script: string;
}

/** `other`: another Node or another Pylon is started than this one, or other extensions are let in. */
export type HostState = 'absent' | 'current' | 'other';

export interface SeenBrowser {
	browser: Browser;
	isFound: boolean;
	state: HostState;
	/** The manifest. */
	file: string;
}

const machineOf = ({ home, env }: Here): Machine => ({ platform: process.platform, home, env });

const programOf = ({ home, env, script }: Here): HostProgram => ({
	platform: process.platform,
	home,
	node: process.execPath,
	script,
	environment: loginEnvironment(env),
});

export function seenBrowsers(here: Here): SeenBrowser[] {
	const launcher = launcherOf(programOf(here));
	const isLauncherCurrent = isWritten(launcher, namesIn);
	return placesOf(machineOf(here)).map((place) => {
		const manifest = manifestOf(place, process.platform, launcher.path);
		return {
			browser: place.browser,
			isFound: place.traces.some(existsSync),
			state: stateOf(manifest, isLauncherCurrent),
			file: manifest.path,
		};
	});
}

/** Those that cannot be helped. */
export const seenBoxed = (here: Here): BoxedBrowser[] => boxedBrowsers(machineOf(here)).filter(({ traces }) => traces.some(existsSync));

function stateOf(manifest: HostFile, isLauncherCurrent: boolean): HostState {
	if (!existsSync(manifest.path)) return 'absent';
	return isLauncherCurrent && isWritten(manifest) ? 'current' : 'other';
}

/** `part`: what counts of it. The PATH of another terminal is no other Pylon. */
function isWritten({ path, content }: HostFile, part = (text: string) => text): boolean {
	const written = ifReadable(() => readFileSync(path, 'utf8'));
	return written !== undefined && part(written) === part(content);
}

const namesIn = (launcher: string): string =>
	launcher
		.split(/\r?\n/)
		.filter((line) => !/^(?:export|set) /.test(line))
		.join('\n');

/** Returns the manifests. */
export async function installHost(here: Here, browsers: readonly Browser[]): Promise<string[]> {
	const program = programOf(here);
	const launcher = launcherOf(program);
	makePrivateFolder(pylonFolder(here.home));
	write(launcher);
	const files: string[] = [];
	for (const place of placesFor(here, browsers)) {
		const manifest = manifestOf(place, program.platform, launcher.path);
		write(manifest);
		for (const key of place.registry) await register(here.env, 'add', key, manifest.path);
		files.push(manifest.path);
	}
	return files;
}

/** Returns those from which it was taken. The launcher goes with the last of them. */
export async function removeHost(here: Here, browsers: readonly Browser[]): Promise<Browser[]> {
	const removed = seenBrowsers(here).filter(({ browser, state }) => browsers.includes(browser) && state !== 'absent');
	for (const place of placesFor(here, browsers)) {
		rmSync(join(place.folder, `${NATIVE_HOST}.json`), { force: true });
		if (removed.some(({ browser }) => browser === place.browser)) for (const key of place.registry) await register(here.env, 'delete', key);
	}
	if (seenBrowsers(here).every(({ state }) => state === 'absent')) rmSync(launcherOf(programOf(here)).path, { force: true });
	return removed.map(({ browser }) => browser);
}

const placesFor = (here: Here, browsers: readonly Browser[]): BrowserPlace[] =>
	placesOf(machineOf(here)).filter(({ browser }) => browsers.includes(browser));

/** Whole or not at all. */
function write({ path, content, mode }: HostFile): void {
	const beside = `${path}.${process.pid}.tmp`;
	try {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(beside, content, { mode });
		renameSync(beside, path);
	} catch (error) {
		rmSync(beside, { force: true });
		throw new UserError(`${path} cannot be written (${error instanceof Error ? error.message : String(error)}).`, undefined, EXIT.config);
	}
}

/** https://learn.microsoft.com/windows-server/administration/windows-commands/reg */
async function register(env: NodeJS.ProcessEnv, what: 'add' | 'delete', key: string, manifest = ''): Promise<void> {
	const value = what === 'add' ? ['/ve', '/t', 'REG_SZ', '/d', manifest] : [];
	try {
		const program = systemProgram('reg', env);
		if (program === undefined) throw new Error('reg.exe is not on the PATH');
		await promisify(execFile)(program, [what, `${key}\\${NATIVE_HOST}`, ...value, '/f'], { windowsHide: true });
	} catch (error) {
		// What is not there need not be taken away.
		if (what === 'delete') return;
		throw new UserError(
			`The registry does not take ${key} (${error instanceof Error ? error.message : String(error)}).`,
			undefined,
			EXIT.config,
		);
	}
}
