import { expect, test } from 'vitest';
import { NO_FILTER } from './board.ts';
import { type Choice, FIRST_CHOICE, fromQuery, toQuery } from './choice.ts';

const choices: Choice[] = [
	FIRST_CHOICE,
	{ ...FIRST_CHOICE, scope: { type: 'all' }, grouping: 'person', sort: 'recent', page: 'pictures', hours: 8 },
	{
		...FIRST_CHOICE,
		scope: { type: 'operator', operatorId: 'ada-2' },
		filter: { text: 'a&b=c %', repo: 'github.com/acme/api', status: 'waiting' },
	},
];

test.each(choices)('comes back from an address as it went: %o', (choice) => {
	for (const first of [FIRST_CHOICE, { ...FIRST_CHOICE, scope: { type: 'all' as const } }]) {
		expect(fromQuery(toQuery(choice, first), first)).toEqual(choice);
	}
});

test('says nothing of what nobody chose', () => expect(toQuery(FIRST_CHOICE, FIRST_CHOICE)).toBe(''));

test('what an address makes up is left aside', () => {
	const made = fromQuery('?view=everyone&status=happy&group=score&sort=__proto__&person=&hours=1e9', FIRST_CHOICE);
	expect(made).toEqual({ ...FIRST_CHOICE, filter: NO_FILTER });
});
