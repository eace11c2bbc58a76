import { expect, test } from 'vitest';
import { addTallies, passedOnASecondTry, tallyChecks, tallyLine, tallyVitest } from './tally.ts';

const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test('a file that fails before its first test counts as one failure', () => {
	const testResults = [
		{ name: 'a.test.ts', status: 'failed', assertionResults: [] },
		{ name: 'b.test.ts', status: 'failed', assertionResults: [{ fullName: 'opens', status: 'failed', failureMessages: ['shut'] }] },
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

test('a test that passed on a second try is named, with what went wrong first', () => {
	const assertionResults = [
		{ fullName: 'opens', status: 'passed', failureMessages: ['Error: shut'] },
		{ fullName: 'shuts', status: 'passed', failureMessages: [] },
		{ fullName: 'locks', status: 'failed', failureMessages: ['Error: open', 'Error: open'] },
	];
	const testResults = [{ name: 'door.test.ts', status: 'failed', assertionResults }];
	expect(passedOnASecondTry({ ...report, testResults })).toEqual(['door.test.ts: opens\nError: shut']);
});
