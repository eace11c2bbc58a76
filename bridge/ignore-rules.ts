/**
 * The rules by which git ignores files, read from where it reads them (gitignore(5)): enough to know that a path is *not* ignored, which
 * nearly every path is. Where a rule speaks against one, or a symbolic link lies on its way, git has the last word.
 */
import { lstatSync } from 'node:fs';
import { isAbsolute, join, posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { textIn, unlessAbsent } from './absent.ts';
import type { Setting } from './git-config.ts';
import { gitFolderOf } from './git-settings.ts';
import { homeIn } from './home.ts';
import type { Worktree } from './repository.ts';

const EXCEPTION = /^!.*$/gm;

export class IgnoreRules {
	readonly #top: string;
	/** Those that hold for the whole worktree; undefined where only git finds all rules. */
	readonly #common: Ignore[] | undefined;
	/** By folder, relative to the top: its own rules, and whether it is a folder of this worktree at all. */
	readonly #folders = new Map<string, { rules: Ignore | undefined; isLink: boolean }>();

	constructor({ top, commonFolder }: Worktree, settings: readonly Setting[], env: NodeJS.ProcessEnv) {
		this.#top = top;
		const own = isSparse(settings) ? undefined : excludesFile(settings, env);
		this.#common = own === undefined ? undefined : [own, join(commonFolder, 'info', 'exclude')].flatMap((file) => rulesIn(file) ?? []);
	}

	/** Relative to the worktree's top, POSIX. */
	mayBeIgnored(path: string): boolean {
		if (!this.#common || !ignore.isPathValid(path) || this.#common.some((rules) => rules.ignores(path))) return true;
		for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
			const { rules, isLink } = this.#folder(folder);
			if (isLink || rules?.ignores(posix.relative(folder, path))) return true;
			if (folder === '.') return false;
		}
	}

	#folder(folder: string): { rules: Ignore | undefined; isLink: boolean } {
		const known = this.#folders.get(folder);
		if (known) return known;
		const absolute = join(this.#top, folder);
		const isLink = folder !== '.' && unlessAbsent(() => lstatSync(absolute, { throwIfNoEntry: false }))?.isSymbolicLink() === true;
		const found = { rules: isLink ? undefined : rulesIn(join(absolute, '.gitignore')), isLink };
		this.#folders.set(folder, found);
		return found;
	}
}

/** A file that cannot be read has no rules, for git neither. What an exception clears, git clears. */
function rulesIn(file: string): Ignore | undefined {
	const text = textIn(file);
	return text === undefined ? undefined : ignore({ ignorecase: true }).add(text.replace(EXCEPTION, ''));
}

/** Rules may lie in files that are not checked out. */
const isSparse = (settings: readonly Setting[]) => settings.some(([key, value]) => key === 'core.sparsecheckout' && value !== 'false');

function excludesFile(settings: readonly Setting[], env: NodeJS.ProcessEnv): string | undefined {
	const named = settings.findLast(([key]) => key === 'core.excludesfile')?.[1];
	const home = homeIn(env);
	if (named === undefined) return join(gitFolderOf(env, home), 'ignore');
	if (named.startsWith('~/')) return join(home, named.slice(2));
	return isAbsolute(named) ? named : undefined;
}
