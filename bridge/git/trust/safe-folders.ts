/** Which folders the user declared safe for git, whoever owns them (git-config(1), `safe.directory`): never by a file of the repository's own. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ifReadable, textIn } from '../../base/missing-file.ts';

const MACHINE_CONFIG = '/etc/gitconfig';

/** As far as the files say so plainly: whatever else may be safe, git is not asked there. */
export function isDeclaredSafe(top: string, env: NodeJS.ProcessEnv, home: string): boolean {
	const own = env['GIT_CONFIG_GLOBAL'];
	const ofUser =
		own === undefined ? [join(env.XDG_CONFIG_HOME || join(home, '.config'), 'git', 'config'), join(home, '.gitconfig')] : [own];
	const ofMachine = env['GIT_CONFIG_NOSYSTEM'] ? [] : [env['GIT_CONFIG_SYSTEM'] ?? MACHINE_CONFIG];
	const real = ifReadable(() => realpathSync.native(top)) ?? top;
	let isSafe = false;
	for (const value of [...ofMachine, ...ofUser].flatMap((file) => valuesIn(textIn(file) ?? ''))) {
		// An empty one forgets those before.
		if (value === '') isSafe = false;
		else isSafe ||= [top, real].some((folder) => isMeant(value.replace(/^~(?=\/)/, home), folder));
	}
	return isSafe;
}

function isMeant(value: string, folder: string): boolean {
	if (value === '*') return true;
	return value.endsWith('/*') ? folder.startsWith(value.slice(0, -1)) : folder === value.replace(/\/+$/, '');
}

const SECTION = /^\s*\[\s*([^\]]*?)\s*\]\s*(.*)$/;
const DIRECTORY = /^\s*directory\s*=(.*)$/i;

function valuesIn(text: string): string[] {
	const values: string[] = [];
	let isSafe = false;
	for (const line of text.split('\n')) {
		const [, section, rest] = SECTION.exec(line) ?? [];
		if (section !== undefined) isSafe = section.toLowerCase() === 'safe';
		const value = isSafe ? DIRECTORY.exec(rest ?? line)?.[1] : undefined;
		if (value !== undefined) values.push(plain(value.trim()));
	}
	return values;
}

/** Without quotes, or what follows as a comment. */
function plain(value: string): string {
	const quoted = /^"([^"\\]*)"/.exec(value)?.[1];
	return quoted ?? value.replace(/[#;].*$/, '').trimEnd();
}
