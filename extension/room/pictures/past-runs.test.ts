import { expect, test } from 'vitest';
import { agentOf, MIN, NOW } from '../../../testing/sample-room.ts';
import type { PastRun } from '../../contract/past-run.ts';
import { runsEnded, withRuns } from './past-runs.ts';

/** This machine's clock is behind. */
const AT = NOW - 7 * MIN;
const agent = agentOf('ada', { status: 'working', since: 20 });
const key = 'ada/1';

test('a run is as long as an agent was what it was, by this machine’s clock', () => {
	const after = { ...agent, status: 'waiting' as const, statusSince: NOW - 2 * MIN };
	expect(runsEnded([{ key, before: agent, after }], AT, NOW)).toEqual([
		{ agent: key, operatorId: 'ada', status: 'working', from: AT - 20 * MIN, to: AT - 2 * MIN },
	]);
});

test('of an agent that is gone nothing is said after it last did something', () => {
	expect(runsEnded([{ key, before: { ...agent, lastActive: NOW - 15 * MIN }, after: undefined }], AT, NOW)).toMatchObject([
		{ from: AT - 20 * MIN, to: AT - 15 * MIN },
	]);
	expect(runsEnded([{ key, before: agent, after: undefined }], AT, NOW)).toEqual([]);
});

test('what goes on, and what was idle, is no run that ended', () => {
	expect(runsEnded([{ key, before: agent, after: { ...agent, errors: 1 } }], AT, NOW)).toEqual([]);
	const idle = { ...agent, status: 'idle' as const };
	expect(runsEnded([{ key, before: idle, after: { ...agent, statusSince: NOW } }], AT, NOW)).toEqual([]);
});

test('runs of the last day are kept, a bounded number, and what went on is one', () => {
	const run = (from: number, to: number, more: Partial<PastRun> = {}): PastRun => ({
		agent: key,
		operatorId: 'ada',
		status: 'working',
		from,
		to,
		...more,
	});
	const old = run(NOW - 26 * 60 * MIN, NOW - 25 * 60 * MIN);
	expect(withRuns([old, run(NOW - 9 * MIN, NOW - 5 * MIN)], [run(NOW - 5 * MIN, NOW)], NOW)).toEqual([run(NOW - 9 * MIN, NOW)]);
	const many = Array.from({ length: 2_000 }, (_, index) => run(NOW - 2_000 + index, NOW - 1_999 + index, { agent: `ada/${index}` }));
	expect(withRuns([], many, NOW)).toHaveLength(1_500);
});
