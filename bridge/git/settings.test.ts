/** What is read without git must be what git says. */
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { readSettings } from './settings.ts';
import { plainSettings } from './settings-file.ts';
import { type Worktree, Worktrees } from './worktree.ts';

const ANY = /./;

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const env = (more: NodeJS.ProcessEnv = {}) => ({ HOME: scratch.home, PATH: '/usr/bin:/bin', ...more });
const at = (folder: string) => new Worktrees().at(join(scratch.home, folder)) as Worktree;

describe('a file of settings', () => {
	test('names sections without heeding case, and their parts as they are', () => {
		const text =
			'\ufeff# Mine\r\n[Core]\n\tbare = false\n[URL "git@GitHub.com:"]\n  InsteadOf = gh:\n\n; more\n[remote "origin"]\n\turl=gh:a b\n';
		expect(plainSettings(text, ANY)).toEqual([
			['core.bare', 'false'],
			['url.git@GitHub.com:.insteadof', 'gh:'],
			['remote.origin.url', 'gh:a b'],
		]);
	});

	test('with a setting that is not wanted may say anything on its line', () => {
		expect(plainSettings('[alias]\n\tlg = !f() { git log "$@" # x; }; f\n\tyes\n', /^remote/)).toEqual([]);
	});

	test.each([
		['another file', '[include]\n\tpath = more\n'],
		['another file on a condition', '[includeIf "gitdir:~/work/"]\n\tpath = work\n'],
		['settings of one worktree', '[extensions]\n\tworktreeConfig = true\n'],
		['files that are not there', '[core]\n\tsparseCheckout = true\n'],
		['a value in quotes', '[remote "origin"]\n\turl = "gh:api"\n'],
		['a value with a comment', '[remote "origin"]\n\turl = gh:api # here\n'],
		['a value without a value', '[remote "origin"]\n\turl\n'],
		['a line that goes on', '[alias]\n\tlg = log \\\n\turl = x\n'],
		['a section with an escape', '[remote "ori\\"gin"]\n\turl = x\n'],
		['a section of the old form', '[remote.origin]\n\turl = x\n'],
		['a setting beside its section', '[remote "origin"] url = x\n'],
		['a setting outside of any section', 'url = x\n'],
		['what git does not read either', '[remote "origin"\n'],
	])('that names %s is left to git', (_, text) => expect(plainSettings(text, /^remote/)).toBeUndefined());
});

describe.skipIf(process.platform !== 'linux')('settings of a worktree', () => {
	test('are those of git, the worktree’s own last', () => {
		scratch.repository('work/api', 'gh:acme/api.git');
		scratch.write('.config/git/config', '[url "https://github.com/"]\n\tinsteadOf = gh:\n');
		scratch.write('.gitconfig', '[user]\n\tname = Mara\n[core]\n\texcludesFile = ~/ignored\n');
		const asked = execFileSync('git', ['-C', join(scratch.home, 'work/api'), 'config', '--list'], { env: env(), encoding: 'utf8' });
		const found = readSettings(at('work/api'), env()) ?? [];
		expect(found).toEqual([
			['url.https://github.com/.insteadof', 'gh:'],
			['core.excludesfile', '~/ignored'],
			['remote.origin.url', 'gh:acme/api.git'],
		]);
		expect(asked.split('\n').filter((line) => found.some(([key, value]) => line === `${key}=${value}`))).toHaveLength(3);
	});

	test('are left to git where another git may read other files, or is told to', () => {
		scratch.repository('work/api', 'gh:acme/api.git');
		chmodSync(scratch.write('bin/git', '#!/bin/sh\n'), 0o755);
		expect(readSettings(at('work/api'), env({ PATH: `${join(scratch.home, 'bin')}:/usr/bin` }))).toBeUndefined();
		expect(readSettings(at('work/api'), env({ GIT_CONFIG_GLOBAL: '/dev/null' }))).toBeUndefined();
		expect(readSettings(at('work/api'), env())).toBeDefined();
	});
});

