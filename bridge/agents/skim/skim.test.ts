import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	edges,
	either,
	entries,
	flag,
	internedText,
	list,
	number,
	type RecordShape,
	shape,
	startsWith,
	text,
	textOrStop,
	textWith,
	time,
} from './record-shape.ts';
import { Skim, skim } from './skim.ts';

const read = <T>(record: RecordShape<T>, json: string) => skim(record, Buffer.from(json));

describe('skim', () => {
	const record = shape({
		name: text(20),
		size: number,
		done: flag,
		tags: list(text(10)),
		at: shape({ x: number }),
		by: entries(shape({ n: number })),
	});

	test('takes what the shape names and nothing else', () => {
		const json = JSON.stringify({
			name: 'a',
			prompt: 'secret',
			size: 1.5,
			done: false,
			tags: ['x', 1, 'y'],
			at: { x: -2, y: 3 },
			by: { '/a b': { n: 1, m: 2 } },
		});
		expect(read(record, json)).toEqual({
			name: 'a',
			size: 1.5,
			done: false,
			tags: ['x', 'y'],
			at: { x: -2 },
			by: new Map([['/a b', { n: 1 }]]),
		});
	});

	test('a value of another type, or a text that is too long, is absent', () => {
		expect(read(record, '{"name":5,"size":"1","done":null,"tags":{},"at":[],"by":[1]}')).toEqual({});
		expect(read(record, `{"name":"${'x'.repeat(21)}"}`)).toEqual({});
	});

	test('escapes and other scripts are decoded, in long texts and short', () => {
		const words = 'é"\\\n\u0001 → 漢😀';
		expect(read(shape({ a: text(100), b: text(1000) }), JSON.stringify({ a: words, b: words.repeat(30) }))).toEqual({
			a: words,
			b: words.repeat(30),
		});
	});

	test('a quote after any number of backslashes ends a text where JSON says so', () => {
		for (let n = 0; n < 120; n++) {
			const skipped = `${'x'.repeat(n)}${'\\'.repeat(n)}"`;
			expect(read(shape({ after: number }), JSON.stringify({ skipped, nested: { skipped: [skipped] }, after: n }))).toEqual({ after: n });
		}
	});

	test('what is broken or torn is undefined', () => {
		const whole = '{"name":"abc","tags":["x"],"skipped":{"a":["\\u0041"]}}';
		for (let length = 0; length < whole.length; length++) expect(read(record, whole.slice(0, length))).toBeUndefined();
		for (const broken of ['', 'nonsense', '[]', '"text"', '{"name":"a"} x', '{"name" "a"}', '{"name":"\\x"}', '{name:1}']) {
			expect(read(record, broken)).toSatisfy((seen) => seen === undefined || !Object.hasOwn(seen as object, 'name'));
		}
		expect(read(record, `{"at":${'['.repeat(100_000)}`)).toBeUndefined();
	});

	test('a prefix is seen as itself, whatever follows', () => {
		const mark = shape({ content: either(startsWith('<command-', '[Stop'), list(shape({ text: startsWith('[Stop') }))) });
		expect(read(mark, '{"content":"[Stop that secret"}')).toEqual({ content: '[Stop' });
		expect(read(mark, '{"content":"secret"}')).toEqual({});
		expect(read(mark, '{"content":[{"text":"[Stop it"},{"text":"secret"}]}')).toEqual({ content: [{ text: '[Stop' }, {}] });
	});

	test('a record whose type says enough is not read further', () => {
		const known = shape({ type: textOrStop(20, ['noise']), after: number });
		expect(read(known, '{"type":"noise","after":1')).toEqual({ type: 'noise' });
		expect(read(known, '{"type":"news","after":1}')).toEqual({ type: 'news', after: 1 });
	});

	test('a record whose type says enough, with another one behind it, is none', () => {
		const noise = '{"upId":1,"type":"noise","otherId":1,"text":"{\\"upId\\":2 Id"';
		const news = `{"upId":2,"type":"news","text":"${'x'.repeat(200)}"}`;
		const far = `${noise},"text":"${'x'.repeat(100_000)}"}`;
		const known = new Skim(shape({ upId: number, type: textOrStop(20, ['noise']) }), '{"upId":');
		expect(known.read(Buffer.from(`${noise}}`))).toEqual({ upId: 1, type: 'noise' });
		for (const behind of ['', '}', 'torn']) expect(known.read(Buffer.from(`${noise}${behind}${news}`))).toBeUndefined();
		expect(known.read(Buffer.from(far))).toEqual({ upId: 1, type: 'noise' });
		expect(known.read(Buffer.from(`${far}${news}`))).toBeUndefined();
	});

	test('a text that stays is the same, and one that changes is not', () => {
		const steady = new Skim(shape({ version: internedText(20), after: number }));
		const versions = ['1.0', '1.0', '1.1', '1.0', '1.0.1', '1', '', '1.0"', '1.0\\', '1.0\\"', '1.0', 'é', 'x'.repeat(21)];
		for (const version of [...versions, ...versions.reverse()]) {
			const record = Buffer.from(JSON.stringify({ version, after: 1 }));
			expect(steady.read(record)).toEqual({ ...(version.length <= 20 && { version }), after: 1 });
		}
	});

	test('a text that stays is torn like any other', () => {
		const steady = new Skim(shape({ version: internedText(20) }));
		const whole = Buffer.from('{"version":"1.0"}');
		expect(steady.read(whole)).toEqual({ version: '1.0' });
		for (let length = 0; length < whole.length; length++) expect(steady.read(whole, 0, length)).toBeUndefined();
	});

	test('a record whose type says enough is not read further when it comes again either', () => {
		const known = new Skim(shape({ type: textOrStop(20, ['noise']), after: number }));
		for (const type of ['noise', 'news', 'noise', 'news']) {
			const isNoise = type === 'noise';
			expect(known.read(Buffer.from(JSON.stringify({ type, after: 1 })))).toEqual(isNoise ? { type } : { type, after: 1 });
		}
	});

	test('a number is the one that JSON.parse reads, of however many digits', () => {
		const size = shape({ size: number });
		for (const digits of ['0', '-0', '7', '-7', '123456789012345', '1234567890123456', '9007199254740993', '1e3', '0.1', '1e400']) {
			const parsed: unknown = JSON.parse(digits);
			expect(read(size, `{"size":${digits}}`)).toEqual(parsed === Number.POSITIVE_INFINITY ? {} : { size: parsed });
		}
		for (const none of ['null', 'true', '1x', '-', '1:2']) expect(read(size, `{"size":${none}}`)).toEqual({});
	});

	test('a time is milliseconds, in any spelling that Date reads', () => {
		const at = shape({ at: time });
		for (const iso of [
			'2026-11-22T20:53:37.895Z',
			'2026-11-22T20:53:37Z',
			'2026-11-22T20:53:37.895123Z',
			'2026-11-22T20:53:37+02:00',
			'2024-02-29T00:00:00.000Z',
			'2024-03-01T00:00:00.000Z',
			'2024-02-29T23:59:59.999Z',
		]) {
			expect(read(at, JSON.stringify({ at: iso }))?.at).toBe(Date.parse(iso));
		}
		for (const none of ['', 'yesterday', '2026-11-22T20:5x:37.895Z', 'x'.repeat(500)])
			expect(read(at, JSON.stringify({ at: none }))).toEqual({});
	});

	test('edges and marked texts', () => {
		expect(read(shape({ out: edges(3) }), '{"out":"abcdefghi"}')).toEqual({ out: 'abc\nghi' });
		const marked = shape({ patch: textWith(100, '*** Begin') });
		expect(read(marked, '{"patch":"*** Begin it"}')).toEqual({ patch: '*** Begin it' });
		expect(read(marked, '{"patch":"secret","other":"*** Begin"}')).toEqual({});
	});

	test('agrees with JSON.parse on any JSON', () => {
		const any = shape({ a: text(10_000), b: number, c: flag, d: list(text(10_000)) });
		const record = fc.record({
			z: fc.jsonValue(),
			a: fc.string({ unit: 'binary' }),
			b: fc.double({ noNaN: true, noDefaultInfinity: true }),
			y: fc.jsonValue(),
			c: fc.boolean(),
			d: fc.array(fc.string()),
		});
		fc.assert(
			fc.property(record, fc.constantFrom(undefined, 2), (given, indent) => {
				const json = JSON.stringify(given, null, indent);
				const { a, b, c, d } = JSON.parse(Buffer.from(json).toString());
				expect(read(any, json)).toEqual({ a, b, c, d });
			}),
		);
	});

	test('never throws and never runs on, whatever the bytes', () => {
		const some = shape({ a: text(10), b: list(shape({ c: number })), d: entries(flag) });
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void skim(some, Buffer.from(bytes))));
		const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', '"a"', '"d"', 'true', '1', ' ', '\\u12', 'é'), {
			maxLength: 40,
		});
		fc.assert(fc.property(pieces, (given) => void read(some, given.join(''))));
	});
});
