/**
 * Hosts by another name: `git@github.com-work:acme/api` where several accounts have a key each (ssh_config(5)). Read from the user's own
 * file; a condition that only ssh can tell (`Match exec`, say) is taken not to hold.
 */
import { isIP } from 'node:net';
import { isAbsolute, join, normalize, parse, sep } from 'node:path';
import { userName } from '../../base/home.ts';
import { readableNamesIn, statOf, textIn } from '../../base/missing-file.ts';
import { KNOWN_HOSTS } from './hosts.ts';

/** Files that name each other. */
const FILES_MAX = 32;

/** Where a user's entries are; another one after each change, for whoever remembers what they say. */
export const sshConfigState = (home: string): string => {
	const found = statOf(configOf(home));
	return found ? `${found.mtimeMs} ${found.size}` : '';
};

const configOf = (home: string): string => join(home, '.ssh', 'config');

/**
 * The host that an alias stands for, asked as `user` where the address says so; or what was given: also where that is an address, which may be another
 * one for everybody else.
 */
export function hostOfAlias(alias: string, user: string | undefined, home: string): string {
	if (KNOWN_HOSTS.has(alias.toLowerCase())) return alias;
	for (const { conditions, host } of entriesIn(configOf(home), home, { left: FILES_MAX })) {
		if (!conditions.every((condition) => holds(condition, alias, user))) continue;
		const name = host.replace(/%([h%])/g, (_, token) => (token === 'h' ? alias : '%'));
		return isIP(name) !== 0 || !name.includes('.') ? alias : name;
	}
	return alias;
}

type Patterns = readonly string[];

interface Condition {
	of: 'host' | 'user' | 'localuser';
	patterns: Patterns;
	isNegated: boolean;
}

interface Entry {
	/** Those of the entries that this stands in, one in a file that another includes: all of them hold. None: for every host. */
	conditions: readonly Condition[];
	host: string;
}

function holds({ of, patterns, isNegated }: Condition, alias: string, user: string | undefined): boolean {
	const named = { host: alias, user, localuser: of === 'localuser' ? userName() : undefined }[of];
	return named !== undefined && isMatch(patterns, named) !== isNegated;
}

const KEYWORD = /^(\w+)(?:\s*=\s*|\s+)(.+)$/;

/** Those that name a host, in order: the first that fits holds. */
function* entriesIn(file: string, home: string, files: { left: number }): Iterable<Entry> {
	if (files.left-- <= 0) return;
	let conditions: Entry['conditions'] | undefined = [];
	for (const line of (textIn(file) ?? '').split('\n')) {
		const [, keyword = '', value = ''] = KEYWORD.exec(line.trim()) ?? [];
		const words = wordsOf(value);
		if (keyword.toLowerCase() === 'host') conditions = [{ of: 'host', patterns: words, isNegated: false }];
		else if (keyword.toLowerCase() === 'match') conditions = conditionsOf(words);
		else if (conditions === undefined) continue;
		else if (keyword.toLowerCase() === 'hostname' && words[0]) yield { conditions, host: words[0] };
		else if (keyword.toLowerCase() === 'include') yield* includedIn(words, conditions, home, files);
	}
}

/** What is included in an entry holds for that entry's hosts alone. */
function* includedIn(words: readonly string[], conditions: Entry['conditions'], home: string, files: { left: number }): Iterable<Entry> {
	for (const file of words.flatMap((word) => filesOf(word, home))) {
		for (const entry of entriesIn(file, home, files)) yield { conditions: [...conditions, ...entry.conditions], host: entry.host };
	}
}

/** What a condition is on: what its alias stands for is not known before an entry says so. */
const CRITERIA = new Map<string, Condition['of']>([
	['host', 'host'],
	['originalhost', 'host'],
	['user', 'user'],
	['localuser', 'localuser'],
]);

/** Undefined where only ssh can tell, and for what holds in its second look alone. */
function conditionsOf(words: readonly string[]): Entry['conditions'] | undefined {
	if (words.length === 1 && words[0]?.toLowerCase() === 'all') return [];
	const split = words.flatMap((word) => /^(!?\w+)=(.+)$/s.exec(word)?.slice(1) ?? [word]);
	const conditions: Condition[] = [];
	for (let at = 0; at < split.length; at += 2) {
		const [criterion = '', value = ''] = split.slice(at, at + 2);
		const of = CRITERIA.get(criterion.replace(/^!/, '').toLowerCase());
		if (of === undefined || value === '') return undefined;
		conditions.push({ of, patterns: value.split(','), isNegated: criterion.startsWith('!') });
	}
	return conditions.length > 0 ? conditions : undefined;
}

/** Relative to `~/.ssh`; its parts may have wildcards (glob(7)). */
function filesOf(word: string, home: string): string[] {
	const inHome = word.startsWith('~/') ? join(home, word.slice(2)) : word;
	const path = normalize(isAbsolute(inHome) ? inHome : join(home, '.ssh', word));
	const { root } = parse(path);
	return path.slice(root.length).split(sep).reduce(belowEach, [root]);
}

function belowEach(folders: string[], part: string): string[] {
	if (!/[*?[]/.test(part)) return folders.map((folder) => join(folder, part));
	// What is hidden has to be named.
	const wanted = globbed(part);
	const isMeant = (name: string) => wanted.test(name) && (!name.startsWith('.') || part.startsWith('.'));
	return folders
		.flatMap((folder) =>
			readableNamesIn(folder)
				.filter(isMeant)
				.sort()
				.map((name) => join(folder, name)),
		)
		.slice(0, FILES_MAX);
}

/** A name with `*`, `?` and `[a-z]`, `[!a-z]`; a bracket that is not closed stands for itself. */
function globbed(part: string): RegExp {
	const source = part.replace(/\*+|\?|\[(!?)(\]?[^\]]*)\]|[\\^$.|+()[\]{}]/g, (found, not: string | undefined, set: string | undefined) => {
		if (set) return `[${not ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
		return { '*': '.*', '?': '.' }[found[0] as string] ?? `\\${found}`;
	});
	return ifRegExp(`^${source}$`) ?? NOTHING;
}

const NOTHING = /(?!)/;

/** Undefined for a range that runs backwards, `[z-a]`. */
function ifRegExp(source: string): RegExp | undefined {
	try {
		return new RegExp(source, 's');
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** Without the remark that may follow. */
function wordsOf(value: string): string[] {
	const words = [...value.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
	const remark = words.findIndex(([, , , plain]) => plain?.startsWith('#'));
	return words.slice(0, remark === -1 ? undefined : remark).map(([, double, single, plain]) => double ?? single ?? plain ?? '');
}

function isMatch(patterns: Patterns, alias: string): boolean {
	const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
	if (excluded.some((pattern) => isLike(pattern, alias))) return false;
	return patterns.some((pattern) => !pattern.startsWith('!') && isLike(pattern, alias));
}

/** Whether a name is as a pattern with `*` and `?` says. A star that has to take more goes on from the last one alone, so that no pattern takes its time. */
function isLike(pattern: string, name: string): boolean {
	const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
	let [at, here] = [0, 0];
	let star: { after: number; from: number } | undefined;
	while (here < given.length) {
		if (wanted[at] === '*') {
			at++;
			star = { after: at, from: here };
		} else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[here])) {
			at++;
			here++;
		} else if (star === undefined) return false;
		else {
			star.from++;
			[at, here] = [star.after, star.from];
		}
	}
	return /^\**$/.test(wanted.slice(at));
}
