/** Where an edit may live now: in its worktree, at a branch's tip, stashed away. */
import type { Head } from '../git/objects/head.ts';
import type { Stash } from '../git/objects/ref-log.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Edit } from './edit.ts';
import { type HeadLog, type Home, homesOf, type Step } from './homes.ts';

export interface Place {
	/** Its commit: says where it left the default branch. */
	head: string;
	branch: string | undefined;
	/** The worktree whose file it is; else commits, of which the first that has the file counts. */
	holder: Worktree | readonly string[];
	/** Nothing was changed here if this commit holds the same. */
	besides: string | undefined;
	/** As in `Home`. */
	through: readonly Step[] | undefined;
}

/** A worktree that is there, and where its HEAD stands. */
export interface Site {
	worktree: Worktree;
	head: Head;
	log: HeadLog;
}

export function placesOf(
	edit: Edit,
	site: Site | undefined,
	stashes: readonly Stash[],
	tipOf: (branch: string) => string | undefined,
): Place[] {
	const all = site ? homesOf(edit, site.head.branch, site.log) : [{ branch: edit.branch, through: undefined }];
	const places = all.flatMap((home) => placesAt(home, site, tipOf));
	if (site?.head.commit !== undefined && !places.some(({ holder }) => holder === site.worktree))
		places.push(takenAlong(site, site.head.commit));
	const stashed = stashes.filter((stash) => all.some((home) => home.branch === stash.branch && (site || stash.branch !== undefined)));
	return [...places, ...stashed.map(stashedPlace)];
}

function placesAt({ branch, through }: Home, site: Site | undefined, tipOf: (branch: string) => string | undefined): Place[] {
	const places: Place[] = [];
	const isHere = site !== undefined && site.head.branch === branch;
	if (isHere && site.head.commit !== undefined)
		places.push({ head: site.head.commit, branch, holder: site.worktree, besides: undefined, through });
	const tip = branch === undefined || (isHere && !site.head.isRebasing) ? undefined : tipOf(branch);
	if (tip !== undefined) places.push({ head: tip, branch, holder: [tip], besides: undefined, through });
	return places;
}

/** What is not committed goes along when another branch is checked out. */
function takenAlong({ worktree, head }: Site, commit: string): Place {
	return { head: commit, branch: head.branch, holder: worktree, besides: commit, through: undefined };
}

/** Its first parent is where HEAD was, its third holds the files that git did not know (git-stash(1), "Discussion"). */
function stashedPlace({ commit, branch }: Stash): Place {
	return { head: commit, branch, holder: [`${commit}^3`, commit], besides: `${commit}^1`, through: undefined };
}
