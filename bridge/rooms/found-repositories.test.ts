import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { foundWords, repositoriesIn } from './found-repositories.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

test('a repository is itself; a folder of clones names those below it; an empty one has none', () => {
	scratch.repository('work/acme/api');
	scratch.repository('work/docs');
	mkdirSync(join(scratch.home, 'empty'));
	expect(repositoriesIn(join(scratch.home, 'work/docs'))).toBe('itself');
	expect(repositoriesIn(join(scratch.home, 'work'))).toEqual([join(scratch.home, 'work/docs'), join(scratch.home, 'work/acme/api')]);
	expect(repositoriesIn(join(scratch.home, 'empty'))).toEqual([]);
});

test('what is said of them', () => {
	expect(foundWords('itself')).toBeUndefined();
	expect(foundWords([])).toContain('no repository in it yet');
	expect(foundWords(['/a/api', '/a/web', '/a/docs', '/a/more'])).toBe(
		'It holds 4 repositories: api, web, docs, and 1 more. All are shared, and those that come.',
	);
});
