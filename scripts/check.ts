/** Everything that is checked without running it. `npm run check`, and the first part of `npm test`. */
import { run, stopSignal } from './run.ts';

const CHECKS: Record<string, [string, ...string[]]> = {
	types: ['tsc'],
	components: ['svelte-check', '--tsconfig', 'tsconfig.json', '--output', 'human', '--fail-on-warnings'],
	walls: [process.execPath, 'scripts/walls.ts'],
	'format and lint': ['biome', 'check', '--error-on-warnings', '--max-diagnostics=100'],
	'dead code and dependencies': ['knip'],
};

export type Check = { name: string; passed: boolean };

async function check(name: string, [command, ...args]: [string, ...string[]], signal: AbortSignal): Promise<Check> {
	const { code, output } = await run(command, args, { signal, output: 'keep' });
	process.stdout.write(code === 0 ? `✓ ${name}\n` : `✗ ${name}\n${output}`);
	return { name, passed: code === 0 };
}

/** `wxt prepare` goes first: it writes the types of the extension's build, which tsc and svelte-check read. */
export async function runChecks(signal: AbortSignal): Promise<Check[]> {
	const prepared = await check('extension types', ['wxt', 'prepare'], signal);
	return [prepared, ...(await Promise.all(Object.entries(CHECKS).map(([name, command]) => check(name, command, signal))))];
}

if (import.meta.main) {
	const checks = await runChecks(stopSignal());
	process.exitCode = checks.every(({ passed }) => passed) ? 0 : 1;
}
