import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { number, type RecordShape, shape, text } from '../agents/skim/record-shape.ts';
import { HELD_MAX_BYTES, Tail } from './tail.ts';

let folder: string;
let path: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'pylon-tail-'));
	path = join(folder, 'session.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function reading(tail: Tail, recordShape?: RecordShape<unknown>) {
	const told: string[] = [];
	const read = () => {
		told.length = 0;
		tail.read({
			recordShape,
			line: (buffer, start, end) => {
				const line = buffer.toString('utf8', start, end);
				told.push(line.length > 100 ? `${line.length}` : line);
				return line.startsWith('{') && line.endsWith('}');
			},
			restarted: () => told.push('restarted'),
			oversized: () => told.push('oversized'),
		});
		return [...told];
	};
	return read;
}

describe('Tail', () => {
	test('hands over whole lines, each once', () => {
		writeFileSync(path, 'one\ntwo\n\nthr');
		const read = reading(new Tail(path));
		expect(read()).toEqual(['one', 'two']);
		expect(read()).toEqual([]);
		appendFileSync(path, 'ee\nfo');
		expect(read()).toEqual(['three']);
		appendFileSync(path, 'ur\n');
		expect(read()).toEqual(['four']);
	});

	test('a last record without its newline counts when it is whole, and once', () => {
		writeFileSync(path, 'one\n{"a":1}');
		const read = reading(new Tail(path));
		expect(read()).toEqual(['one', '{"a":1}']);
		expect(read()).toEqual([]);
		appendFileSync(path, '\n{"a":2}\n');
		expect(read()).toEqual(['{"a":2}']);
	});

	test('a torn line that ends in a brace waits', () => {
		writeFileSync(path, '{"type":"known","inner":{"a":1}');
		const read = reading(new Tail(path));
		expect(read()).toEqual([]);
		appendFileSync(path, '}\n');
		expect(read()).toEqual(['{"type":"known","inner":{"a":1}}']);
	});

	test('lines of any length around the size of a chunk come out whole', () => {
		const sizes = [262_143, 262_144, 262_145, 1, 600_000, 5_000_000, 2];
		writeFileSync(path, `${sizes.map((size) => 'x'.repeat(size)).join('\n')}\n`);
		expect(reading(new Tail(path))()).toEqual(sizes.map((size) => (size > 100 ? `${size}` : 'x'.repeat(size))));
	});

	test('a line that is too long to be held is skipped and told where nobody wants anything of it, and the next ones are read', () => {
		writeFileSync(path, 'one\n');
		appendFileSync(path, 'x'.repeat(HELD_MAX_BYTES + 10));
		const read = reading(new Tail(path));
		expect(read()).toEqual(['one']);
		appendFileSync(path, 'still the same line\ntwo\n');
		expect(read()).toEqual(['oversized', 'two']);
	});

	test('else it is cut to that, however it came', () => {
		const read = reading(new Tail(path), shape({ kept: text(20), end: number }));
		const half = 'x'.repeat(HELD_MAX_BYTES * 2);
		writeFileSync(path, `one\n{"kept":"a \\"word\\"","long":"${half}`);
		expect(read()).toEqual(['one']);
		appendFileSync(path, `${half}","end":`);
		expect(read()).toEqual([]);
		appendFileSync(path, '1}\ntwo\n');
		expect(read()).toEqual(['{"kept":"a \\"word\\"","end":1}', 'two']);
	});

	test('a file that was cut, replaced or rewritten in place is read anew', () => {
		writeFileSync(path, 'one\ntwo\n');
		const read = reading(new Tail(path));
		read();
		truncateSync(path, 4);
		expect(read()).toEqual(['restarted', 'one']);
		writeFileSync(join(folder, 'other'), 'three\nfour\nfive\n');
		renameSync(join(folder, 'other'), path);
		expect(read()).toEqual(['restarted', 'three', 'four', 'five']);
		writeFileSync(path, 'THREE\nfour\nFIVE\nsix\n');
		expect(read()).toEqual(['restarted', 'THREE', 'four', 'FIVE', 'six']);
	});

	test('what cannot be opened throws', () => {
		expect(() => reading(new Tail(join(folder, 'none')))()).toThrow('ENOENT');
	});
});
