/** Git runs nothing that a repository names, wherever it names it. On this machine's git: the first on the PATH. */
import { execFileSync, spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VECTORS, type Vector } from '../../testing/git-vectors.ts';
import { PLACES, stir, Vectors } from '../../testing/hostile-repository.ts';
import { Scratch } from '../../testing/scratch.ts';
import { changedFiles } from './changed.ts';
import { generatedOf } from './generated.ts';
import { git } from './git.ts';
import { ignoredOf } from './ignored.ts';
import { gitUserName, gitVersion } from './installed.ts';
import { QUESTIONS, type Question } from './questions.ts';
import { RepositoryNames } from './repository.ts';
import { type Worktree, Worktrees } from './worktree.ts';

const VERSION = execFileSync('git', ['version'], { encoding: 'utf8' }).replace(/^git version /, '');
const isKnown = ({ since = '0' }: Vector) => VERSION.localeCompare(since, 'en', { numeric: true }) >= 0;
const MISSING = 'a repository of which objects are missing';

let scratch: Scratch;
let vectors: Vectors;
beforeEach(() => {
	scratch = new Scratch();
	vectors = new Vectors(scratch);
	vi.stubEnv('HOME', scratch.home);
});
afterEach(() => {
	vi.unstubAllEnvs();
	scratch.remove();
});

const at = (folder: string) => new Worktrees().at(folder) as Worktree;

const OBJECTS = ['HEAD', 'HEAD^{tree}', 'HEAD:a.clean', 'HEAD:a.conv', 'side:src/a.ts', 'nothing', ''].join('\n');
/** By command: each kind of object, and commits, for those that take names of them; all of these may be missing. Paths for the others. */
const INPUTS: Readonly<Record<string, string>> = { 'cat-file': OBJECTS, 'rev-list': 'side\n^HEAD\n' };
const inputOf = (question: Question, moved: string) => {
	const [command] = QUESTIONS[question];
	return command === 'diff-tree' ? moved : (INPUTS[command] ?? 'a.clean\0src/a.ts\0');
};

/** Moves files and changes them, in the index and in a commit that no branch has; names both commits, where their objects are there. */
function moveIn(folder: string): string {
	const env = { PATH: process.env.PATH, HOME: scratch.home, GIT_TERMINAL_PROMPT: '0' };
	const run = (input: string, ...args: string[]) => {
		const author = ['-c', 'user.name=Mara', '-c', 'user.email=mara@example.com'];
		return spawnSync('git', [...author, ...args], { cwd: folder, env, input, encoding: 'utf8', timeout: 20_000 }).stdout.trim();
	};
	for (const kind of ['conv', 'clean']) {
		run('', 'mv', `a.${kind}`, `moved.${kind}`);
		const blob = run(`Three a.${kind}\n+\n`, 'hash-object', '-w', '--stdin');
		run('', 'update-index', '--add', '--cacheinfo', `100644,${blob},moved.${kind}`);
	}
	const commit = run('', 'commit-tree', '-m', 'Moved', run('', 'write-tree'));
	return `${commit} ${run('', 'rev-parse', 'HEAD')}\n`;
}

describe.skipIf(process.platform === 'win32')('[G2] what a repository names', () => {
	const taken = Object.entries(VECTORS).filter(([, vector]) => vector.taken !== undefined && isKnown(vector));

	test.each(taken)('%s is taken up by git where git is asked for more than Pylon asks', (name, vector) => {
		const place = PLACES[name.includes('missing') ? MISSING : 'its own settings'];
		const [root = ''] = place?.(scratch, vectors.plant([vector]), 'victim') ?? [];
		stir(root);
		for (const args of vector.taken ?? []) {
			const env = { PATH: process.env.PATH, HOME: scratch.home, GIT_TERMINAL_PROMPT: '0' };
			const author = ['-c', 'user.name=Mara', '-c', 'user.email=mara@example.com'];
			spawnSync('git', [...author, ...args], { cwd: root, env, input: 'protocol=https\nhost=x\n\n', timeout: 20_000 });
		}
		expect(vectors.taken()).toEqual([name]);
	});

	test.each(Object.keys(PLACES))('in %s is left alone by everything that Pylon asks', async (place) => {
		const folders = PLACES[place]?.(scratch, vectors.plant(), 'victim') ?? [];
		for (const folder of folders) stir(folder);
		const moved = folders.map(moveIn);
		vectors.forget();
		for (const [index, folder] of folders.entries()) {
			for (const question of Object.keys(QUESTIONS) as Question[]) {
				await git(at(folder), question, inputOf(question, moved[index] ?? ''));
				expect([question, ...vectors.taken()]).toEqual([question]);
			}
			if (place === 'its own settings') expect(await git(at(folder), 'moves', moved[index])).toMatch(/moved\.clean.*moved\.conv/);
			const paths = ['a.clean', 'src/a.ts', 'new.clean'];
			await Promise.all([changedFiles(at(folder), 0), ignoredOf(at(folder), paths), generatedOf(at(folder), paths)]);
			await new RepositoryNames().of(at(folder));
			vi.spyOn(process, 'cwd').mockReturnValue(folder);
			await Promise.all([gitVersion(process.env), gitUserName(process.env)]);
			vi.restoreAllMocks();
			expect(vectors.taken()).toEqual([]);
		}
	});
});
