/** Files come and go while they are read, and some are not ours to read. */
import { existsSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'ESRCH']);

export function isAbsent(error: unknown): boolean {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' && ABSENT.has(error.code);
}

export function isGone(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

export function unlessAbsent<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (isAbsent(error)) return undefined;
		throw error;
	}
}

// Of what is often not there, it is asked whether it is: an answer costs a tenth of what an error costs.

export function namesIn(folder: string): string[] {
	return (existsSync(folder) ? unlessAbsent(() => readdirSync(folder)) : undefined) ?? [];
}

export function textIn(file: string): string | undefined {
	return existsSync(file) ? unlessAbsent(() => readFileSync(file, 'utf8')) : undefined;
}

export function statOf(path: string): Stats | undefined {
	return unlessAbsent(() => statSync(path, { throwIfNoEntry: false }));
}
