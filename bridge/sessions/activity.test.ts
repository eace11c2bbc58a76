import { expect, test } from 'vitest';
import { ACTIVITY_SLICE_MS } from '../../shared/limits.ts';
import { Activity, activityOf } from './activity.ts';

const MIN = 60_000;
/** The beginning of a slice. */
const NOW = 1_000_000 * ACTIVITY_SLICE_MS;

function activity(...minutesAgo: number[]): Activity {
	const made = new Activity();
	for (const minutes of minutesAgo) made.count(NOW - minutes * MIN);
	return made;
}

test('who did nothing has none', () => expect(activityOf([activity()])).toBeUndefined());

test('a session and its subagents count as one, newest first', () => {
	expect(activityOf([activity(0, 1, 4), activity(3)])).toEqual([
		{ at: NOW, actions: 1 },
		{ at: NOW - ACTIVITY_SLICE_MS, actions: 3 },
	]);
});

test('no more than the half hour before its last action is kept, in whichever order records come', () => {
	const six = [0, 5, 10, 15, 20, 25].map((minutes) => ({ at: NOW - minutes * MIN, actions: 1 }));
	expect(activityOf([activity(30, 25, 20, 15, 10, 5, 0)])).toEqual(six);
	expect(activityOf([activity(0, 5, 10, 15, 20, 25, 30, 300)])).toEqual(six);
	expect(activityOf([activity(0), activity(60)])).toEqual([{ at: NOW, actions: 1 }]);
});
