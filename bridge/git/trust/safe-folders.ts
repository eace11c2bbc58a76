/** Which folders the user declared safe for git, whoever owns them (git-config(1), `safe.directory`): never by a file of the repository's own. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { inHome, untilde } from '../../base/home.ts';
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
	for (const value of [...ofMachine, ...ofUser].flatMap((file) => [...valuesIn(file, home, { left: FILES_MAX })])) {
		// An empty one forgets those before.
		if (value === '') isSafe = false;
		else isSafe ||= [top, real].some((folder) => isMeant(inHome(value, home), folder));
	}
	return isSafe;
}

function isMeant(value: string, folder: string): boolean {
	if (value === '*') return true;
	if (value.endsWith('/*')) return folder.startsWith(value.slice(0, -1));
	return folder === value.replace(/\/+$/, '') || (isAbsolute(value) && folder === ifReadable(() => realpathSync.native(value)));
}

const SECTION = /^\s*\[\s*([^\]]*?)\s*\]\s*(.*)$/;
const VARIABLE = /^\s*(directory|path)\s*=(.*)$/i;
/** Files may include each other. */
const FILES_MAX = 32;

/** Of a file and those that it includes whatever the repository, in order. */
function* valuesIn(file: string, home: string, files: { left: number }): Iterable<string> {
	if (files.left-- <= 0) return;
	let section = '';
	const lines = (textIn(file) ?? '').replaceAll('\r\n', '\n').replaceAll('\\\n', '').split('\n');
	for (const line of lines) {
		const [, opened, rest] = SECTION.exec(line) ?? [];
		if (opened !== undefined) section = opened.toLowerCase();
		const [, name = '', value = ''] = VARIABLE.exec(rest ?? line) ?? [];
		const variable = `${section}.${name.toLowerCase()}`;
		if (variable === 'safe.directory') yield plain(value);
		else if (variable === 'include.path') yield* valuesIn(untilde(plain(value), home, dirname(file)), home, files);
	}
}

const ESCAPED = new Map([
	['n', '\n'],
	['t', '\t'],
	['b', '\b'],
]);

/** Without quotes, which may stand anywhere, what follows as a comment, and the spaces around (git-config(1), "Syntax"). */
function plain(value: string): string {
	let text = '';
	let isQuoted = false;
	for (const [, escaped, char = ''] of value.trim().matchAll(/\\(.)|(.)/gs)) {
		if (escaped !== undefined) text += ESCAPED.get(escaped) ?? escaped;
		else if (char === '"') isQuoted = !isQuoted;
		else if (!isQuoted && (char === '#' || char === ';')) return text.trimEnd();
		else text += char;
	}
	return text;
}
