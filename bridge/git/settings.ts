/**
 * What git is set to for a worktree, of what Pylon needs: its remotes, how they are rewritten, and where the user's own list of ignored
 * files is. Read from the files themselves where they are plain, which most are and costs no process; else git is asked.
 */
import { join } from 'node:path';
import { statOf, textIn } from '../base/missing-file.ts';
import { git } from './git.ts';
import { gitProgram, KEPT_VARIABLES } from './program.ts';
import { READ_SETTINGS } from './questions.ts';
import { plainSettings, type Setting } from './settings-file.ts';
import { isTrusted } from './trust/owner.ts';
import type { Worktree } from './worktree.ts';

const READ_KEYS = new RegExp(READ_SETTINGS, 's');
/** The git that Linux distributions ship reads this file for the whole machine; where another lies, only it knows. */
const SHIPPED_GIT = '/usr/bin/git';
const MACHINE_CONFIG = '/etc/gitconfig';

/** In order, the worktree's own last; undefined where git failed, or the repository is somebody else's. */
export async function settingsOf(worktree: Worktree): Promise<readonly Setting[] | undefined> {
	if (!isTrusted(worktree.top)) return undefined;
	return readSettings(worktree, process.env) ?? (await askedSettings(worktree));
}

/** As the files say, or undefined where only git can tell. */
export function readSettings({ commonFolder }: Worktree, env: NodeJS.ProcessEnv): Setting[] | undefined {
	const home = env.HOME;
	if (!home || !usesShippedGit(env)) return undefined;
	const settings: Setting[] = [];
	for (const file of [MACHINE_CONFIG, join(gitFolderOf(env, home), 'config'), join(home, '.gitconfig'), join(commonFolder, 'config')]) {
		const found = settingsIn(file);
		if (!found) return undefined;
		settings.push(...found);
	}
	return settings;
}

/** Files that were read, each in the state that it had: every worktree of a user has the same three of them. */
const parsedFiles = new Map<string, { state: string; settings: Setting[] | undefined }>();

/** None where there is no file; undefined where it cannot be read, or is not plain. */
function settingsIn(file: string): Setting[] | undefined {
	const stat = statOf(file);
	if (stat === undefined) return [];
	const state = `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
	const known = parsedFiles.get(file);
	if (known?.state === state) return known.settings;
	const text = textIn(file);
	const settings = text === undefined ? undefined : plainSettings(text, READ_KEYS);
	parsedFiles.set(file, { state, settings });
	return settings;
}

/** Where a user's settings for git lie, beside `~/.gitconfig`. */
export function gitFolderOf(env: NodeJS.ProcessEnv, home: string): string {
	return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'git');
}

function usesShippedGit(env: NodeJS.ProcessEnv): boolean {
	if (process.platform !== 'linux' || [...KEPT_VARIABLES].some((name) => env[name] !== undefined)) return false;
	return gitProgram(env) === SHIPPED_GIT;
}

async function askedSettings(worktree: Worktree): Promise<Setting[] | undefined> {
	const found = await git(worktree, 'settings');
	return found?.split('\0').flatMap((entry): Setting[] => {
		const newline = entry.indexOf('\n');
		return newline === -1 ? [] : [[entry.slice(0, newline), entry.slice(newline + 1)]];
	});
}
