/** `npm test`: the checks, then every test, then one line that counts them. `npm test -- NAME` runs the matching files only. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browsers.ts';
import { type Check, runChecks } from './check.ts';
import { run, stopSignal } from './run.ts';
import { addTallies, passedOnASecondTry, type Tally, tallyChecks, tallyLine, tallyVitest, vitestReport } from './tally.ts';

/** Vitest with all its projects. A run that broke without a failed test (an unhandled error, no report) is one failure. */
async function runVitest(args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Tally> {
	const folder = await mkdtemp(join(tmpdir(), 'pylon-test-'));
	const reportFile = join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
		const { code } = await run('vitest', ['run', ...reporters, ...args], { signal, output: 'show', env });
		signal.throwIfAborted();
		const written = await readFile(reportFile, 'utf8').catch((error: unknown) => {
			process.stdout.write(`Vitest left no report: ${String(error)}\n`);
		});
		const report = written === undefined ? undefined : vitestReport.parse(JSON.parse(written));
		for (const test of report === undefined ? [] : passedOnASecondTry(report))
			process.stdout.write(`\nPassed on a second try only: ${test}\n`);
		const tally = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : tallyVitest(report);
		const broke = code !== 0 && tally.failed === 0;
		return broke ? { ...tally, failed: 1 } : tally;
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** `undefined` where it was stopped on the way. */
async function testEverything(args: string[], signal: AbortSignal): Promise<Tally | undefined> {
	try {
		const browsers = { CHROMIUM_PATH: await ensureBrowser('chromium', signal), FIREFOX_PATH: await ensureBrowser('firefox', signal) };
		const missing: Check[] = Object.entries(browsers)
			.filter(([, path]) => path === undefined)
			.map(([name]) => ({ name, passed: false }));
		const checks = tallyChecks([...missing, ...(await runChecks(signal))]);
		const tests = await runVitest(args, browsers, signal);
		const nothingRan = tests.passed + tests.failed === 0;
		return addTallies([checks, nothingRan ? { ...tests, failed: 1 } : tests]);
	} catch (error) {
		if (signal.aborted) return undefined;
		throw error;
	}
}

const tally = await testEverything(process.argv.slice(2), stopSignal());
if (tally !== undefined) process.stdout.write(`\n${tallyLine(tally)}\n`);
process.exitCode = tally === undefined ? 130 : Math.min(tally.failed, 1);
