/**
 * Whether git would store a file with LF where it has CRLF, as attributes (gitattributes(5), "text", "eol" and the older "crlf") and
 * `core.autocrlf` say, in the order of git's own convert.c.
 */
import { attributesOf } from './attributes.ts';
import { settingsOf } from './settings.ts';
import type { Worktree } from './worktree.ts';

/** What `text` and `crlf` may be; git passes over anything else. */
const TEXT_VALUES: ReadonlySet<string | undefined> = new Set(['set', 'unset', 'auto', 'input']);
const EOL_VALUES: ReadonlySet<string | undefined> = new Set(['lf', 'crlf']);
const IS_ON = /^(true|yes|on|1|input)$/i;

/** Those of the paths (relative to the top) of which it would; also those of which git fails to say it. */
export async function endsConverted(worktree: Worktree, paths: readonly string[]): Promise<ReadonlySet<string>> {
	if (paths.length === 0) return new Set();
	const attributes = await attributesOf(worktree, 'lineEnds', paths);
	const settings = await settingsOf(worktree);
	const isAutomatic = settings === undefined || IS_ON.test(settings.findLast(([key]) => key === 'core.autocrlf')?.[1] ?? '');
	return new Set(paths.filter((path) => areConverted(attributes.get(path), isAutomatic)));
}

function areConverted(attributes: ReadonlyMap<string, string> | undefined, isAutomatic: boolean): boolean {
	if (attributes === undefined) return true;
	const text = [attributes.get('text'), attributes.get('crlf')].find((value) => TEXT_VALUES.has(value));
	if (text === 'unset') return false;
	return text !== undefined || EOL_VALUES.has(attributes.get('eol')) || isAutomatic;
}
