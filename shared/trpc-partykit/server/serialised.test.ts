import { expect, test } from 'vitest';
import { Serialised } from './serialised.ts';

test('what is put together of texts is what JSON would have made of the whole', () => {
	const items = [{ name: 'a "quoted" one' }, { name: 'é\u2028' }];
	const list = Serialised.list(items.map(Serialised.of));
	expect(list.text).toBe(JSON.stringify(items));
	expect(Serialised.list([]).text).toBe('[]');
	type Whole = { at: number; left?: string | undefined; 'odd"name': null; items: typeof items };
	const whole = Serialised.object<Whole>({ at: 1, left: undefined, 'odd"name': null, items: list });
	expect(whole.text).toBe(JSON.stringify({ at: 1, 'odd"name': null, items }));
	expect(Serialised.object<object>({}).text).toBe('{}');
});
