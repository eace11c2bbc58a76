/** What a living change lies between, for whoever compares it line by line. Nothing is converted but, where git would, the ends of lines. */

import { lstatSync } from 'node:fs';
import { COMPARED_MAX_BYTES } from '../../shared/limits.ts';
import { ifReadable } from '../base/missing-file.ts';
import { bytesOf, withPlainEnds } from '../git/content.ts';
import { blobContents, blobSizes, heaps } from '../git/objects/blobs.ts';
import { isOid } from '../git/objects/refs.ts';
import type { Worktree } from '../git/worktree.ts';
import type { ContentRef, Fate } from './edit.ts';

export interface Contents {
	/** Where its branch left the default branch; empty where the file is new. */
	base: Buffer;
	/** Empty where the file is deleted. */
	now: Buffer;
}

/** As git: what has a zero among its first bytes is no text. */
const LOOKED_AT_BYTES = 8_000;
const NOTHING = Buffer.alloc(0);

export const isText = (bytes: Buffer): boolean => !bytes.subarray(0, LOOKED_AT_BYTES).includes(0);

export type Alive = Extract<Fate, { is: 'alive' }>;

/**
 * Tells of each change what it lies between; of those of which a side is no text, larger than 2 MiB, kept in another form, or gone
 * meanwhile, nothing. Git is asked for many at once, and no more is in memory than a heap of them.
 */
export async function readContents<Change extends { fate: Alive }>(
	asked: Worktree,
	changes: readonly Change[],
	tell: (change: Change, contents: Contents) => void,
): Promise<void> {
	const sizes = await blobSizes(asked, changes.flatMap(blobsOf).filter(isOid));
	const isReadable = (oid: string) => (sizes.get(oid) ?? Number.POSITIVE_INFINITY) <= COMPARED_MAX_BYTES;
	const readable = changes.filter((change) => blobsOf(change).every(isReadable));
	for (const heap of heaps(readable, (change) => blobsOf(change).reduce((sum, oid) => sum + (sizes.get(oid) ?? 0), 0))) {
		const blobs = await blobContents(asked, heap.flatMap(blobsOf));
		for (const change of heap) {
			const { base: oid, content } = change.fate;
			const base = oid === undefined ? NOTHING : textOnly(blobs.get(oid));
			const now = base && (await contentAt(content, blobs));
			if (base && now) tell(change, content.in === 'file' && content.areEndsConverted ? plain({ base, now }) : { base, now });
		}
	}
}

const plain = ({ base, now }: Contents): Contents => ({ base: withPlainEnds(base), now: withPlainEnds(now) });

const blobsOf = ({ fate: { base, content } }: { fate: Alive }): string[] => [
	...(base === undefined ? [] : [base]),
	...(content.in === 'blob' ? [content.oid] : []),
];

async function contentAt(content: ContentRef, blobs: ReadonlyMap<string, Buffer>): Promise<Buffer | undefined> {
	if (content.in === 'unknown') return undefined;
	if (content.in === 'nowhere') return NOTHING;
	return textOnly(content.in === 'blob' ? blobs.get(content.oid) : await fileBytes(content.file));
}

export async function textBlob(asked: Worktree, oid: string): Promise<Buffer | undefined> {
	if (!isOid(oid)) return undefined;
	const size = (await blobSizes(asked, [oid])).get(oid);
	if (size === undefined || size > COMPARED_MAX_BYTES) return undefined;
	return textOnly((await blobContents(asked, [oid])).get(oid));
}

const textOnly = (bytes: Buffer | undefined): Buffer | undefined => (bytes && isText(bytes) ? bytes : undefined);

/** Of a file or symbolic link; undefined where it is larger than 2 MiB or cannot be read. */
export async function fileBytes(file: string): Promise<Buffer | undefined> {
	const found = ifReadable(() => lstatSync(file, { throwIfNoEntry: false }));
	return found === undefined || found.size > COMPARED_MAX_BYTES ? undefined : bytesOf(file, found);
}
