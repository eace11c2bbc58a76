/** What a living change lies between, for whoever compares it line by line. Nothing is converted. */

import { lstatSync } from 'node:fs';
import { COMPARED_MAX_BYTES } from '../../shared/limits.ts';
import { ifReadable } from '../base/missing-file.ts';
import { bytesOf } from '../git/content.ts';
import { blobContents, blobSizes } from '../git/objects/blobs.ts';
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

/** Of a change that is alive; undefined where a side of it is no text, larger than 2 MiB, kept in another form, or gone meanwhile. */
export async function contentsOf(asked: Worktree, fate: Fate): Promise<Contents | undefined> {
	if (fate.is !== 'alive') return undefined;
	const base = fate.base === undefined ? NOTHING : await textBlob(asked, fate.base);
	const now = base && (await contentAt(asked, fate.content));
	return base && now ? { base, now } : undefined;
}

async function contentAt(asked: Worktree, content: ContentRef): Promise<Buffer | undefined> {
	if (content.in === 'unknown') return undefined;
	if (content.in === 'nowhere') return NOTHING;
	if (content.in === 'blob') return textBlob(asked, content.oid);
	return textOnly(await fileBytes(content.file));
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
