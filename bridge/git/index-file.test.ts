/** An index is read as git reads it, or left to git. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import type { IndexEntry } from './index-entry.ts';
import { plainEntries } from './index-file.ts';
import { IndexListing } from './index-listing.ts';

let scratch: Scratch;
let root: string;
beforeEach(() => {
	scratch = new Scratch();
	root = scratch.repository('api');
});
afterEach(() => scratch.remove());

/** Writes an index of these paths, `mode stage path`, and returns its bytes. */
function indexed(lines: readonly string[], version: number): Buffer {
	rmSync(join(root, '.git/index'), { force: true });
	const args = ['update-index', '-z', '--index-version', String(version), '--index-info'];
	execFileSync('git', args, { cwd: root, input: lines.map((line) => `${line}\0`).join('') });
	return readFileSync(join(root, '.git/index'));
}

function listed(): IndexEntry[] {
	const entries: IndexEntry[] = [];
	const listing = new IndexListing((entry) => entries.push(entry));
	for (const record of execFileSync('git', ['ls-files', '-z', '--stage', '--debug'], { cwd: root, encoding: 'utf8' }).split('\0'))
		listing.read(record);
	expect(listing.isLost).toBe(false);
	return entries;
}

const OID = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

describe('[G4] an index', () => {
	const name = fc.stringMatching(/^[a-cäö\n 字]{1,6}$/u);
	const path = fc.oneof(
		fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
		fc.integer({ min: 60, max: 5_000 }).map((length) => `long/${'x'.repeat(length)}`),
	);

	test.each([2, 3, 4])('of version %i is read as git reads it, whatever it holds', (version) => {
		const line = fc.tuple(fc.constantFrom('100644', '100755', '120000', '160000'), fc.constantFrom(0, 0, 0, 1, 2, 3), path);
		fc.assert(
			fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
				const bytes = indexed(
					lines.map(([mode, stage, each]) => `${mode} ${OID} ${stage}\t${each}`),
					version,
				);
				expect([...(plainEntries(bytes) ?? [])]).toEqual(listed());
			}),
			{ numRuns: 40 },
		);
	});

	test('keeps what each file was like, as git does', () => {
		mkdirSync(join(root, 'src'));
		for (const each of ['a.ts', 'b.ts', 'c.ts']) scratch.write(`api/src/${each}`, each);
		scratch.git('api', 'add', 'src/a.ts');
		scratch.git('api', 'add', '--intent-to-add', 'src/b.ts');
		scratch.git('api', 'update-index', '--skip-worktree', 'README.md');
		const found = [...(plainEntries(readFileSync(join(root, '.git/index'))) ?? [])];
		expect(found).toEqual(listed());
		expect(found.map(({ isToBeAdded, isNotLookedAt }) => [isToBeAdded, isNotLookedAt])).toEqual([
			[false, true],
			[false, false],
			[true, false],
		]);
	});

	test.each([2, 4])('of version %i that is cut short or changed is read to its end or left to git', (version) => {
		const bytes = indexed(
			['a', 'a/b', 'b/c', 'b/cd'].map((each) => `100644 ${OID} 0\t${each}`),
			version,
		);
		fc.assert(
			fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
				const changed = Buffer.from(bytes);
				changed[at] = byte;
				expect([...(plainEntries(changed) ?? [])].length).toBeLessThanOrEqual(5);
				expect(plainEntries(changed.subarray(0, Math.min(length, bytes.length - 1)))).toBeUndefined();
			}),
		);
	});
});
