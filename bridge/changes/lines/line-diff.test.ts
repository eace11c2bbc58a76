import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { COMPARED_MAX_BYTES, SPANS_MAX } from '../../../shared/limits.ts';
import { doSpansMeet, type LineChange, type Span } from '../../../shared/room/spans.ts';
import { Scratch } from '../../../testing/scratch.ts';
import { changedParts, lineChanges } from './line-diff.ts';

const line = (from: number, to = from): Span => [2 * from, 2 * to];
const gapAfter = (number: number): Span => [2 * number + 1, 2 * number + 1];
const changed = (base: Buffer | undefined, file: Buffer | undefined) => changedParts(base, file)?.map(({ span }) => span);
const spans = (base: string | undefined, file: string | undefined) =>
	changed(base === undefined ? undefined : Buffer.from(base), file === undefined ? undefined : Buffer.from(file));

describe('the lines that changed', () => {
	test.each<[claim: string, base: string | undefined, file: string | undefined, found: Span[]]>([
		['nothing', 'a\nb\n', 'a\nb\n', []],
		['a line', 'a\nb\nc\n', 'a\nB\nc\n', [line(2)]],
		['a line became several', 'a\nb\nc\n', 'a\nB\nB\nB\nc\n', [line(2)]],
		['lines next to each other are one span', 'a\nb\nc\nd\n', 'a\nB\nC\nd\n', [line(2, 3)]],
		['lines apart are a span each', 'a\nb\nc\nd\ne\n', 'A\nb\nc\nd\nE\n', [line(1), line(5)]],
		['an insertion is in the gap after the line before it', 'a\nb\n', 'a\nnew\nb\n', [gapAfter(1)]],
		['at the start', 'a\nb\n', 'new\na\nb\n', [gapAfter(0)]],
		['at the end', 'a\nb\n', 'a\nb\nnew\n', [gapAfter(2)]],
		['a removal', 'a\nb\nc\nd\n', 'a\nd\n', [line(2, 3)]],
		['a new file is one insertion', undefined, 'a\nb\n', [gapAfter(0)]],
		['so is what was written into an empty file', '', 'a\nb\n', [gapAfter(0)]],
		['a deleted file is all of its lines', 'a\nb\nc\n', undefined, [line(1, 3)]],
		['no file, no lines', undefined, undefined, []],
		['an emptied file is all of its lines', 'a\nb\nc\n', '', [line(1, 3)]],
		['another line end is a change', 'a\nb\nc\n', 'a\nb\r\nc\n', [line(2)]],
		['the line end of the last line is one', 'a\nb', 'a\nb\n', [line(2)]],
		['a block that is like its neighbour lies as late as it can', '{\n}\nz\n', '{\n}\n{\n}\nz\n', [gapAfter(2)]],
		['bytes that are no UTF-8 are compared as they are', 'a\n\ufffd\n', 'a\n\ufffd\nb\n', [gapAfter(2)]],
	])('%s', (_claim, base, file, found) => {
		expect(spans(base, file)).toEqual(found);
	});

	test('two encodings of what shows alike differ', () => {
		expect(changed(Buffer.from([0x61, 10, 0xe9, 10]), Buffer.from([0x61, 10, 0xea, 10]))).toEqual([line(2)]);
	});
});

describe('which lines changed is not known', () => {
	const lines = (count: number, text: (at: number) => string) => Array.from({ length: count }, (_, at) => `${text(at)}\n`).join('');
	const short = 'a\nb\n';

	test('of a binary file', () => {
		expect(spans(short, `a\n${'b'.repeat(7_900)}\0\n`)).toBeUndefined();
		expect(spans('\0', short)).toBeUndefined();
	});

	test('of a file that git holds a pointer to', () => {
		const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
		expect(spans(pointer, short)).toBeUndefined();
		expect(spans(short, pointer)).toBeUndefined();
		expect(spans(short, `# ${pointer}`)).toBeDefined();
	});

	test('of a file that is too large', () => {
		const most = `${'x'.repeat(COMPARED_MAX_BYTES - 1)}\n`;
		expect(spans(short, most)).toEqual([line(1, 2)]);
		expect(spans(short, `x${most}`)).toBeUndefined();
		expect(spans(lines(100_001, String), short)).toBeUndefined();
	});

	test('where there are more spans than are told; what leads from one base to another may be more', () => {
		const base = lines(2 * SPANS_MAX + 2, String);
		const changed = (count: number) => lines(2 * SPANS_MAX + 2, (at) => (at % 2 === 0 && at < 2 * count ? `changed ${at}` : String(at)));
		expect(spans(base, changed(SPANS_MAX))).toHaveLength(SPANS_MAX);
		expect(spans(base, changed(SPANS_MAX + 1))).toBeUndefined();
		expect(lineChanges(Buffer.from(base), Buffer.from(changed(SPANS_MAX + 1)))).toHaveLength(SPANS_MAX + 1);
	});

	test('where too much of it was moved about, and known where all of it was rewritten', () => {
		const base = lines(3_000, String);
		const moved = lines(3_000, (at) => String((at * 7) % 3_000));
		expect(spans(base, moved)).toBeUndefined();
		expect(
			spans(
				base,
				lines(3_000, (at) => `rewritten ${at}`),
			),
		).toEqual([line(1, 3_000)]);
	});
});

