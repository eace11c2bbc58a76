/** Which lock files are held. Node cannot ask for a lock, but Linux lists those that exist (man 5 proc_locks). */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ifReadable, readableNamesIn } from './missing-file.ts';

/** By file name: whether somebody holds it, or undefined where that cannot be found out. */
export function lockHolders(folder: string): Map<string, boolean | undefined> {
	const names = readableNamesIn(folder);
	const held = names.length === 0 ? undefined : heldInodes();
	return new Map(names.map((name) => [name, held && isHeld(join(folder, name), held)]));
}

/** The same of one file; undefined where there is none, too. */
export function isLockHeld(path: string): boolean | undefined {
	const held = heldInodes();
	return held && isHeld(path, held);
}

function isHeld(path: string, held: ReadonlySet<string>): boolean | undefined {
	const found = ifReadable(() => statSync(path));
	return found && held.has(String(found.ino));
}

function heldInodes(): ReadonlySet<string> | undefined {
	if (process.platform !== 'linux') return undefined;
	const rows = ifReadable(() => readFileSync('/proc/locks', 'utf8'))?.split('\n');
	return rows && new Set(rows.flatMap((row) => /\s[0-9a-f]+:[0-9a-f]+:(\d+)\s/.exec(row)?.[1] ?? []));
}
