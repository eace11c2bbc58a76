/** `npm test`: the checks, then every test, then one line that counts them. `npm test -- NAME` runs the matching files only. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browsers.ts';
import { type Check, runChecks } from './check.ts';
import { run, stopSignal } from './run.ts';
import { addTallies, type Tally, tallyChecks, tallyLine, tallyVitest, vitestReport } from './tally.ts';

/** Vitest with all its projects. A run that broke without a failed test (an unhandled error, no report) is one failure. */
async function runVitest(args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Tally> {
	const folder = await mkdtemp(join(tmpdir(), 'pylon-test-'));
	const reportFile = join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
		const { code } = await run('vitest', ['run', ...reporters, ...args], { signal, output: 'show', env });
		const report = await readFile(reportFile, 'utf8').catch((error: unknown) => {
			process.stdout.write(`Vitest left no report: ${String(error)}\n`);
		});
		const tally = report === undefined ? { passed: 0, failed: 0, skipped: 0 } : tallyVitest(vitestReport.parse(JSON.parse(report)));
		const broke = code !== 0 && tally.failed === 0;
		return broke ? { ...tally, failed: 1 } : tally;
	} finally {
		await rm(folder, { recursive: true });
	}
}

const signal = stopSignal();
const chromium = await ensureBrowser('chromium', signal);
const missing: Check[] = chromium === undefined ? [{ name: 'a browser for the end-to-end tests', passed: false }] : [];
const checks = [...missing, ...(await runChecks(signal))];
const tests = await runVitest(process.argv.slice(2), { CHROMIUM_PATH: chromium }, signal);
if (signal.aborted) {
	process.exitCode = 130;
} else {
	const tally = addTallies([tallyChecks(checks), tests]);
	process.stdout.write(`\n${tallyLine(tally)}\n`);
	process.exitCode = tally.failed > 0 || tests.passed === 0 ? 1 : 0;
}
