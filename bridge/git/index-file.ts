/**
 * Reads git's index (gitformat-index(5), versions 2 to 4) where it is plain, which nearly every one is: of a hundred thousand files that
 * takes a tenth of the time that git takes to print it. What is split, sparse, hashed with SHA-256, newer or broken is left to git.
 */
import { type IndexEntry, kindOf, msOf } from './index-entry.ts';

const HEADER_BYTES = 12;
/** Of an entry before its flags, with a SHA-1 name; each field but that is a big-endian number of 32 bits. */
const STATE_BYTES = 60;
const NAME_BYTES = 20;
const AT = { mtime: 8, inode: 20, mode: 24, size: 36, oid: 40 };
const HAS_MORE_FLAGS = 0x4000;

/** Where the parts of an entry lie. */
interface Layout {
	at: number;
	/** The flags that some entries have besides. */
	moreFlags: number;
	/** The path, without what it shares with the one before it. */
	from: number;
	to: number;
	/** How many bytes it lacks of the end of the one before; none is shared where this is undefined. */
	cut: number | undefined;
	next: number;
}

/** Undefined where git has to be asked. */
export function plainEntries(bytes: Buffer): Iterable<IndexEntry> | undefined {
	if (bytes.length < HEADER_BYTES + NAME_BYTES || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
	const version = bytes.readUInt32BE(4);
	if (version < 2 || version > 4) return undefined;
	let at = HEADER_BYTES;
	for (let left = bytes.readUInt32BE(8); left > 0; left--) {
		const layout = layoutAt(bytes, at, version);
		if (!layout) return undefined;
		at = layout.next;
	}
	return endsPlainly(bytes, at) ? entries(bytes, version) : undefined;
}

/** Extensions that one may not know begin with a capital; after them there is nothing but a hash. */
function endsPlainly(bytes: Buffer, from: number): boolean {
	const end = bytes.length - NAME_BYTES;
	let at = from;
	while (at + 8 <= end) {
		if (!/^[A-Z]/.test(bytes.toString('latin1', at, at + 1))) return false;
		at += 8 + bytes.readUInt32BE(at + 4);
	}
	return at === end;
}

function layoutAt(bytes: Buffer, at: number, version: number): Layout | undefined {
	if (at + STATE_BYTES + 4 > bytes.length) return undefined;
	const hasMore = (bytes.readUInt16BE(at + STATE_BYTES) & HAS_MORE_FLAGS) !== 0;
	const moreFlags = hasMore ? bytes.readUInt16BE(at + STATE_BYTES + 2) : 0;
	let from = at + STATE_BYTES + (hasMore ? 4 : 2);
	let cut: number | undefined;
	if (version === 4) [cut, from] = offsetAt(bytes, from);
	const to = bytes.indexOf(0, from);
	if (to === -1) return undefined;
	// Filled up with 1 to 8 zeros, so that each is a multiple of eight long; not in version 4.
	const next = version === 4 ? to + 1 : at + (Math.floor((to - at) / 8) + 1) * 8;
	return { at, moreFlags, from, to, cut, next };
}

/** A number of any length, as `OFS_DELTA` in a pack has it (gitformat-pack(5)), and where it ends. */
function offsetAt(bytes: Buffer, from: number): [value: number, end: number] {
	let at = from;
	let byte = bytes[at++] ?? 0;
	let value = byte & 0x7f;
	while (byte & 0x80 && at < bytes.length) {
		byte = bytes[at++] as number;
		value = (value + 1) * 128 + (byte & 0x7f);
	}
	return [value, at];
}

function* entries(bytes: Buffer, version: number): Generator<IndexEntry> {
	/** In single bytes: what two paths share may end within a letter. */
	let path = '';
	let at = HEADER_BYTES;
	for (let left = bytes.readUInt32BE(8); left > 0; left--) {
		const layout = layoutAt(bytes, at, version) as Layout;
		const own = bytes.toString('latin1', layout.from, layout.to);
		path = layout.cut === undefined ? own : path.slice(0, path.length - layout.cut) + own;
		at = layout.next;
		yield entryAt(bytes, layout, path);
	}
}

const NOT_ASCII = /[\x80-\xff]/;

function entryAt(bytes: Buffer, { at, moreFlags }: Layout, path: string): IndexEntry {
	const number = (offset: number) => bytes.readUInt32BE(at + offset);
	const flags = bytes.readUInt16BE(at + STATE_BYTES);
	return {
		path: NOT_ASCII.test(path) ? Buffer.from(path, 'latin1').toString() : path,
		oid: bytes.toString('hex', at + AT.oid, at + STATE_BYTES),
		...kindOf(number(AT.mode), (flags | (moreFlags << 16)) >>> 0),
		mtimeMs: msOf(number(AT.mtime), number(AT.mtime + 4)),
		size: number(AT.size),
		inode: number(AT.inode),
	};
}
