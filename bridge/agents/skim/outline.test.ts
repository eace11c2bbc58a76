import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Outline } from './outline.ts';
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
	time,
} from './record-shape.ts';
import { skim } from './skim.ts';

function outlined(record: RecordShape<unknown>, json: string, cuts: readonly number[] = []): Buffer | undefined {
	const outline = new Outline(record);
	const bytes = Buffer.from(json);
	let from = 0;
	for (const cut of [...cuts.map((each) => each % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
		// Each piece lies in a buffer of its own, with something else before and behind it.
		const piece = Buffer.concat([Buffer.from('"\\'), bytes.subarray(from, cut), Buffer.from('"')]);
		outline.push(piece, 2, piece.length - 1);
		from = cut;
	}
	return outline.text;
}

const record = shape({
	type: internedText(8),
	at: time,
	count: number,
	is: flag,
	filled: edges(0),
	output: either(edges(3), list(shape({ text: startsWith('The "user"', 'No') }))),
	content: either(startsWith('The "user"'), list(shape({ id: text(5), input: shape({ path: text(5) }) }))),
	changes: entries(shape({ move: text(5) })),
});
const KEYS = ['type', 'at', 'count', 'is', 'filled', 'output', 'content', 'changes', 'id', 'input', 'path', 'text', 'move', 'other'];

const words = fc.oneof(
	fc.string({ maxLength: 30 }),
	fc.constantFrom('The "user" said', 'No', '2026-10-05T09:00:00.000Z', 'é"\\', '{"a":[1', ''),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
	json: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		words,
		fc.constantFrom(null, true, false, 0, -1.5e30),
		fc.array(tie('json'), { maxLength: 4 }),
		fc.dictionary(fc.constantFrom(...KEYS), tie('json')),
	),
}));

/** Where an escape would be torn, the end of a text is told without the half of it. */
function withoutEdges(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || !('output' in value) || typeof value.output !== 'string') return value;
	return { ...value, output: value.output.slice(0, value.output.indexOf('\n') + 1) };
}

describe('an outline', () => {
	test('shows the same as the whole, however it is cut', () => {
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom(...KEYS), json),
				fc.array(fc.nat(), { maxLength: 6 }),
				fc.boolean(),
				(value, cuts, isSpaced) => {
					const whole = JSON.stringify(value, null, isSpaced ? 1 : 0);
					const outline = outlined(record, whole, cuts) as Buffer;
					expect(withoutEdges(skim(record, outline))).toEqual(withoutEdges(skim(record, Buffer.from(whole))));
				},
			),
			{ numRuns: 3000 },
		);
	});

	test('keeps the end of a text as it stands, but no half of an escape', () => {
		const ends = shape({ output: edges(4) });
		const see = (end: string) =>
			skim(ends, outlined(ends, JSON.stringify({ output: `${'x'.repeat(100)}${end}` }), [30, 108, 111]) as Buffer);
		expect(see('code')).toEqual({ output: 'xxxx\ncode' });
		expect(see('a"bc')).toEqual({ output: 'xxxx\n\\"bc' });
		expect(see('\\\\')).toEqual({ output: 'xxxx\n\\\\\\\\' });
		expect(see('"bcd')).toEqual({ output: 'xxxx\n bcd' });
	});

	test('holds nothing of what is not wanted, be it one text or a million values', () => {
		const long = 'x'.repeat(5_000_000);
		const many = Array.from({ length: 100_000 }, (_, n) => [n, { text: `${n}` }]);
		const outline = outlined(record, JSON.stringify({ other: long, type: long, many, output: long, filled: long, count: 1, path: many }));
		expect(outline?.length).toBeLessThan(200);
		expect(skim(record, outline as Buffer)).toEqual({ count: 1, output: 'xxx\nxxx', filled: '\n' });
	});

	test('is given up where too much is left of it', () => {
		const long = shape({ texts: list(text(1_000_000)) });
		expect(outlined(long, JSON.stringify({ texts: Array.from({ length: 20 }, () => 'x'.repeat(999_999)) }))).toBeUndefined();
	});
});
