/** Where an agent works, and its paths inside of that place. */
import { basename, dirname, join, posix, win32 } from 'node:path';
import { localPath } from '../base/agent-path.ts';
import { sha256 } from '../base/sha256.ts';
import { isBelow } from '../git/layouts/removed-worktree.ts';
import { resolved, type Worktree, type Worktrees } from '../git/worktree.ts';

/** The worktree that a session is in: one that is there, or one that was removed under it, of a repository that is there. */
export interface Whereabouts {
	/** The one that is asked of git: of a removed one's repository, another. */
	worktree: Worktree | undefined;
	/** The top of the worktree that was removed. */
	removed?: string;
}

/** Where an agent works: the folder that its paths are relative to. */
export interface Workplace {
	/** Absolute folders that its files lie in: as spelled, and as resolved. */
	tops: string[];
	/** The top of the worktree that it was in, where that is gone. */
	removed?: string | undefined;
	/** The git folder of its repository, or undefined outside of one. */
	commonFolder: string | undefined;
}

export function workplaceOf(cwd: string, { worktree, removed }: Whereabouts): Workplace {
	if (!worktree) return { tops: [localPath(cwd)], commonFolder: undefined };
	const real = resolved(worktree.top);
	const tops = real === worktree.top ? [real] : [worktree.top, real];
	return { tops: removed === undefined ? tops : [removed, ...tops], removed, commonFolder: worktree.commonFolder };
}

/** Which worktree it is, in digits that say nothing else. */
export const worktreeIdOf = ({ top }: { top: string }): string => sha256(resolved(top)).slice(0, 16);

/** POSIX and relative to the workplace, or undefined for what lies outside of it. */
export function pathWithin(workplace: Workplace, path: string, worktrees: Worktrees, platform = process.platform): string | undefined {
	const absolute = localPath(path, platform);
	const folder = dirname(absolute);
	const real = worktrees.resolved(folder);
	if (real !== folder) return pathWithin(workplace, join(real, basename(absolute)), worktrees, platform);
	const { commonFolder } = workplace;
	const worktree = commonFolder === undefined ? undefined : worktrees.at(folder);
	const removed = commonFolder === undefined ? undefined : (worktrees.removedTop(folder) ?? ownRemoved(workplace, folder, worktree));
	// A file of another repository (a nested one, a submodule) is not this one's, one of another worktree of this repository is.
	if (worktree && !isSamePlace(worktree.commonFolder, commonFolder, worktrees)) return undefined;
	if (removed === undefined ? worktree?.isBare : !worktree) return undefined;
	// Once a worktree is removed, its paths still mean the repository's files.
	const tops = worktree ? [removed ?? worktree.top, ...workplace.tops] : workplace.tops;
	for (const top of tops) {
		const inside = insideOf([top], absolute, platform);
		if (inside === undefined) continue;
		const spelled = ignoresCase(platform) ? spelledByDisk(top, inside, (each) => worktrees.namesIn(each)) : inside;
		return spelled || undefined;
	}
	return undefined;
}

/** The top of its own removed worktree, for what lay in that and lies in none that is there now. */
function ownRemoved({ removed }: Workplace, folder: string, worktree: Worktree | undefined): string | undefined {
	return removed !== undefined && isBelow(folder, removed) && worktree && isBelow(removed, worktree.top) ? removed : undefined;
}

function isSamePlace(one: string, other: string | undefined, worktrees: Worktrees): boolean {
	return one === other || (other !== undefined && worktrees.resolved(one) === worktrees.resolved(other));
}

/** A segment that is empty, `.` or `..`: such a path has to be resolved before it says where it leads. */
const UNRESOLVED = /\/\.{0,2}(\/|$)/;

/** The way from the first of the folders that an absolute path is below of, in POSIX; undefined where it is in none. */
export function insideOf(tops: readonly string[], path: string, platform: NodeJS.Platform): string | undefined {
	const { isAbsolute, relative, sep } = platform === 'win32' ? win32 : posix;
	if (!isAbsolute(path)) return undefined;
	for (const top of tops) {
		if (platform !== 'win32' && path.startsWith(`${top}/`) && !UNRESOLVED.test(path)) return path.slice(top.length + 1);
		const found = relative(top, path);
		if (found === '' || found.split(sep).includes('..') || isAbsolute(found)) continue;
		// There a colon is a drive's or a stream's, no file's.
		if (platform === 'win32' && found.includes(':')) continue;
		return found.replaceAll(sep, '/');
	}
	return undefined;
}

/** As Windows and macOS come; whoever chose otherwise has no two spellings of a file, or two files. */
const ignoresCase = (platform: NodeJS.Platform): boolean => platform === 'win32' || platform === 'darwin';

/**
 * A path inside of `top` in the spelling that the disk keeps, so that it is the same whoever touches the file: an agent may write
 * `readme.md` where there is only `README.md`. macOS also takes composed and decomposed letters for the same; git keeps composed ones.
 */
export function spelledByDisk(top: string, inside: string, namesIn: (folder: string) => readonly string[]): string {
	let folder = top;
	const kept = inside.split('/').map((name) => {
		const found = keptName(name, namesIn(folder));
		folder = `${folder}/${found}`;
		return found;
	});
	return kept.join('/').normalize('NFC');
}

function keptName(name: string, names: readonly string[]): string {
	if (names.includes(name)) return name;
	const alike = names.filter((each) => folded(each) === folded(name));
	return alike.length === 1 ? (alike[0] as string) : name;
}

const folded = (name: string): string => name.normalize('NFC').toLowerCase();
