/** Codex's session files, called rollouts: their names, and the lines of those that were put away. */
import { readFileSync } from 'node:fs';

/** The thread that it is about, and whether it is packed. */
export const ROLLOUT = /rollout-[^/\\]*-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl(\.zst)?$/;
const UNPACKED_MAX_BYTES = 256 * 1024 * 1024;

/** Sessions that were put away are compressed. Node 22 learned to unpack them in 22.15; before, they are counted as unreadable. */
export function* unpackedLines(path: string): Iterable<Buffer> {
	const unpack = process.getBuiltinModule?.('node:zlib').zstdDecompressSync;
	if (unpack === undefined) throw new Error('This version of Node cannot unpack sessions');
	const unpacked = unpack(readFileSync(path), { maxOutputLength: UNPACKED_MAX_BYTES });
	let start = 0;
	for (let end = unpacked.indexOf(0x0a); end !== -1; end = unpacked.indexOf(0x0a, start)) {
		yield unpacked.subarray(start, end);
		start = end + 1;
	}
	if (start < unpacked.length) yield unpacked.subarray(start);
}
