import { expect, test } from 'vitest';
import { covers, openPlans } from './planned.ts';

test('[W10] a plan ends by itself', () => {
	const planned = [{ path: 'a', claim: 'plans' as const, at: 1_000, minutes: 1 }];
	expect(openPlans(planned, 60_999)).toHaveLength(1);
	expect(openPlans(planned, 61_000)).toEqual([]);
	expect(openPlans(undefined, 0)).toEqual([]);
});

test('[W10] a folder stands for all in it', () => {
	expect([covers('src', 'src/a.ts'), covers('src', 'srcs/a.ts'), covers('src/a.ts', 'src/a.ts'), covers('src/a.ts', 'src')]).toEqual([
		true,
		false,
		true,
		false,
	]);
});
