/** Codex's session files, called rollouts: their names, and the lines of those that were put away. */
import { wholeFile } from '../../base/whole-file.ts';
import { unpacked } from '../unpacked.ts';

/** The thread that it is about, and whether it is packed. */
export const ROLLOUT = /rollout-[^/\\]*-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl(\.zst)?$/;

/** Sessions that were put away are compressed. */
export function* unpackedLines(path: string): Iterable<Buffer> {
	const lines = unpacked(wholeFile(path));
	let start = 0;
	for (let end = lines.indexOf(0x0a); end !== -1; end = lines.indexOf(0x0a, start)) {
		yield lines.subarray(start, end);
		start = end + 1;
	}
	if (start < lines.length) yield lines.subarray(start);
}
