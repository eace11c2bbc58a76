/** What a person probably wants to be called, and this machine too. */
import { execFile } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { promisify } from 'node:util';
import { chosenName, NAME_MAX, operatorName } from '../shared/names.ts';
import type { Shell } from './shell.ts';

/** The first name that git knows, else the login's. */
export async function suggestedName({ env, home }: Pick<Shell, 'env' | 'home'>): Promise<string> {
	const git = await gitName(env, home);
	const name = git?.split(' ')[0] || userInfo().username;
	const capital = name.charAt(0).toUpperCase() + name.slice(1);
	return chosenName.safeParse(capital).data ?? 'Me';
}

async function gitName(env: NodeJS.ProcessEnv, cwd: string): Promise<string | undefined> {
	try {
		const { stdout } = await promisify(execFile)('git', ['config', '--get', 'user.name'], { env, cwd, timeout: 2_000 });
		return stdout.trim() || undefined;
	} catch (error) {
		if (error instanceof Error) return undefined; // No git, or no name: a suggestion is not worth a word.
		throw error;
	}
}

export function deviceLabel(): string {
	const label = hostname()
		.replace(/\.(local|lan|home)$/, '')
		.slice(0, NAME_MAX);
	return operatorName.safeParse(label).data ?? 'This machine';
}