describe('[C7] ignore rules', () => {
	const rulesOf = (folder: string) => new IgnoreRules(at(folder), readSettings(at(folder), env()) ?? [], env());

	test('come from every file that git reads them from', () => {
		scratch.repository('api');
		scratch.write('.config/git/ignore', '.idea/\n');
		scratch.write('api/.git/info/exclude', 'notes.md\n');
		scratch.write('api/.gitignore', '*.log\n/dist\n');
		scratch.write('api/web/.gitignore', 'out/\n!kept.log\n');
		const rules = rulesOf('api');
		const ignored = ['.idea/x', 'web/.idea/x', 'notes.md', 'docs/notes.md', 'a.log', 'web/a/b.log', 'dist/a.js', 'web/out/a.js'];
		expect(ignored.filter((path) => !rules.mayBeIgnored(path))).toEqual([]);
		expect(['distant/a.js', 'out/a.js', 'src/a.ts', 'idea/x'].filter((path) => rules.mayBeIgnored(path))).toEqual([]);
	});

	test('that may lie in files that are not checked out leave everything to git', () => {
		scratch.repository('api');
		expect(new IgnoreRules(at('api'), [['core.sparsecheckout', 'true']], env()).mayBeIgnored('src/a.ts')).toBe(true);
		expect(new IgnoreRules(at('api'), [['core.sparsecheckout', 'false']], env()).mayBeIgnored('src/a.ts')).toBe(false);
	});

	test('of a list that only git finds leave everything to git', () => {
		scratch.repository('api');
		scratch.write('.gitconfig', '[core]\n\texcludesFile = ~mara/ignored\n');
		expect(rulesOf('api').mayBeIgnored('src/a.ts')).toBe(true);
	});

	test('that a repository brings from outside of itself, or without end, leave everything to git', () => {
		const root = scratch.repository('api');
		symlinkSync('/dev/zero', join(root, '.gitignore'));
		expect(rulesOf('api').mayBeIgnored('src/a.ts')).toBe(true);
		scratch.write('api/web/.gitignore', '#'.repeat(2 * 1024 * 1024));
		expect(rulesOf('api').mayBeIgnored('web/a.ts')).toBe(true);
	});

	test('are read in no time, however they are made to be slow', () => {
		scratch.repository('api');
		scratch.write('api/.gitignore', `src${'**/'.repeat(40)}y\n${'*a'.repeat(200)}\n${'[!a]'.repeat(200)}\n${' '.repeat(400_000)}z\n`);
		expect(rulesOf('api').mayBeIgnored(`src/${'a/'.repeat(40)}b`)).toBe(true);
		expect(rulesOf('api').mayBeIgnored('x')).toBe(true);
	});

	test('never clear a path that git ignores, whatever the patterns', () => {
		scratch.repository('api');
		const name = fc.constantFrom('a', 'b', 'ab', 'a.log', 'B', 'Ab', 'a b', '[a]', 'ä', '.x', 'c]', 'a\tb');
		const piece = fc.constantFrom(
			'*',
			'?',
			'??',
			'**',
			'*.log',
			'x',
			'ö.*',
			'[ab]',
			'[!b]',
			'[^a-z]*',
			'[a-',
			'[a/c]',
			'[]a]',
			'[[:alpha:]]',
			'[\\]a]',
			'\\a',
			'a\0b',
			'A',
			'*a*b*',
		);
		const pattern = fc
			.tuple(
				fc.constantFrom('', '!', '/', '**/', '\\', '\ufeff', ' '),
				fc.array(
					fc.oneof(
						name,
						piece,
						fc.tuple(name, piece).map((both) => both.join('')),
					),
					{ minLength: 1, maxLength: 3 },
				),
				fc.constantFrom('', '/', '/*', '/**', ' ', '\\ ', '\t', '\r'),
			)
			.map(([before, parts, after]) => before + parts.join('/') + after);
		const patterns = fc.array(pattern, { maxLength: 3 }).map((lines) => lines.join('\n'));
		const file = fc.constantFrom('file.log', 'x', 'ö.ts', 'a', 'Notes.md', 'a.C', 'é');
		const path = fc.tuple(fc.array(name, { maxLength: 3 }), file).map(([folders, last]) => [...folders, last].join('/'));
		fc.assert(
			fc.property(patterns, patterns, fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), (top, below, asked) => {
				scratch.write('api/.gitignore', top);
				scratch.write('api/a/.gitignore', below);
				const rules = rulesOf('api');
				expect(gitIgnores('api', asked).filter((each) => !rules.mayBeIgnored(each))).toEqual([]);
			}),
			{ numRuns: 150 },
		);
	});

	function gitIgnores(folder: string, paths: readonly string[]): string[] {
		const args = ['-C', join(scratch.home, folder), 'check-ignore', '-z', '--stdin', '--no-index'];
		try {
			const output = execFileSync('git', args, { env: env(), input: `${paths.join('\0')}\0`, encoding: 'utf8' });
			return output.split('\0').filter((path) => path !== '');
		} catch (error) {
			if (error instanceof Error && 'status' in error && error.status === 1) return [];
			throw error;
		}
	}
});
