/**
 * Which of the files that repeat each other's records was written first: a fork of Claude Code keeps the times of what it copies and names
 * no origin. It began first whose first record is older; of those that begin alike, the one that was there when that happened; else
 * the one that has nothing that the other has not, or had something of its own first.
 */
import { statOf } from '../base/missing-file.ts';

/** A file is made when its first record is written. */
const MADE_WITHIN_MS = 10_000;

/** The records that a copy would repeat: when each was written, ms, by a number that stands for it. */
export type Written = ReadonlyMap<number, number>;

export interface Candidate {
	path: string;
	/** The time of its first record, ms. */
	firstAt: number;
	written(): Written;
}

interface Beginning {
	path: string;
	firstAt: number;
	madeAt: number;
	/** Reads the whole file, once: only asked for where nothing else decides. */
	written(): Written;
}

/** The paths, the one that was written first at the front. */
export function firstWritten(candidates: readonly Candidate[]): string[] {
	const beginnings = candidates.map((candidate): Beginning => {
		const { path, firstAt } = candidate;
		let written: Written | undefined;
		return {
			path,
			firstAt,
			madeAt: statOf(path)?.birthtimeMs ?? 0,
			written: () => {
				written ??= candidate.written();
				return written;
			},
		};
	});
	return beginnings.sort(byBeginning).map(({ path }) => path);
}

function byBeginning(a: Beginning, b: Beginning): number {
	const difference = a.firstAt - b.firstAt || madeLater(a) - madeLater(b) || ownSince(a, b) - ownSince(b, a) || a.madeAt - b.madeAt;
	return difference || (a.path < b.path ? -1 : 1);
}

const madeLater = ({ madeAt, firstAt }: Beginning): number => (madeAt > firstAt + MADE_WITHIN_MS ? 1 : 0);

/** When the one wrote something that the other has not, ms; 0 where it never did. Between what both have the other has lost a record. */
function ownSince(one: Beginning, other: Beginning): number {
	const others = other.written();
	let shared = 0;
	for (const [record, at] of one.written()) if (others.has(record)) shared = Math.max(shared, at);
	const own = [...one.written()].flatMap(([record, at]) => (at <= shared || others.has(record) ? [] : [at]));
	return own.length === 0 ? 0 : own.reduce((first, at) => Math.min(first, at));
}
