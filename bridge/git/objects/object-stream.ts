/** What git's objects hold, one after the other as `cat-file --batch` prints them, so that no more than one is in memory. */
import { gitStream } from '../git.ts';
import type { Worktree } from '../worktree.ts';

/** Larger ones are passed over. */
const OBJECT_MAX_BYTES = 16 * 1024 * 1024;
const FOUND = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/;
const LF = 0x0a;

export interface GitObject {
	oid: string;
	bytes: Buffer;
}

/** Tells of each name, in order, what it names; undefined where that is missing or too large. Whoever keeps bytes copies them. */
export async function readObjects(
	worktree: Worktree,
	names: readonly string[],
	tell: (name: string, found: GitObject | undefined) => void,
): Promise<boolean> {
	if (names.length === 0) return true;
	let told = 0;
	const reader = new ObjectReader((found) => tell(names[told++] as string, found));
	return await gitStream(worktree, 'contents', [...names, ''].join('\n'), (bytes) => reader.read(bytes));
}

/** An object that is being read. */
interface Open {
	oid: string;
	/** How many bytes of it and its line's end are to come. */
	wanted: number;
	isTooLarge: boolean;
}

/** `<oid> <kind> <size>`, the object and a line's end; or a line that says why there is none. */
class ObjectReader {
	readonly #tell: (found: GitObject | undefined) => void;
	#parts: Buffer[] = [];
	#open: Open | undefined;

	constructor(tell: (found: GitObject | undefined) => void) {
		this.#tell = tell;
	}

	read(bytes: Buffer): void {
		for (let at = 0; at < bytes.length; ) at = this.#open ? this.#body(bytes, at, this.#open) : this.#header(bytes, at);
	}

	#header(bytes: Buffer, at: number): number {
		const end = bytes.indexOf(LF, at);
		this.#parts.push(bytes.subarray(at, end === -1 ? bytes.length : end));
		if (end === -1) return bytes.length;
		const [, oid, , size] = FOUND.exec(this.#taken().toString('latin1')) ?? [];
		if (oid === undefined) this.#tell(undefined);
		else this.#open = { oid, wanted: Number(size) + 1, isTooLarge: Number(size) > OBJECT_MAX_BYTES };
		return end + 1;
	}

	#body(bytes: Buffer, at: number, open: Open): number {
		const part = bytes.subarray(at, at + open.wanted);
		open.wanted -= part.length;
		if (!open.isTooLarge) this.#parts.push(part);
		if (open.wanted > 0) return at + part.length;
		const whole = this.#taken();
		this.#open = undefined;
		this.#tell(open.isTooLarge ? undefined : { oid: open.oid, bytes: whole.subarray(0, -1) });
		return at + part.length;
	}

	#taken(): Buffer {
		const [first] = this.#parts;
		const whole = this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts);
		this.#parts = [];
		return whole;
	}
}
