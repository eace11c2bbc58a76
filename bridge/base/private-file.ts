/** Files that hold secrets: 0600 in a 0700 folder, replaced whole or not at all. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { randomBytes, toBase64Url } from '../../shared/bytes.ts';
import { EXIT, UserError } from './user-error.ts';

export function makePrivateFolder(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		chmodSync(folder, 0o700);
	} catch (error) {
		throw unusable(folder, error, 'written');
	}
}

/** Written beside and renamed over: a reader sees the old text or the new one, and a full disk costs neither. */
export function writePrivateJson(file: string, value: unknown): void {
	makePrivateFolder(dirname(file));
	const beside = `${file}.${toBase64Url(randomBytes(6))}.tmp`;
	try {
		const descriptor = openSync(beside, 'wx', 0o600);
		try {
			// Not writeSync: it may write a part, as much as the disk still holds, and call that done.
			writeFileSync(descriptor, `${JSON.stringify(value, undefined, 2)}\n`);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		renameSync(beside, file);
	} catch (error) {
		rmSync(beside, { force: true });
		throw unusable(file, error, 'written');
	}
}

/** Whether a folder can be written is known only once it was. */
export function tryWriting(folder: string): void {
	const file = join(folder, 'try.tmp');
	writePrivateJson(file, {});
	// Another command may be trying the same.
	rmSync(file, { force: true });
}

/** `undefined` where there is no such file. Damage is the user's to hear of, with the field that is wrong; without the file they `redo`. */
export function readPrivateJson<Schema extends z.ZodType>(file: string, schema: Schema, redo = 'try again'): z.infer<Schema> | undefined {
	const text = readText(file);
	if (text === undefined) return undefined;
	const mend = `Mend it by hand, or move it away (mv ${file} ${file}.damaged) and ${redo}.`;
	const parsed = schema.safeParse(parseJson(file, text, mend));
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	const field = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
	throw new UserError(`${file} is damaged (${field}${issue?.message ?? 'not as expected'}).`, mend, EXIT.config);
}

function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw unusable(file, error, 'read');
	}
}

function parseJson(file: string, text: string, mend: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw new UserError(`${file} is damaged (it is not JSON).`, mend, EXIT.config);
	}
}

/** Narrower than for session files: a folder in the place of a private file is damage. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');

export const errorCode = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

function unusable(file: string, error: unknown, verb: 'read' | 'written'): UserError {
	return new UserError(
		`${file} cannot be ${verb} (${errorCode(error) ?? String(error)}).`,
		'Check who owns it and the space on the disk.',
		EXIT.config,
	);
}
