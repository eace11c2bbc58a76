/** What blobs hold, as git keeps it: nothing is converted. */
import { git } from '../git.ts';
import type { Worktree } from '../worktree.ts';
import { readObjects } from './object-stream.ts';

/** So much is in memory at once. */
const AT_ONCE_BYTES = 8 * 1024 * 1024;

/** Sizes of those blobs that are there. */
export async function blobSizes(worktree: Worktree, oids: Iterable<string>): Promise<Map<string, number>> {
	const asked = [...new Set(oids)];
	const answer = asked.length === 0 ? '' : await git(worktree, 'objects', [...asked, ''].join('\n'));
	const sizes = new Map<string, number>();
	for (const line of answer?.split('\n') ?? []) {
		const [, oid, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line) ?? [];
		if (oid !== undefined) sizes.set(oid, Number(size));
	}
	return sizes;
}

/** Cuts what belongs together into heaps that may be read at once. */
export function* heaps<Each>(all: Iterable<Each>, bytesOf: (each: Each) => number): Generator<Each[]> {
	let heap: Each[] = [];
	let bytes = 0;
	for (const each of all) {
		const more = bytesOf(each);
		if (heap.length > 0 && bytes + more > AT_ONCE_BYTES) {
			yield heap;
			heap = [];
			bytes = 0;
		}
		heap.push(each);
		bytes += more;
	}
	if (heap.length > 0) yield heap;
}

/** Of those that are there. */
export async function blobContents(worktree: Worktree, oids: Iterable<string>): Promise<Map<string, Buffer>> {
	const contents = new Map<string, Buffer>();
	await readObjects(worktree, [...new Set(oids)], (_, found) => found && contents.set(found.oid, found.bytes));
	return contents;
}
