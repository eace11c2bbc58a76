/** What Pylon stands on: Node and git. */
import { GIT_MIN, gitVersion, isOldGit } from '../git/installed.ts';
import { type Finding, fine, problem } from './finding.ts';

const NODE_MIN = 22;
const GIT_DOWNLOADS = 'https://git-scm.com/downloads';
const CONSEQUENCE = 'agents cannot be told by repository.';
const INSTALL_GIT = `Install git: ${GIT_DOWNLOADS}`;

export function checkNode(version: string): Finding {
	const major = Number(version.split('.')[0]);
	if (major >= NODE_MIN) return fine('node', `Node ${version}`);
	return problem('node', `Node ${version} is too old.`, `Install Node ${NODE_MIN} or newer: https://nodejs.org`);
}

export async function checkGit(env: NodeJS.ProcessEnv): Promise<Finding> {
	const version = await gitVersion(env);
	if (version === undefined) return problem('git', `git is not on the PATH: ${CONSEQUENCE}`, INSTALL_GIT);
	if (version === '') return problem('git', `git does not run: ${CONSEQUENCE}`, INSTALL_GIT);
	if (isOldGit(version)) return problem('git', `git ${version} is too old.`, `Install git ${GIT_MIN} or newer: ${GIT_DOWNLOADS}`);
	return fine('git', `git ${version}`);
}
