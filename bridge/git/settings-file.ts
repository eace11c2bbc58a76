/**
 * Reads a file of git's configuration (git-config(1), "Syntax") as far as it is plain. Where it says more than one can tell without being
 * git (other files included, escapes, settings of a single worktree), there is no answer, and git has to be asked.
 *
 * Why not always `git config -z --list`: a process for each repository costs a hundred times what reading its three files does (0.4 ms
 * against 66 and more on two busy cores in November 2026, four at once), and `pylon status` asks about every repository that an agent
 * works in. A test holds its answers against git's own.
 */

/** A setting as `git config --list` names it: `remote.origin.url`, `url.git@github.com:.insteadof`. */
export type Setting = readonly [key: string, value: string];

/** Settings that say where else to look. */
const BEYOND = /^(include|includeif)\.|^extensions\.worktreeconfig$|^core\.sparsecheckout$/;
const SECTION = /^\[([a-z0-9-]+)(?:[ \t]+"([^"\\]*)")?\]$/i;
const VARIABLE = /^([a-z][a-z0-9-]*)[ \t]*(?:=[ \t]*(.*))?$/i;

/** Those settings whose keys match `keys`, in order; undefined where the file is not plain. */
export function plainSettings(text: string, keys: RegExp): Setting[] | undefined {
	const settings: Setting[] = [];
	let section = '';
	for (const line of text.split('\n')) {
		const trimmed = line.trim();
		if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
		const opened = SECTION.exec(trimmed);
		if (opened) {
			section = sectionName(opened);
			continue;
		}
		const variable = VARIABLE.exec(trimmed);
		// A backslash at the end goes on in the next line, whatever the setting.
		if (!variable || section === '' || trimmed.endsWith('\\')) return undefined;
		const key = `${section}.${variable[1]?.toLowerCase()}`;
		if (BEYOND.test(key)) return undefined;
		if (!keys.test(key)) continue;
		const value = variable[2];
		if (value === undefined || /["\\#;]/.test(value)) return undefined;
		settings.push([key, value]);
	}
	return settings;
}

/** The name of a section does not heed case, that of its part does. */
function sectionName([, name, part]: RegExpExecArray): string {
	const section = (name as string).toLowerCase();
	return part === undefined ? section : `${section}.${part}`;
}
