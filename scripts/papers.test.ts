/** The papers of trust name tests and lead to files: each of them has to be there. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AGENT_NAMES } from '../shared/report/facts.ts';
import { home } from './run.ts';

const read = (file: string): string => readFileSync(join(home, file), 'utf8');

/** `file.test.ts`: “title”, “another title of the same file”. */
function testsNamedIn(paper: string): { file: string; title: string }[] {
	return [...paper.matchAll(/`([\w./-]+\.test\.ts)`: ((?:“[^”]+”(?:, )?)+)/g)].flatMap(([, file = '', titles = '']) =>
		[...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
	);
}

/** Whether the title is that of a test or a group of tests: a whole text in one of the three kinds of quotes. */
function hasTest(file: string, title: string): boolean {
	return existsSync(join(home, file)) && ["'", '`', '"'].some((quote) => read(file).includes(`${quote}${title}${quote}`));
}

describe('docs/threat-model.md', () => {
	const model = read('docs/threat-model.md');
	const named = testsNamedIn(model);

	test('names only tests that exist', () => {
		expect(named.filter(({ file, title }) => !hasTest(file, title))).toEqual([]);
	});

	test('names a test for whatever it says that somebody cannot do', () => {
		const claims = model.split('\n').filter((line) => /^\| [^|-][^|]*\|[^|]*\|[^|]*\|$/.test(line) && !line.includes('shown by'));
		expect(claims.length).toBeGreaterThan(30);
		expect(claims.filter((line) => testsNamedIn(line).length === 0)).toEqual([]);
	});

	test('says of each party what is accepted', () => {
		const parties = model.split(/^## /m).slice(1);
		expect(parties.length).toBeGreaterThan(8);
		expect(parties.filter((party) => !party.includes('**Accepted.**')).map((party) => party.split('\n')[0])).toEqual([]);
	});
});

describe('a test that a paper names', () => {
	test('is found by its whole title, and missed where title or file is another', () => {
		expect(hasTest('scripts/papers.test.ts', 'names only tests that exist')).toBe(true);
		expect(hasTest('scripts/papers.test.ts', `names only tests that ${'exist'} no more`)).toBe(false);
		expect(hasTest('scripts/papers-2.test.ts', 'names only tests that exist')).toBe(false);
		expect(testsNamedIn('`a.test.ts`: “one”, “two”; `b/c.test.ts`: “three”')).toHaveLength(3);
	});
});

test('every agent that is read has a row in docs/agents.md and is named in README.md', () => {
	const rows = read('docs/agents.md')
		.split('\n')
		.filter((line) => line.startsWith('| '));
	const names = Object.values(AGENT_NAMES);
	expect(names.filter((name) => !rows.some((row) => row.split(' | ')[0]?.includes(name)))).toEqual([]);
	expect(names.filter((name) => !read('README.md').includes(name))).toEqual([]);
});

test.each(['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'docs/threat-model.md', 'store/privacy.md'])(
	'every file that %s leads to is there',
	(paper) => {
		const targets = [...read(paper).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
		expect(targets.filter((target) => !existsSync(join(home, dirname(paper), target)))).toEqual([]);
	},
);
