/**
 * Hosts by another name: `git@github.com-work:acme/api` where several accounts have a key each (ssh_config(5)). Read from the user's own
 * file; what only ssh can tell (`Match`) is left aside.
 */
import { isIP } from 'node:net';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { readableNamesIn, statOf, textIn } from '../../base/missing-file.ts';
import { KNOWN_HOSTS } from './remote.ts';

/** Files that name each other. */
const FILES_MAX = 32;

/** Where a user's entries are; another one after each change, for whoever remembers what they say. */
export const sshConfigState = (home: string): string => {
	const found = statOf(configOf(home));
	return found ? `${found.mtimeMs} ${found.size}` : '';
};

const configOf = (home: string): string => join(home, '.ssh', 'config');

/** The host that an alias stands for, or what was given: also where that is an address, which may be another one for everybody else. */
export function hostOfAlias(alias: string, home: string): string {
	if (KNOWN_HOSTS.has(alias.toLowerCase())) return alias;
	for (const { patterns, host } of entriesIn(configOf(home), home, { left: FILES_MAX })) {
		if (!isMatch(patterns, alias)) continue;
		const name = host.replaceAll('%h', alias).replaceAll('%%', '%');
		return isIP(name) !== 0 || !name.includes('.') ? alias : name;
	}
	return alias;
}

interface Entry {
	/** None: for every host. */
	patterns: readonly string[];
	host: string;
}

const KEYWORD = /^\s*(\w+)(?:\s*=\s*|\s+)(.+?)\s*$/;

/** Those that name a host, in order: the first that fits holds. */
function* entriesIn(file: string, home: string, files: { left: number }): Iterable<Entry> {
	if (files.left-- <= 0) return;
	let patterns: readonly string[] | undefined = [];
	for (const line of (textIn(file) ?? '').split('\n')) {
		const [, keyword = '', value = ''] = KEYWORD.exec(line) ?? [];
		const words = wordsOf(value);
		if (keyword.toLowerCase() === 'host') patterns = words;
		else if (keyword.toLowerCase() === 'match') patterns = undefined;
		else if (patterns === undefined) continue;
		else if (keyword.toLowerCase() === 'hostname' && words[0]) yield { patterns, host: words[0] };
		else if (keyword.toLowerCase() === 'include') yield* includedIn(words, patterns, home, files);
	}
}

/** What is included in an entry holds for that entry's hosts alone. */
function* includedIn(words: readonly string[], patterns: readonly string[], home: string, files: { left: number }): Iterable<Entry> {
	for (const file of words.flatMap((word) => filesOf(word, home))) {
		for (const entry of entriesIn(file, home, files))
			if (patterns.length === 0 || entry.patterns.length === 0) yield { patterns: [...patterns, ...entry.patterns], host: entry.host };
	}
}

/** Relative to `~/.ssh`; the last part may have wildcards. */
function filesOf(word: string, home: string): string[] {
	const inHome = word.startsWith('~/') ? join(home, word.slice(2)) : word;
	const path = isAbsolute(inHome) ? inHome : join(home, '.ssh', word);
	if (!/[*?]/.test(basename(path))) return [path];
	const names = readableNamesIn(dirname(path)).filter((name) => wildcard(basename(path)).test(name));
	return names.sort().map((name) => join(dirname(path), name));
}

const wordsOf = (value: string): string[] => [...value.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

function isMatch(patterns: readonly string[], alias: string): boolean {
	if (patterns.length === 0) return true;
	const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
	if (excluded.some((pattern) => wildcard(pattern).test(alias))) return false;
	return patterns.some((pattern) => !pattern.startsWith('!') && wildcard(pattern).test(alias));
}

/** Stars in a row are one, so that no pattern takes its time. */
function wildcard(pattern: string): RegExp {
	const escaped = pattern
		.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
		.replaceAll(/\*+/g, '[^]*?')
		.replaceAll('?', '[^]');
	return new RegExp(`^${escaped}$`, 'i');
}
