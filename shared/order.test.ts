import { expect, test } from 'vitest';
import { byName } from './order.ts';

test('people stand by name, whatever its case and script', () => {
	const names = ['zoe', 'Ada Lovelace', 'ada', 'Émile', 'Jake', 'Andrew', '山田'];
	expect(names.sort(byName)).toEqual(['ada', 'Ada Lovelace', 'Andrew', 'Émile', 'Jake', 'zoe', '山田']);
	expect(byName('Jake', 'jake')).toBe(0);
});
