/** Vitest's global setup of the end-to-end tests: what they run is built once, before the first of them. */
import { execFileSync } from 'node:child_process';
import { home } from '../scripts/run.ts';

export function setup(): void {
	// As it is shipped: told that this is a test, Svelte would build for development.
	const env = { ...process.env, NODE_ENV: 'production' };
	execFileSync('npm', ['run', '--silent', 'build'], { cwd: home, env, stdio: 'inherit' });
}
