/** Paths as agents wrote them, as paths inside a repository. */
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { resolved, type Worktree, type Worktrees } from './repository.ts';

/** Claude Code's own worktrees: once removed, their paths still mean the repository's files. */
const REMOVED_WORKTREE = /^\.claude\/worktrees\/[^/]+\//;

const DRIVE = /^([A-Za-z]):[\\/](.*)$/s;

/** Where an agent works: the folder that its paths are told from. */
export interface Ground {
	/** Absolute folders that its files lie in: as spelled, and as resolved. */
	tops: string[];
	/** The main worktree's root, or undefined outside of a repository. */
	root: string | undefined;
}

export function groundOf(cwd: string, worktree: Worktree | undefined): Ground {
	if (!worktree) return { tops: [localPath(cwd)], root: undefined };
	const real = resolved(worktree.top);
	return { tops: real === worktree.top ? [real] : [worktree.top, real], root: worktree.root };
}

export function absolutePath(path: string, cwd = '/'): string {
	return isAbsolute(path) || DRIVE.test(path) ? path : join(cwd, path);
}

/** POSIX and relative to the ground, or undefined for what lies outside of it. */
export function pathWithin(ground: Ground, path: string, worktrees: Worktrees): string | undefined {
	const absolute = localPath(path);
	if (!isAbsolute(absolute)) return undefined;
	const folder = dirname(absolute);
	const worktree = ground.root === undefined ? undefined : worktrees.at(folder);
	// A file of another repository (a nested one, a submodule) is not this one's, one of another worktree of this repository is.
	if (worktree && worktree.root !== ground.root && !isSamePlace(worktree.root, ground.root)) return undefined;
	const tops = worktree ? [worktree.top, ...ground.tops] : ground.tops;
	for (const top of tops) {
		const inside = below(top, absolute);
		if (inside !== undefined) return inside.replace(REMOVED_WORKTREE, '') || undefined;
	}
	const real = worktrees.resolved(folder);
	if (real === folder) return undefined;
	return pathWithin(ground, join(real, absolute.slice(folder.length + 1)), worktrees);
}

function isSamePlace(one: string, other: string | undefined): boolean {
	return other !== undefined && resolved(one) === resolved(other);
}

/** A segment that is empty, `.` or `..`: such a path has to be worked out before it says where it leads. */
const WANDERS = /[\\/](\.{0,2})([\\/]|$)/;

function below(top: string, path: string): string | undefined {
	if (path.startsWith(top) && path[top.length] === '/' && !WANDERS.test(path)) return path.slice(top.length + 1);
	const found = relative(top, path);
	if (found === '' || found === '..' || found.startsWith(`..${sep}`) || isAbsolute(found)) return undefined;
	return sep === '/' ? found : found.replaceAll(sep, '/');
}

/** A Windows path seen from WSL lies under `/mnt`. */
export function localPath(path: string, platform: NodeJS.Platform = process.platform): string {
	if (platform === 'win32') return path;
	const drive = DRIVE.exec(path);
	return drive ? `/mnt/${(drive[1] as string).toLowerCase()}/${(drive[2] as string).replaceAll('\\', '/')}` : path;
}
