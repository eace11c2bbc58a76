/** What a file holds, as git would store it: the name that its blob would have, whatever git would make of its line ends. */
import { createHash } from 'node:crypto';
import { readlinkSync, type Stats } from 'node:fs';
import { ifReadable } from '../base/missing-file.ts';
import { plainFile } from './plain-file.ts';

/** Larger ones are not read: a line of a source file is not in them. */
export const COMPARED_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Whether a file or symbolic link holds what is in a blob: as it is, with CRLF for LF (`core.autocrlf`, `text`, `eol`), or as a pointer of
 * Git LFS names it (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). What cannot be read or is too large does not.
 */
export async function holdsBlob(path: string, found: Stats, oid: string): Promise<boolean> {
	const bytes = await bytesOf(path, found);
	return bytes !== undefined && blobNames(bytes, oid).some((name) => name === oid);
}

/**
 * The names that its blob may have: as it is, where it has CRLF with LF for it, as a pointer of Git LFS. The length of `like`, another
 * blob's, says by which hash.
 */
export function blobNames(bytes: Buffer, like: string): string[] {
	const plain = withPlainEnds(bytes);
	return [bytes, ...(plain === bytes ? [] : [plain]), lfsPointer(bytes)].map((each) => blobName(each, like));
}

/** Whether it has CRLF, by the names of its blob. */
export const hasCrlf = (names: readonly string[]): boolean => names.length === 3;

/** The names where git leaves CRLF as it is. */
export const namesWithCrlf = ([asItIs, , pointer]: readonly string[]): string[] => [asItIs as string, pointer as string];

/** Undefined where it cannot be read or is too large. */
export async function bytesOf(path: string, found: Stats): Promise<Buffer | undefined> {
	if (found.isSymbolicLink()) return ifReadable(() => readlinkSync(path, { encoding: 'buffer' }));
	return (await plainFile(path, COMPARED_MAX_BYTES))?.bytes;
}

/** Git's name for a blob (gitformat-pack(5)). */
function blobName(bytes: Buffer, like: string): string {
	const hash = createHash(like.length === 64 ? 'sha256' : 'sha1');
	return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

const CR = 0x0d;
const LF = 0x0a;

/** Lines end with LF alone. */
export function withPlainEnds(bytes: Buffer): Buffer {
	if (!bytes.includes('\r\n')) return bytes;
	const kept = Buffer.allocUnsafe(bytes.length);
	let length = 0;
	for (let at = 0; at < bytes.length; at++) {
		if (bytes[at] === CR && bytes[at + 1] === LF) continue;
		kept[length++] = bytes[at] as number;
	}
	return kept.subarray(0, length);
}

function lfsPointer(bytes: Buffer): Buffer {
	const oid = createHash('sha256').update(bytes).digest('hex');
	return Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${bytes.length}\n`);
}
