/**
 * Files come and go while they are read. What is not there is no trouble: `unlessMissing`. What is there and cannot be read now (it is
 * somebody else's, the disk fails, another program holds it) is another matter, and never taken for deleted: either it is counted or reported, or it makes
 * no difference: `ifReadable`.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';

const MISSING_CODES: ReadonlySet<string> = new Set([
	...['ENOENT', 'ENOTDIR', 'ESRCH'],
	// A folder has its name; or no file can have it, or the links that lead there go round in circles.
	...['EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'],
	// A pipe or a device has it.
	'EFTYPE',
]);

const UNREADABLE_CODES: ReadonlySet<string> = new Set([
	...['EACCES', 'EPERM'],
	// A failing disk, one of the network that is away, a file that another program of Windows holds, one that is still in a cloud.
	...['EIO', 'ENXIO', 'ENODEV', 'ESTALE', 'ETIMEDOUT', 'EHOSTDOWN', 'ENOTCONN', 'EBUSY', 'UNKNOWN'],
	// So many files are open that no other one can be.
	...['EMFILE', 'ENFILE'],
	// It is larger than anything that would be read of it.
	'EFBIG',
]);

/** No such file is there. */
export const isMissing = (error: unknown): boolean => MISSING_CODES.has(codeOf(error));

/** Something is there, and cannot be read now. */
export const isUnreadable = (error: unknown): boolean => UNREADABLE_CODES.has(codeOf(error));

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Undefined where there is no such file. */
export function unlessMissing<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Undefined where there is no such file, and where it cannot be read: for where that makes no difference. */
export function ifReadable<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (isMissing(error) || isUnreadable(error)) return undefined;
		throw error;
	}
}

export function findFile(path: string): Stats | 'missing' | 'unreadable' {
	try {
		return statSync(path, { throwIfNoEntry: false }) ?? 'missing';
	} catch (error) {
		if (isMissing(error)) return 'missing';
		if (isUnreadable(error)) return 'unreadable';
		throw error;
	}
}

// Of what is often not there, it is asked whether it is: an answer costs a tenth of what an error costs.

/** None where there is no folder; throws where it cannot be listed. */
export function namesIn(folder: string): string[] {
	return (unlessMissing(() => statSync(folder, { throwIfNoEntry: false })) && unlessMissing(() => readdirSync(folder))) ?? [];
}

/** None where there is no folder, or it cannot be listed. */
export function readableNamesIn(folder: string): string[] {
	return (existsSync(folder) ? ifReadable(() => readdirSync(folder)) : undefined) ?? [];
}

const TEXT_MAX_BYTES = 1024 * 1024;

/** Of a plain file: what a repository brings may as well be a link to a device, or huge. */
export function textIn(file: string): string | undefined {
	const found = statOf(file);
	if (!found?.isFile() || found.size > TEXT_MAX_BYTES) return undefined;
	return ifReadable(() => readFileSync(file, 'utf8'));
}

export function statOf(path: string): Stats | undefined {
	return ifReadable(() => statSync(path, { throwIfNoEntry: false }));
}

export function isLink(path: string): boolean {
	return ifReadable(() => lstatSync(path, { throwIfNoEntry: false }))?.isSymbolicLink() === true;
}
