/** Where a file lies in its repository, on every system. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { absolutePath, localPath } from '../base/agent-path.ts';
import { Worktrees } from '../git/worktree.ts';
import { insideOf, pathWithin, spelledByDisk, workplaceOf } from './place.ts';

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;

describe('[A9] a path inside of a repository', () => {
	test.each([
		['linux', '/home/mara/api', '/home/mara/api/src/a.ts', 'src/a.ts'],
		['linux', '/mnt/c/Users/Mara/api', 'C:\\Users\\Mara\\api\\src\\a.ts', 'src/a.ts'],
		['linux', '/mnt/c/Users/Mara/api', 'c:/Users/Mara/api/src/a.ts', 'src/a.ts'],
		['linux', '/home/mara/api', '\\\\wsl.localhost\\Ubuntu\\home\\mara\\api\\src\\a.ts', 'src/a.ts'],
		['darwin', '/Users/mara/api', '/Users/mara/api/src/a.ts', 'src/a.ts'],
		['win32', 'C:\\Users\\Mara\\api', 'C:\\Users\\Mara\\api\\src\\a.ts', 'src/a.ts'],
		['win32', 'C:\\Users\\Mara\\api', 'c:/users/mara/API/src/a.ts', 'src/a.ts'],
		['win32', 'C:\\Users\\Mara\\api', '\\\\?\\C:\\Users\\Mara\\api\\src\\a.ts', 'src/a.ts'],
		['win32', 'C:\\Users\\Mara\\api', '/mnt/c/Users/Mara/api/src/a.ts', 'src/a.ts'],
		['win32', 'C:\\Users\\Mara\\api', '/c/Users/Mara/api/src/a.ts', 'src/a.ts'],
		['win32', '\\\\wsl.localhost\\Ubuntu\\home\\mara\\api', '//wsl.localhost/Ubuntu/home/mara/api/src/a.ts', 'src/a.ts'],
	] as const)('is the same on every system: on %s, in %s, %s', (platform, top, path, inside) => {
		expect(insideOf([top], localPath(path, platform), platform)).toBe(inside);
	});

	test.each([
		['linux', '/home/mara/api', '/home/mara/api'],
		['linux', '/home/mara/api', '/home/mara/api-2/a.ts'],
		['linux', '/home/mara/api', '/home/mara/api/../other/a.ts'],
		['win32', 'C:\\api', 'C:\\api'],
		['win32', 'C:\\api', 'C:\\api-2\\a.ts'],
		['win32', 'C:\\api', 'D:\\api\\a.ts'],
		['win32', 'C:\\api', 'C:\\api\\..\\other\\a.ts'],
		['win32', 'C:\\api', '\\\\server\\api\\a.ts'],
	] as const)('is none outside of it: on %s, in %s, %s', (platform, top, path) => {
		expect(insideOf([top], path, platform)).toBeUndefined();
	});

	test('never leads out of it, whatever an agent wrote', () => {
		const part = fc.oneof(fc.constantFrom('..', '.', '', 'src', 'a.ts', 'C:', '~', '...', '..\\..', '\\\\?\\', 'wsl$'), fc.string());
		const separator = fc.constantFrom('/', '\\');
		const start = fc.constantFrom('', '/', 'C:\\', 'c:/', '\\\\', '\\\\wsl$\\Ubuntu\\', '/mnt/c/', '/home/mara/api/', 'C:\\api\\');
		const written = fc
			.tuple(start, fc.array(fc.tuple(part, separator), { maxLength: 6 }))
			.map(([from, parts]) => from + parts.map((each) => each.join('')).join(''));
		const top = fc.constantFrom('/home/mara/api', 'C:\\api', '\\\\wsl$\\Ubuntu\\home\\mara\\api', '/');
		fc.assert(
			fc.property(fc.constantFrom(...PLATFORMS), top, written, (platform, cwd, path) => {
				const inside = insideOf([localPath(cwd, platform)], localPath(absolutePath(path, cwd), platform), platform);
				if (inside === undefined) return;
				expect(inside).not.toMatch(/^\/|^$/);
				expect(inside.split('/')).not.toContain('..');
				if (platform === 'win32') expect(inside).not.toMatch(/\\|^[A-Za-z]:/);
			}),
			{ numRuns: 3000 },
		);
	});
});

describe('[A9] where a disk ignores case', () => {
	const disk: Record<string, string[]> = { '/api': ['README.md', 'Src'], '/api/Src': ['a.ts', 'caf\u00e9.ts', 'Same.ts', 'same.ts'] };
	const listing = (folder: string) => disk[folder] ?? [];

	test.each([
		['README.md', 'README.md'],
		['readme.MD', 'README.md'],
		['src/A.ts', 'Src/a.ts'],
		['Src/cafe\u0301.ts', 'Src/caf\u00e9.ts'],
		['src/same.ts', 'Src/same.ts'],
		['src/SAME.ts', 'Src/SAME.ts'],
		['src/new/File.ts', 'Src/new/File.ts'],
		['e\u0301.ts', '\u00e9.ts'],
	])('%s is told as the disk spells it: %s', (inside, told) => expect(spelledByDisk('/api', inside, listing)).toBe(told));

	test('so it is with the files of a repository, and only there', () => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const root = scratch.repository('api');
		const worktrees = new Worktrees();
		const workplace = workplaceOf(root, { worktree: worktrees.at(root) });
		expect(pathWithin(workplace, `${root}/readme.md`, worktrees, 'darwin')).toBe('README.md');
		expect(pathWithin(workplace, `${root}/readme.md`, worktrees, 'linux')).toBe('readme.md');
	});
});
