/** A small repository of ours, cloned as two people would have it: `github.com/acme/api`. It is never fetched or pushed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const REMOTE = 'https://github.com/acme/api.git';
const FILES = [
	'README.md',
	'package.json',
	'docs/api.md',
	'src/server.ts',
	'src/auth/login.ts',
	'src/auth/session.ts',
	'test/login.test.ts',
];

/** Long enough that two people can be in different parts of it. */
const linesOf = (file: string): string => Array.from({ length: 40 }, (_, line) => `${file}, line ${line + 1}\n`).join('');

/** Makes the repository that the clones come from. Returns its folder. */
export function makeOrigin(dir: string): string {
	const origin = join(dir, 'origin');
	for (const file of FILES) {
		mkdirSync(dirname(join(origin, file)), { recursive: true });
		writeFileSync(join(origin, file), linesOf(file));
	}
	git(origin, 'init', '--quiet', '--initial-branch=main');
	git(origin, 'add', '--all');
	git(origin, 'commit', '--quiet', '--message=Begin');
	return origin;
}

/** Clones it to `cwd`, on a branch of its own, with the remote that the real one would have. */
export function clone(origin: string, cwd: string, branch: string): void {
	mkdirSync(dirname(cwd), { recursive: true });
	git(dirname(cwd), 'clone', '--quiet', origin, cwd);
	git(cwd, 'remote', 'set-url', 'origin', REMOTE);
	git(cwd, 'switch', '--quiet', '--create', branch);
}

function git(cwd: string, ...args: string[]): void {
	const author = ['-c', 'user.name=Pylon', '-c', 'user.email=pylon@localhost', '-c', 'commit.gpgsign=false'];
	execFileSync('git', [...author, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
