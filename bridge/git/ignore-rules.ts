/**
 * The rules by which git ignores files, read from where it reads them (gitignore(5)), and read coarsely: enough to know that a path is
 * *not* ignored, which nearly every path is. Where a rule may speak against one, where a symbolic link lies on its way, or where rules
 * cannot be read, git has the last word. A repository may come from anybody: nothing here takes longer than the rules are long.
 */
import { isAbsolute, join } from 'node:path';
import { homeIn } from '../base/home.ts';
import { isLink, statOf, textIn } from '../base/missing-file.ts';
import { gitFolderOf } from './settings.ts';
import type { Setting } from './settings-file.ts';
import type { Worktree } from './worktree.ts';

/**
 * What must stand in one name on the way of a path that the rule ignores, in small letters: pieces in this order, the first at its
 * beginning and the last at its end. One piece alone is the name.
 */
type Rule = readonly string[];
const ANY_NAME: Rule = ['', ''];

export class IgnoreRules {
	readonly #top: string;
	/** Those that hold for the whole worktree. */
	readonly #common: readonly Rule[];
	/** Those of a folder, by its path relative to the top. */
	readonly #folders = new Map<string, readonly Rule[]>();

	constructor({ top, commonFolder }: Worktree, settings: readonly Setting[], env: NodeJS.ProcessEnv) {
		this.#top = top;
		const own = excludesFile(settings, env);
		const isKnown = own !== undefined && !isSparse(settings);
		this.#common = isKnown ? [...rulesIn(own), ...rulesIn(join(commonFolder, 'info', 'exclude'))] : [ANY_NAME];
	}

	/** Relative to the worktree's top, POSIX. */
	mayBeIgnored(path: string): boolean {
		const names = path.split('/');
		const folded = names.map((name) => name.toLowerCase());
		const speaks = (rules: readonly Rule[], from: number) => rules.some((rule) => folded.slice(from).some((name) => fits(rule, name)));
		return speaks(this.#common, 0) || names.some((_, depth) => speaks(this.#rulesOf(names.slice(0, depth).join('/')), depth));
	}

	#rulesOf(folder: string): readonly Rule[] {
		const known = this.#folders.get(folder);
		if (known) return known;
		const absolute = join(this.#top, folder);
		const ofFolder = join(absolute, '.gitignore');
		const isBeyondLink = (folder !== '' && isLink(absolute)) || isLink(ofFolder);
		const found = isBeyondLink ? [ANY_NAME] : rulesIn(ofFolder);
		this.#folders.set(folder, found);
		return found;
	}
}

function rulesIn(file: string): Rule[] {
	if (statOf(file) === undefined) return [];
	const text = textIn(file);
	if (text === undefined) return [ANY_NAME];
	return text
		.split('\n')
		.map(ruleOf)
		.filter((rule) => rule !== undefined);
}

/** A class of letters without anything odd in it; what else begins with a bracket, and what follows it, is not looked into. */
const CLASS = /\[[!^]?\]?[^\]/[\\]*\]/g;
const BEYOND = /[[\0].*/s;
/** Escapes, and what is another number of bytes than of letters. */
const UNSURE = /\\.?|[?]|[^ -~]/gs;

/** What an exception takes back, git takes back. */
function ruleOf(line: string): Rule | undefined {
	if (/^ *$|^[#!]/.test(line)) return undefined;
	const pattern = untilSpaces(line).replace(CLASS, '*').replace(BEYOND, '*').replace(UNSURE, '*');
	// Each name in a pattern stands on the way of what it ignores: the last that is more than a wildcard will do.
	const name = pattern.split('/').findLast((each) => /[^*]/.test(each));
	return name === undefined ? ANY_NAME : name.toLowerCase().split(/\*+/);
}

/** Not by a pattern: one that looks for the last spaces looks at each run of them as often as it is long. */
function untilSpaces(line: string): string {
	let end = line.length;
	while (line[end - 1] === ' ') end--;
	return line.slice(0, end);
}

function fits(rule: Rule, name: string): boolean {
	const [first = '', ...others] = rule;
	const last = others.pop();
	if (last === undefined) return name === first;
	if (!name.startsWith(first)) return false;
	let at = first.length;
	for (const piece of others) {
		const found = name.indexOf(piece, at);
		if (found === -1) return false;
		at = found + piece.length;
	}
	return name.length - last.length >= at && name.endsWith(last);
}

/** Rules may lie in files that are not checked out. */
const isSparse = (settings: readonly Setting[]) => settings.some(([key, value]) => key === 'core.sparsecheckout' && value !== 'false');

/** The user's own list; undefined where it is named in a way that only git understands. */
function excludesFile(settings: readonly Setting[], env: NodeJS.ProcessEnv): string | undefined {
	const named = settings.findLast(([key]) => key === 'core.excludesfile')?.[1];
	const home = homeIn(env);
	if (named === undefined) return join(gitFolderOf(env, home), 'ignore');
	if (named.startsWith('~/')) return join(home, named.slice(2));
	return isAbsolute(named) ? named : undefined;
}
