import { expect, test } from 'vitest';
import { addTallies, tallyChecks, tallyLine, tallyVitest } from './tally.ts';

const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test('a file that fails before its first test counts as one failure', () => {
	const testResults = [
		{ status: 'failed', assertionResults: [] },
		{ status: 'failed', assertionResults: [{}] },
	];
	expect(tallyVitest({ ...report, testResults })).toEqual({ passed: 7, failed: 2, skipped: 0 });
});

test('skipped and todo tests are told, and only where there are any', () => {
	expect(tallyLine(tallyVitest(report))).toBe('7 passed, 1 failed');
	expect(tallyLine(tallyVitest({ ...report, numPendingTests: 2, numTodoTests: 1 }))).toBe('7 passed, 1 failed, 3 skipped');
});

test('each check counts as one', () => {
	const checks = tallyChecks([{ passed: true }, { passed: false }]);
	expect(addTallies([checks, tallyVitest(report)])).toEqual({ passed: 8, failed: 2, skipped: 0 });
});