const texts = fc.array(fc.constantFrom('a\n', 'b\n', '{\n', '}\n', '\n'), { maxLength: 25 });
const slice = (lines: string[], [from, to]: Span) => (from % 2 === 1 ? [] : lines.slice(from / 2 - 1, to / 2));

describe('whatever changed', () => {
	const changesOf = (old: string[], fresh: string[]) => lineChanges(Buffer.from(old.join('')), Buffer.from(fresh.join(''))) ?? [];
	const linesBefore = ([from]: Span) => Math.floor((from - 1) / 2);

	test('the changes make the one of the other', () => {
		fc.assert(
			fc.property(texts, texts, (old, fresh) => {
				const made: string[] = [];
				let at = 0;
				for (const change of changesOf(old, fresh)) {
					made.push(...old.slice(at, linesBefore(change.before)), ...slice(fresh, change.after));
					at = linesBefore(change.before) + slice(old, change.before).length;
				}
				expect([...made, ...old.slice(at)]).toEqual(fresh);
			}),
		);
	});

	test('an unchanged line is between any two, and nothing that was only inserted or only removed could lie later', () => {
		const apart = (one: LineChange, next: LineChange) =>
			!doSpansMeet([one.before], [next.before]) && !doSpansMeet([one.after], [next.after]);
		fc.assert(
			fc.property(texts, texts, (old, fresh) => {
				const changes = changesOf(old, fresh);
				for (const [index, change] of changes.entries()) {
					const next = changes[index + 1];
					expect(next === undefined || apart(change, next)).toBe(true);
					const [gone, come] = [slice(old, change.before), slice(fresh, change.after)];
					if (gone.length === 0) expect(old[linesBefore(change.before)]).not.toBe(come[0]);
					if (come.length === 0) expect(fresh[linesBefore(change.after)]).not.toBe(gone[0]);
				}
			}),
		);
	});
});

describe('lines that meet', () => {
	const scratch = new Scratch();
	afterAll(() => scratch.remove());

	/** Each side changes lines of its own, and none just as the other does. */
	const side = (name: string) =>
		fc.array(fc.constantFrom('keep', 'keep', 'keep', 'replace', 'insert'), { minLength: 9, maxLength: 9 }).map((acts) =>
			acts.flatMap((act, at) => {
				if (act === 'keep') return [`${at}`];
				return act === 'replace' ? [`${name} ${at}`] : [`${at}`, `${name} ${at}`];
			}),
		);
	const base = Array.from({ length: 9 }, (_, at) => `${at}`);
	const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

	/** All of them as parts of one file, with lines between that nobody changed. */
	function doGitConflict(cases: readonly (readonly [one: string[], other: string[]])[]): boolean[] {
		const apart = Array.from({ length: 9 }, (_, at) => `between ${at}`);
		const fileOf = (name: string, part: (at: number) => string[]) =>
			scratch.write(name, textOf(cases.flatMap((_, at) => [...part(at), ...apart].map((line) => `${at}: ${line}`))));
		const files = [fileOf('one', (at) => cases[at]?.[0] ?? []), fileOf('base', () => base), fileOf('other', (at) => cases[at]?.[1] ?? [])];
		const { stdout } = spawnSync('git', ['merge-file', '--stdout', '--quiet', ...files], { encoding: 'utf8' });
		const parts = stdout.split(/^\d+: between 8\n/m).slice(0, -1);
		expect(parts).toHaveLength(cases.length);
		return parts.map((part) => part.includes('<<<<<<<'));
	}

	test('are just those that git cannot merge', () => {
		const cases = fc.sample(fc.tuple(side('one'), side('other')), 200);
		const conflicts = doGitConflict(cases);
		const found = cases.map((both) => both.map((lines) => spans(textOf(base), textOf(lines)) ?? []) as [Span[], Span[]]);
		expect(cases.filter((_, at) => doSpansMeet(...(found[at] as [Span[], Span[]])) !== conflicts[at])).toEqual([]);
		expect(new Set(conflicts)).toEqual(new Set([true, false]));
	});
});
