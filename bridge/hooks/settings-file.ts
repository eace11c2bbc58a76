/** A client's settings file, read and replaced whole: what stands there is the user's, and may be a link into a folder of their own. */
import { chmodSync, lstatSync, mkdirSync, realpathSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ifReadable } from '../base/missing-file.ts';
import { errorCode, isMissing } from '../base/private-file.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { wholeFile } from '../base/whole-file.ts';

/** Its text; `missing` where there is none, `unreadable` where it cannot be read or is no text in UTF-8. */
export function readSettingsFile(file: string): { text: string } | 'missing' | 'unreadable' {
	try {
		const bytes = wholeFile(file);
		const text = bytes.toString('utf8');
		return Buffer.from(text).equals(bytes) ? { text } : 'unreadable';
	} catch (error) {
		if (isMissing(error)) return 'missing';
		if (errorCode(error) === undefined) throw error;
		return 'unreadable';
	}
}

/** Beside it, and renamed over it: the client reads the old text or the new one. Where it is a link, what it leads to is replaced. */
export function replaceSettingsFile(file: string, text: string): void {
	const target = ifReadable(() => realpathSync(file)) ?? file;
	const beside = `${target}.${process.pid}.pylon`;
	try {
		mkdirSync(dirname(target), { recursive: true });
		const mode = ifReadable(() => statSync(target))?.mode;
		writeFileSync(beside, text, { flag: 'wx', mode: mode ?? 0o600 });
		if (mode !== undefined) chmodSync(beside, mode & 0o7777);
		renameSync(beside, target);
	} catch (error) {
		rmSync(beside, { force: true });
		throw new UserError(`${file} cannot be written (${errorCode(error) ?? String(error)}).`, 'Check who owns it.', EXIT.config);
	}
}

/** With the folders above it that are left empty, up to `top`, which stays. */
export function removeSettingsFile(file: string, top: string): void {
	rmSync(file, { force: true });
	for (let folder = dirname(file); folder.length > top.length && folder.startsWith(top); folder = dirname(folder)) {
		try {
			rmdirSync(folder);
		} catch (error) {
			if (errorCode(error) === undefined) throw error;
			return; // Something else is in it.
		}
	}
}

export const isThere = (path: string): boolean => ifReadable(() => lstatSync(path)) !== undefined;
