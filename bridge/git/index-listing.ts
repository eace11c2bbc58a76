/**
 * Git's index as `ls-files --stage --debug` prints it (builtin/ls-files.c, `print_debug`; the same from git 2.30 to 2.55): where its file
 * is not plain.
 */
import { type IndexEntry, kindOf, msOf } from './index-entry.ts';

const HEADER = /^(\d{6}) ([0-9a-f]{40}(?:[0-9a-f]{24})?) [0-3]\t(.+)$/s;
const STATE =
	/^ {2}ctime: \d+:\d+\n {2}mtime: (\d+):(\d+)\n {2}dev: \d+\tino: (\d+)\n {2}uid: \d+\tgid: \d+\n {2}size: (\d+)\tflags: ([0-9a-f]+)\n/;

/** Reads one record after the other: the name of an entry ends one, and its state begins the next. */
export class IndexListing {
	readonly #tell: (entry: IndexEntry) => void;
	#header: RegExpExecArray | undefined;
	/** A record was something else: this git prints in another way, and nothing of what was told is to be believed. */
	isLost = false;

	constructor(tell: (entry: IndexEntry) => void) {
		this.#tell = tell;
	}

	read(record: string): void {
		let rest = record;
		if (this.#header) {
			const state = STATE.exec(record);
			if (state) this.#tell(entryOf(this.#header, state));
			else this.isLost = true;
			rest = record.slice(state?.[0].length);
		}
		if (rest === '') return;
		this.#header = HEADER.exec(rest) ?? undefined;
		this.isLost ||= !this.#header;
	}
}

function entryOf([, mode, oid, path]: RegExpExecArray, [, ...state]: RegExpExecArray): IndexEntry {
	const [seconds, nanoseconds, inode, size] = state.slice(0, 4).map(Number) as [number, number, number, number];
	return {
		path: path as string,
		oid: oid as string,
		...kindOf(Number.parseInt(mode as string, 8), Number.parseInt(state[4] as string, 16)),
		mtimeMs: msOf(seconds, nanoseconds),
		size,
		inode,
	};
}
