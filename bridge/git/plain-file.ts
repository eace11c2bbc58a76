/** Reads files that others may have made: what was a file a moment ago may be a link to a device or a pipe without a writer now. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ifReadable, isMissing, isUnreadable } from '../base/missing-file.ts';

const PLAINLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface PlainFile {
	bytes: Buffer;
	/** As it was before it was read. */
	found: Stats;
}

/** Undefined for what is no file, cannot be read or is larger. */
export async function plainFile(path: string, maxBytes: number): Promise<PlainFile | undefined> {
	let file: FileHandle | undefined;
	try {
		file = await open(path, PLAINLY);
		const found = await file.stat();
		return found.isFile() && found.size <= maxBytes ? { bytes: await file.readFile(), found } : undefined;
	} catch (error) {
		if (isMissing(error) || isUnreadable(error)) return undefined;
		throw error;
	} finally {
		await file?.close();
	}
}

/** The same of a small file, at once: of thousands that costs half. */
export function plainBytes(path: string, maxBytes: number): Buffer | undefined {
	const file = ifReadable(() => openSync(path, PLAINLY));
	if (file === undefined) return undefined;
	try {
		const found = fstatSync(file);
		if (!found.isFile() || found.size > maxBytes) return undefined;
		const bytes = Buffer.allocUnsafe(found.size);
		return bytes.subarray(0, readSync(file, bytes));
	} finally {
		closeSync(file);
	}
}
