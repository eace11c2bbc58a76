import { expect, test } from 'vitest';
import { ACTIVITY_SLICE_MS } from '../../../shared/limits.ts';
import { activityBars, rowWords } from './row-words.ts';

const NOW = 1_000_000 * ACTIVITY_SLICE_MS;
const plan = [
	{ subject: 'Read', state: 'completed' as const },
	{ subject: 'Cover it with tests', state: 'in_progress' as const },
	{ subject: 'Tell', state: 'pending' as const },
];

test('the title leads, and the step stands beside it', () => {
	expect(rowWords({ title: 'Rework the login', task: 'Cover it with tests', plan })).toEqual({
		title: 'Rework the login',
		step: 'Cover it with tests',
		at: 2,
		of: 3,
	});
});

test('without a title what it does leads; nothing is said twice; a plan that is done is at its end', () => {
	expect(rowWords({ task: 'Editing a file' })).toEqual({ title: 'Editing a file', step: undefined, at: undefined, of: 0 });
	expect(rowWords({ title: 'Same', task: 'Same' })).toMatchObject({ title: 'Same', step: undefined });
	const done = plan.map((step) => ({ ...step, state: 'completed' as const }));
	expect(rowWords({ title: 'All', plan: done })).toMatchObject({ at: 3, of: 3 });
});

test('a half hour is six bars, oldest first; what is longer ago is gone, and a clock that is ahead is now', () => {
	const at = (minutes: number, actions: number) => ({ at: NOW - minutes * 60_000, actions });
	expect(activityBars([at(-1, 1), at(0, 2), at(5, 3), at(29, 4), at(30, 9)], NOW)).toEqual([4, 0, 0, 0, 3, 3]);
	expect(activityBars(undefined, NOW)).toBeUndefined();
});
