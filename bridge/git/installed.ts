/** What git says of itself and of its user, wherever one is: no repository is asked. */
import { parse } from 'node:path';
import { gitProgram, runGit } from './program.ts';
import { QUESTIONS_OF_NONE } from './questions.ts';

/** The oldest that Pylon is tested with (Debian 11). */
export const GIT_MIN = '2.30';

/** As git prints it (`2.39.5`, `2.50.1 (Apple Git-155)`); none where there is no git, empty where it does not run. */
export async function gitVersion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
	if (gitProgram(env) === undefined) return undefined;
	return (await said('version', env)).replace(/^git version /, '');
}

export function isOldGit(version: string): boolean {
	return version.localeCompare(GIT_MIN, 'en', { numeric: true }) < 0;
}

/** `user.name` of the user's own settings. */
export async function gitUserName(env: NodeJS.ProcessEnv): Promise<string | undefined> {
	return (await said('userName', env)) || undefined;
}

async function said(question: keyof typeof QUESTIONS_OF_NONE, env: NodeJS.ProcessEnv): Promise<string> {
	const parts: Buffer[] = [];
	const onOutput = (bytes: Buffer) => parts.push(bytes);
	const code = await runGit({ folder: parse(process.cwd()).root, args: QUESTIONS_OF_NONE[question], env, onOutput });
	return code === 0 ? Buffer.concat(parts).toString().trim() : '';
}
