/** Counting results: from Vitest's own JSON report, never by hand. */
import { z } from 'zod';

export type Tally = { passed: number; failed: number; skipped: number };

/** The part of Vitest's JSON report that is counted. https://vitest.dev/guide/reporters.html#json-reporter */
export const vitestReport = z.object({
	numPassedTests: z.int(),
	numFailedTests: z.int(),
	numPendingTests: z.int(),
	numTodoTests: z.int(),
	testResults: z.array(
		z.object({
			name: z.string(),
			status: z.string(),
			assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) })),
		}),
	),
});

/** A file that failed before its first test (a broken import, say) counts as one failure: no test of it appears. */
export function tallyVitest(report: z.infer<typeof vitestReport>): Tally {
	const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + brokenFiles,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

/** Tests that failed first and passed when they were tried again, each with its file and what it said: they pass, and are not hushed up. */
export function passedOnASecondTry(report: z.infer<typeof vitestReport>): string[] {
	return report.testResults.flatMap((file) =>
		file.assertionResults
			.filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
			.map(({ fullName, failureMessages }) => `${file.name}: ${fullName}\n${failureMessages.join('\n')}`),
	);
}

export function tallyChecks(checks: { passed: boolean }[]): Tally {
	const passed = checks.filter((check) => check.passed).length;
	return { passed, failed: checks.length - passed, skipped: 0 };
}

export function addTallies(tallies: Tally[]): Tally {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	for (const { passed, failed, skipped } of tallies) {
		sum.passed += passed;
		sum.failed += failed;
		sum.skipped += skipped;
	}
	return sum;
}

export const tallyLine = ({ passed, failed, skipped }: Tally): string =>
	`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
