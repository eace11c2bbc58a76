/** What Pylon stands on: Node and git. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode } from '../private-file.ts';
import { type Finding, fine, problem } from './finding.ts';

const NODE_MIN = 22;
const PATIENCE_MS = 5_000;

export function checkNode(version: string): Finding {
	const major = Number(version.split('.')[0]);
	if (major >= NODE_MIN) return fine('node', `Node ${version}`);
	return problem('node', `Node ${version} is too old.`, `Install Node ${NODE_MIN} or newer: https://nodejs.org`);
}

export async function checkGit(env: NodeJS.ProcessEnv): Promise<Finding> {
	try {
		const { stdout } = await promisify(execFile)('git', ['--version'], { env, timeout: PATIENCE_MS });
		return fine('git', stdout.trim().replace(/^git version/, 'git'));
	} catch (error) {
		const why = errorCode(error) === 'ENOENT' ? 'is not on the PATH' : 'does not run';
		return problem('git', `git ${why}: agents cannot be told by repository.`, 'Install git: https://git-scm.com/downloads');
	}
}
