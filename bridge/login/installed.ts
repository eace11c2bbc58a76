/** What of the login start is on this machine: whether it is there, and whether it still starts this Pylon. */
import { lstatSync, readFileSync } from 'node:fs';
import { userName } from '../base/home.ts';
import { ifReadable } from '../base/missing-file.ts';
import { loginStart } from './by-system.ts';
import type { LoginStart } from './login-start.ts';

/** This Node, this `pylon`, this user. */
export const loginStartHere = ({ home, env }: { home: string; env: NodeJS.ProcessEnv }, script: string): LoginStart | undefined =>
	loginStart(process.platform, { home, env, node: process.execPath, script, uid: process.getuid?.() ?? 0, user: userName() ?? '' });

/** Written, and known to the system: where that could not be told, it is written and nothing comes of it. */
export const isEnabled = ({ mark }: LoginStart): boolean => mark === undefined || ifReadable(() => lstatSync(mark)) !== undefined;

export function installedAs({ file, names }: LoginStart): 'absent' | 'current' | 'other' {
	const content = ifReadable(() => readFileSync(file, 'utf8'));
	if (content === undefined) return 'absent';
	return content.includes(names) ? 'current' : 'other';
}
