/**
 * All that Pylon asks git. The list is closed: each question has all of its arguments, and what differs from one time to another (paths,
 * names of objects) is given on standard input, so that nothing can be taken for an option; `rev-list`, `diff-tree` and `cat-file`, which
 * would read more than names there, are given nothing but hex digits. Only commands that read, and never convert what they read, may be on it:
 * `status`, `diff` and `diff-files` against the worktree, `ls-files -m`, `hash-object`, `cat-file --filters` and `--textconv`, `blame`,
 * `log` and `merge-tree` run programs that a repository names.
 */

type Command = 'cat-file' | 'check-attr' | 'check-ignore' | 'config' | 'diff-index' | 'diff-tree' | 'ls-files' | 'rev-list' | 'rev-parse';

/** Settings that Pylon heeds; means the same to git (POSIX) and to JavaScript. */
export const READ_SETTINGS =
	'^(remote[.].*[.]url|branch[.].*[.]remote|checkout[.]defaultremote|clone[.]defaultremotename|url[.].*[.]insteadof|core[.](autocrlf|excludesfile|sparsecheckout))$';

/** Each moved file's `:<modes> <blob before> <blob now> R<how alike>\0path before\0path now\0`; of more than so many only those that are the same. */
const MOVED = [
	'-z',
	'--raw',
	'--no-abbrev',
	'-M',
	'-l1000',
	'--diff-filter=R',
	'--no-ext-diff',
	'--no-textconv',
	'--ignore-submodules=all',
] as const;
const BETWEEN_INDEX_AND = ['-z', '--cached', '--name-only', '--no-renames', '--ignore-submodules=all'] as const;

export const QUESTIONS = {
	/** `key\nvalue\0` each. */
	settings: ['config', '--null', '--get-regexp', READ_SETTINGS],
	/** An empty answer says that it is unborn. */
	head: ['rev-parse', '--verify', '--quiet', 'HEAD'],
	isWorktree: ['rev-parse', '--is-inside-work-tree'],
	firstCommits: ['rev-list', '--max-parents=0', 'HEAD'],
	/** Of the paths given (`\0` after each), those that are ignored. */
	ignored: ['check-ignore', '-z', '--stdin'],
	/** Of the paths given (`\0` after each): `path\0attribute\0value\0` for each attribute. */
	generated: ['check-attr', '-z', '--stdin', 'linguist-generated'],
	converted: ['check-attr', '-z', '--stdin', 'filter', 'ident', 'working-tree-encoding'],
	lineEnds: ['check-attr', '-z', '--stdin', 'text', 'crlf', 'eol'],
	/** All of the index with the files' states as it keeps them: see `index-entry.ts`. */
	entries: ['ls-files', '-z', '--stage', '--debug'],
	/** Paths, `\0` after each; a nested repository ends in `/`. */
	untracked: ['ls-files', '-z', '--others', '--exclude-standard'],
	/** Paths in which the index differs from HEAD, `\0` after each. */
	staged: ['diff-index', ...BETWEEN_INDEX_AND, 'HEAD', '--'],
	/** The same of the commit that is being merged or picked. */
	stagedBesideMerge: ['diff-index', ...BETWEEN_INDEX_AND, 'MERGE_HEAD', '--'],
	stagedBesidePick: ['diff-index', ...BETWEEN_INDEX_AND, 'CHERRY_PICK_HEAD', '--'],
	/** Files that the index has moved, beside HEAD. */
	stagedMoves: ['diff-index', '--cached', ...MOVED, 'HEAD', '--'],
	/** The same of a commit beside an earlier one: `<commit> <earlier>`, a line each. */
	moves: ['diff-tree', '--stdin', '-r', '--no-commit-id', ...MOVED],
	/** Of the objects named, one a line, each one's name, kind and size. */
	objects: ['cat-file', '--batch-check', '--buffer'],
	/** The same, and then what each holds: as it is kept, since neither `--filters` nor `--textconv` is asked for. */
	contents: ['cat-file', '--batch', '--buffer'],
	/** Of the commits named, one a line (`^` before those to leave out): theirs and the edge of what is left out, with times and parents. */
	ownCommits: ['rev-list', '--stdin', '--ignore-missing', '--parents', '--boundary', '--timestamp'],
	/** The same: what the branch itself was, commit by commit, latest first. */
	mainline: ['rev-list', '--stdin', '--first-parent', '--max-count=500'],
} as const satisfies Record<string, readonly [Command, ...string[]]>;

/** What is asked outside of any repository. */
export const QUESTIONS_OF_NONE = {
	version: ['version'],
	userName: ['config', '--get', 'user.name'],
} as const satisfies Record<string, readonly [Command | 'version', ...string[]]>;

export type Question = keyof typeof QUESTIONS;
