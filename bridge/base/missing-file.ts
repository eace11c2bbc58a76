/** Files come and go while they are read, some are not ours to read, and some are not what their name says or cannot be had now. */
import { existsSync, lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';

const MISSING_CODES = new Set([
	...['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'ESRCH', 'EISDIR'],
	// A name that no file can have.
	'ERR_INVALID_ARG_VALUE',
	// A failing disk, one of the network that is away, a file that another program of Windows holds, one that is still in a cloud.
	...['EIO', 'ENXIO', 'ENODEV', 'ESTALE', 'ETIMEDOUT', 'EHOSTDOWN', 'ENOTCONN', 'EBUSY', 'UNKNOWN'],
]);

export function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' && MISSING_CODES.has(error.code);
}

/** There, and not ours to read. */
export function isForbidden(error: unknown): boolean {
	return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

export function isGone(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

export function unlessMissing<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

// Of what is often not there, it is asked whether it is: an answer costs a tenth of what an error costs.

export function namesIn(folder: string): string[] {
	return (existsSync(folder) ? unlessMissing(() => readdirSync(folder)) : undefined) ?? [];
}

const TEXT_MAX_BYTES = 1024 * 1024;

/** Of a plain file: what a repository brings may as well be a link to a device, or huge. */
export function textIn(file: string): string | undefined {
	const found = statOf(file);
	if (!found?.isFile() || found.size > TEXT_MAX_BYTES) return undefined;
	return unlessMissing(() => readFileSync(file, 'utf8'));
}

export function statOf(path: string): Stats | undefined {
	return unlessMissing(() => statSync(path, { throwIfNoEntry: false }));
}

export function isLink(path: string): boolean {
	return unlessMissing(() => lstatSync(path, { throwIfNoEntry: false }))?.isSymbolicLink() === true;
}
