import { expect, onTestFinished, test } from 'vitest';
import { ALL_SHARED } from '../../shared/report/policy.ts';
import { Scratch } from '../../testing/scratch.ts';
import { readSettings } from './settings.ts';

test('[P5] settings of before a switch are read: what there was not is shared as far as rooms allow', () => {
	const scratch = new Scratch();
	onTestFinished(() => scratch.remove());
	scratch.write('.pylon/settings.json', JSON.stringify({ paused: true, shares: { tasks: false, plans: true, reads: true, tokens: true } }));
	expect(readSettings(scratch.home)).toEqual({
		manner: 'tell',
		notify: { desktop: false, afterMinutes: 8 },
		paused: true,
		shares: { ...ALL_SHARED, tasks: false },
	});
});
