/** A change has landed where each of its lines has, whatever others changed beside it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsChange } from './landed-lines.ts';

const text = (lines: string) => lines.split(' ').filter((line) => line !== '');
const holds = (base: string, mine: string, state: string) => holdsChange(text(base), text(mine), text(state));

describe('[C10] a state of a file', () => {
	test.each([
		['replaced', 'a b c d', 'a B c d', 'a B c D'],
		['put in', 'a b c', 'a b x c', 'a b x y c'],
		['put in among others', '', 'x y', 'w x y z'],
		['taken away', 'a b c d e', 'a c d e', 'a c d E'],
		['taken away beside a replaced one', 'a b c d', 'a c d', 'a C d'],
		['replaced, with more put in around it', 'a b c', 'a B c', 'a x B y c'],
	])('holds lines that were %s', (_, base, mine, state) => expect(holds(base, mine, state)).toBe(true));

	test.each([
		['it is the base with others’ changes', 'a b c d', 'a B c d', 'a b c D'],
		['half of it is there', 'a b c d e', 'a B c d E', 'a B c d e'],
		['what was taken away is there', 'a b c d', 'a c d', 'a b c D'],
		['what was taken away was rewritten', 'a b c d', 'a c d', 'a B C d'],
		['what was put in was taken away again', 'a b', 'a x b', 'a B'],
		['what changed places is where it was', 'p q r s', 'r s p q', 'p q r S'],
	])('does not hold a change where %s', (_, base, mine, state) => expect(holds(base, mine, state)).toBe(false));

	const changes = fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 8 });
	const kind = fc.constantFrom('replace', 'remove', 'insert');
	const base = Array.from({ length: 30 }, (_, line) => `line ${line}`);
	/** Each at lines of its own, with a line between that nobody changed. */
	const changed = (by: readonly { who: string; lines: readonly number[]; kind: string }[]) =>
		base.flatMap((line, at) => {
			const change = at % 2 === 0 ? undefined : by.find(({ lines }) => lines.includes(at));
			if (!change) return [line];
			if (change.kind === 'remove') return [];
			return change.kind === 'replace' ? [`${change.who} ${at}`] : [line, `${change.who} ${at}`];
		});

	test('holds a change exactly where it was made there, for changes of any lines beside any others', () => {
		fc.assert(
			fc.property(changes, changes, kind, kind, (one, other, how, otherwise) => {
				const mine = { who: 'mine', lines: one, kind: how };
				const theirs = { who: 'theirs', lines: other.filter((line) => !one.includes(line)), kind: otherwise };
				const isNothing = one.every((line) => line % 2 === 0);
				expect(holdsChange(base, changed([mine]), changed([mine, theirs]))).toBe(true);
				expect(holdsChange(base, changed([mine]), changed([theirs]))).toBe(isNothing);
			}),
		);
	});
});
