/** Vitest's global setup of the end-to-end tests: what they run is built once, before the first of them. */
import { execFileSync } from 'node:child_process';
import { home } from '../scripts/run.ts';

export function setup(): void {
	execFileSync('npm', ['run', '--silent', 'build'], { cwd: home, stdio: 'inherit' });
}
