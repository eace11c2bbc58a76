import { expect, test } from 'vitest';
import { pathAt } from './file-path.ts';

test('GitHub’s own word comes first, where it is of this address', () => {
	expect(pathAt('feat/x/src/a.ts', [{ ref: 'feat/x', path: 'src/a.ts' }], [])).toBe('src/a.ts');
	expect(pathAt('feat/x/src/a.ts', [{ ref: 'feat/x', path: 'src/a.ts' }], ['feat'])).toBe('src/a.ts');
	expect(pathAt('feat/x/README.md', [{ ref: 'main', path: 'README.md' }], [])).toBeUndefined();
});

test('where it says two things, nothing is certain', () => {
	const said = [
		{ ref: 'main', path: 'docs/README.md' },
		{ ref: 'main/docs', path: 'README.md' },
	];
	expect(pathAt('main/docs/README.md', said, ['main'])).toBeUndefined();
	expect(pathAt('main/docs/README.md', said.slice(0, 1), ['main'])).toBe('docs/README.md');
});

test('an address of two parts and one of a commit can be read in one way alone', () => {
	expect(pathAt('main/README.md', [], [])).toBe('README.md');
	expect(pathAt(`${'0a'.repeat(20)}/docs/README.md`, [], [])).toBe('docs/README.md');
	expect(pathAt('refs/heads/main/README.md', [], [])).toBe('README.md');
	expect(pathAt('0a0a0a0/docs/README.md', [], [])).toBeUndefined();
});

test('else a branch that the room knows tells', () => {
	expect(pathAt('main/docs/README.md', [], [])).toBeUndefined();
	expect(pathAt('main/docs/README.md', [], ['main', 'feat/x'])).toBe('docs/README.md');
	expect(pathAt('feat/x/docs/README.md', [], ['main', 'feat/x'])).toBe('docs/README.md');
	expect(pathAt('mainly/docs/README.md', [], ['main'])).toBeUndefined();
	// Branches of two machines that were never pushed to one repository.
	expect(pathAt('feat/x/docs/README.md', [], ['feat', 'feat/x'])).toBeUndefined();
});

test('a branch’s full name is that branch', () => {
	expect(pathAt('refs/heads/feat/x/a.ts', [{ ref: 'feat/x', path: 'a.ts' }], [])).toBe('a.ts');
	expect(pathAt('refs/tags/v1/x/a.ts', [{ ref: 'refs/tags/v1', path: 'x/a.ts' }], [])).toBe('x/a.ts');
});
