/** Looks at the places where edits may live: what each holds, and what it would have to differ from. */
import type { Moved } from '../git/objects/moves.ts';
import type { TreeFile, TreeFiles, Wanted } from '../git/objects/tree-files.ts';
import { WorkingFiles } from '../git/objects/working-file.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Place } from './places.ts';
import { isSame, type Verdict, type Version, type Versions, verdictOf, versionOf } from './version.ts';

/** An edit that is to be judged: its path and where it may live. */
export interface Case {
	path: string;
	places: readonly Place[];
}

export interface Finding {
	subject: Case;
	place: Place;
	/** The commit where its branch left the default branch. */
	baseCommit: string | undefined;
	versions: Versions;
	verdict: Verdict;
	/** What a worktree's file would be if it was not changed. */
	committed: Version;
	/** Whether what it holds can be read as it is. */
	isReadable: boolean;
	/** Whether git would store it with LF for CRLF. */
	areEndsConverted: boolean;
	/** Where it is now, if it was moved. */
	moved: Moved | undefined;
	/** By a sparse checkout: it is in the branch, and not in the worktree's folder. */
	isLeftOut: boolean;
}

export interface Ground {
	/** A worktree of the repository, to ask. */
	asked: Worktree;
	/** The default branch's commit. */
	main: string;
	/** By commit, where it left the default branch. */
	bases: ReadonlyMap<string, string | undefined>;
	now: number;
}

type FileAt = (commit: string, path: string) => TreeFile;

export class Finder {
	readonly #trees: TreeFiles;
	readonly #files = new WorkingFiles();

	constructor(trees: TreeFiles) {
		this.#trees = trees;
	}

	/** What tells two states of a worktree's file apart. */
	fileState(worktree: Worktree, path: string, now: number): string {
		return this.#files.state(worktree, path, now);
	}

	async findings(ground: Ground, cases: readonly Case[]): Promise<Finding[]> {
		const all = cases.flatMap((subject) => subject.places.map((place) => ({ subject, place })));
		const wanted = all.flatMap(({ subject: { path }, place }) => commitsOf(place, ground).map((commit): Wanted => ({ commit, path })));
		const fileAt: FileAt = await this.#trees.asked(ground.asked, wanted);
		const findings: Finding[] = [];
		for (const { subject, place } of all) {
			if (!isThrough(place, subject.path, fileAt)) continue;
			findings.push(await this.#finding(ground, subject, place, (commit) => fileAt(commit, subject.path)));
		}
		return findings;
	}

	async #finding({ bases, main, now }: Ground, subject: Case, place: Place, fileAt: (commit: string) => TreeFile): Promise<Finding> {
		const baseCommit = bases.get(place.head);
		const committed = versionOf(fileAt(place.head));
		const { holder } = place;
		const held =
			'top' in holder ? await this.#files.held(holder, subject.path, main, now) : firstOf(holder.map((commit) => fileAt(commit)));
		const versions: Versions = {
			base: baseCommit === undefined ? undefined : versionOf(fileAt(baseCommit)),
			main: versionOf(fileAt(main)),
			held: held === 'left out' ? committed : held,
			besides: place.besides === undefined ? 'none' : versionOf(fileAt(place.besides)),
		};
		const isLeftOut = held === 'left out';
		const verdict = verdictOf(versions);
		const unknownYet = { isReadable: true, areEndsConverted: false, moved: undefined };
		return { subject, place, baseCommit, versions, verdict, committed, isLeftOut, ...unknownYet };
	}
}

function commitsOf({ head, holder, besides, through }: Place, { bases, main }: Ground): string[] {
	const base = bases.get(head);
	return [main, head, ...(base === undefined ? [] : [base]), ...('top' in holder ? [] : holder), ...(besides ? [besides] : [])].concat(
		(through ?? []).flat(),
	);
}

function isThrough({ through }: Place, path: string, fileAt: FileAt): boolean {
	return through === undefined || through.some(([from, to]) => !isSame(versionOf(fileAt(from, path)), versionOf(fileAt(to, path))));
}

/** A stash has no commit of its own for files that git did not know where there were none. */
function firstOf(files: readonly TreeFile[]): Version {
	return versionOf(files.find((file) => file !== undefined && file !== 'absent') ?? files.at(-1));
}
