/** Two worktrees of one repository: whether their changes of a file meet is what git says when it merges both. On real repositories. */
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../shared/room/events.ts';
import { Scratch } from '../../testing/scratch.ts';
import type { LivingChange } from './agent-edits.ts';
import { ChangeWatch } from './change-watch.ts';
import { Comparison, type Found, type Living, type Told } from './comparison.ts';
import type { Edit } from './edit.ts';

const LINES = Array.from({ length: 40 }, (_, line) => `line ${line}`);
const SIDES = ['one', 'other'] as const;
type Side = (typeof SIDES)[number];

let scratch: Scratch;
let watch: ChangeWatch;
beforeEach(() => {
	scratch = new Scratch();
	watch = new ChangeWatch();
	scratch.repository('api', 'https://github.com/acme/api.git');
	// Whatever this machine's git is set to.
	git('api', 'config', 'core.autocrlf', 'false');
	write('api', text());
	commit('api');
	fetched();
	for (const side of SIDES) git('api', 'worktree', 'add', '--quiet', '-b', side, `../${side}`);
});
afterEach(() => scratch.remove());

const text = (changes: { [line: number]: string } = {}) => `${LINES.map((line, number) => changes[number] ?? line).join('\n')}\n`;
const git = (folder: string, ...args: string[]) => scratch.git(folder, ...args);
const write = (folder: string, content: string, path = 'src/a.ts') => void scratch.write(`${folder}/${path}`, content);
const withCrlf = (changes?: { [line: number]: string }) => text(changes).replaceAll('\n', '\r\n');
/** By the file system alone: git hears of it later. */
function move(folder: string, path: string): void {
	scratch.at(`${folder}/${path}`);
	renameSync(join(scratch.home, folder, 'src/a.ts'), join(scratch.home, folder, path));
}
const remove = (folder: string) => rmSync(join(scratch.home, folder, 'src/a.ts'));
function eachSide(change: (side: Side) => void): void {
	for (const side of SIDES) change(side);
}
function commit(folder: string): void {
	git(folder, 'add', '--all');
	git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'More');
}
/** What is on `main` here is what was last heard of it. */
const fetched = () => void git('api', 'update-ref', 'refs/remotes/origin/main', 'main');
/** The other side begins anew, from what `main` is now. */
const onMain = () => void git('other', 'reset', '--quiet', '--hard', 'main');

type Judged = 'meet' | 'lie apart';

/** What lives of a file on this machine. */
async function livingIn(path: string): Promise<Living> {
	const edits = SIDES.map((side): Edit => {
		const worktreeTop = join(scratch.home, side);
		return { worktreeTop, root: join(scratch.home, 'api'), branch: side, path, at: Date.now() };
	});
	const fates = await watch.fates(edits, Date.now());
	const changes = new Map<string, LivingChange>();
	for (const [edit, fate] of fates) if (fate.is === 'alive') changes.set(edit.branch ?? '', { edit, fate });
	return {
		changeOf: (agentId) => changes.get(agentId),
		contents: (all, tell) => watch.contents(all, tell),
		blob: ({ edit }, oid) => watch.blob(edit, oid),
		attend: () => undefined,
	};
}

/** As this machine's bridge judges them, asked by either side. */
async function judged(path: string): Promise<(Judged | 'not known')[]> {
	const own = SIDES.map((side) => toldOf(side, path));
	const found = await new Comparison(await livingIn(path), 'jake').compare(own, []);
	return [...found.values()].map(verdictOf);
}

/** As the bridges of two people judge them: each knows of the other what crosses the wire. */
async function judgedByTwo(path: string): Promise<(Judged | 'not known')[]> {
	const living = await livingIn(path);
	const theirs = new Map<Side, string | undefined>();
	const verdicts: (Judged | 'not known')[] = [];
	for (const side of [...SIDES, ...SIDES]) {
		const own = toldOf(side, path);
		const rival = side === 'one' ? 'other' : 'one';
		const touches: Told['touches'] = [{ path, mode: 'alive', at: 0, lines: theirs.get(rival) }];
		const other: Agent = { ...own, agentId: rival, operatorId: rival, deviceId: '0'.repeat(16), touches };
		const [found] = (await new Comparison(living, side).compare([own], [other])).values();
		theirs.set(side, found?.lines);
		verdicts.push(verdictOf(found ?? {}));
	}
	return verdicts.slice(-2);
}

function verdictOf({ meets = [], apart = [] }: Found): Judged | 'not known' {
	if (meets.length > 0) return 'meet';
	return apart.length > 0 ? 'lie apart' : 'not known';
}

function toldOf(side: Side, path: string): Told {
	const touches: Told['touches'] = [{ path, mode: 'alive', at: 0 }];
	return {
		agentId: side,
		kind: 'codex',
		repo: 'github.com/acme/api',
		worktree: side,
		branch: side,
		status: 'idle',
		statusSince: 0,
		touches,
	} as Told;
}

function merged(): Judged {
	for (const side of SIDES) commit(side);
	git('api', 'merge', '--quiet', '--no-edit', 'one');
	const author = ['-c', 'user.name=Jake', '-c', 'user.email=jake@localhost'];
	const { status } = spawnSync('git', [...author, 'merge', '--no-edit', 'other'], { cwd: join(scratch.home, 'api') });
	return status === 0 ? 'lie apart' : 'meet';
}

test.each<[what: string, change: () => void, path?: string]>([
	[
		'one line',
		() => {
			write('one', text({ 10: 'x' }));
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'lines next to each other',
		() => {
			write('one', text({ 10: 'x' }));
			write('other', text({ 11: 'y' }));
		},
	],
	[
		'lines with one between',
		() => {
			write('one', text({ 10: 'x' }));
			write('other', text({ 12: 'y' }));
		},
	],
	[
		'the same change, and each one more',
		() => {
			write('one', text({ 10: 'x', 20: 'one' }));
			write('other', text({ 10: 'x', 30: 'other' }));
		},
	],
	[
		'the same change, and one beside it',
		() => {
			write('one', text({ 10: 'x' }));
			write('other', text({ 10: 'x', 11: 'other' }));
		},
	],
	[
		'a branch that was begun from the other',
		() => {
			write('one', text({ 10: 'x' }));
			commit('one');
			git('other', 'merge', '--quiet', 'one');
			write('other', text({ 10: 'x', 30: 'y' }));
		},
	],
	[
		'a branch that was begun from the other, and changes its lines',
		() => {
			write('one', text({ 10: 'x' }));
			commit('one');
			git('other', 'merge', '--quiet', 'one');
			write('one', text({ 10: 'x', 20: 'one' }));
			write('other', text({ 10: 'x', 20: 'other' }));
		},
	],
	[
		'a deletion and a change',
		() => {
			remove('one');
			write('other', text({ 10: 'y' }));
		},
	],
	['two deletions', () => eachSide(remove)],
	['the same new file', () => eachSide((side) => write(side, 'new\n', 'new.ts')), 'new.ts'],
	['two new files of one name', () => eachSide((side) => write(side, `${side}\n`, 'new.ts')), 'new.ts'],
	[
		'two ends of a file',
		() => {
			write('one', `${text()}one\n`);
			write('other', `${text()}other\n`);
		},
	],
	[
		'a last line and its end',
		() => {
			write('one', text().trimEnd());
			write('other', text({ 39: 'y' }));
		},
	],
	[
		'a revert that is reverted',
		() => {
			write('one', text({ 10: 'x' }));
			commit('one');
			git('api', 'merge', '--quiet', '--no-ff', '--no-edit', 'one');
			git('api', 'revert', '--no-edit', '-m', '1', 'HEAD');
			fetched();
			git('one', 'reset', '--quiet', '--hard', 'main');
			git('one', 'revert', '--no-edit', 'HEAD');
			onMain();
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'what was squashed, with more after it, and work on top of that',
		() => {
			write('one', text({ 10: 'x' }));
			commit('one');
			write('api', text({ 10: 'x' }));
			commit('api');
			fetched();
			onMain();
			write('one', text({ 10: 'x', 30: 'one' }));
			write('other', text({ 10: 'x', 20: 'other' }));
		},
	],
	[
		'the same lines of bases with other numbers',
		() => {
			write('one', text({ 20: 'x' }));
			write('api', text({ 0: 'a\nb\nc\nline 0' }));
			commit('api');
			fetched();
			onMain();
			write('other', text({ 0: 'a\nb\nc\nline 0', 20: 'y' }));
		},
	],
	[
		'other lines that had the same numbers',
		() => {
			write('one', text({ 20: 'x' }));
			write('api', text({ 0: 'a\nb\nc\nline 0' }));
			commit('api');
			fetched();
			onMain();
			write('other', text({ 0: 'a\nb\nc\nline 0', 17: 'y' }));
		},
	],
	[
		'a file that a sparse checkout leaves out',
		() => {
			write('one', text({ 10: 'x' }));
			commit('one');
			git('one', 'sparse-checkout', 'set', '--no-cone', '/nothing');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file and a change',
		() => {
			git('one', 'mv', 'src/a.ts', 'src/b.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a file that was moved without telling git, and a change',
		() => {
			move('one', 'lib/deep/b.ts');
			write('one', 'new\n', 'src/new.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a file that was moved so and changed, in the same lines as the other',
		() => {
			move('one', 'b.ts');
			write('one', text({ 10: 'x' }), 'b.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file that was changed too, in other lines',
		() => {
			git('one', 'mv', 'src/a.ts', 'src/b.ts');
			write('one', text({ 20: 'x' }), 'src/b.ts');
			commit('one');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file that was changed too, in the same lines',
		() => {
			git('one', 'mv', 'src/a.ts', 'src/b.ts');
			write('one', text({ 10: 'x' }), 'src/b.ts');
			commit('one');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a folder that was moved, and a change',
		() => {
			write('one', 'new\n', 'src/new.ts');
			commit('one');
			git('one', 'mv', 'src', 'lib');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a file that was moved twice, and a change',
		() => {
			git('one', 'mv', 'src/a.ts', 'src/b.ts');
			commit('one');
			git('one', 'mv', 'src/b.ts', 'src/c.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file on a branch that no worktree has, and a change',
		() => {
			git('one', 'mv', 'src/a.ts', 'src/b.ts');
			commit('one');
			git('one', 'checkout', '--quiet', '--detach', 'main');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a file that something else came in place of, and a change',
		() => {
			move('one', 'src/b.ts');
			write('one', 'all\nanew\n'.repeat(20), 'src/b.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file and a deletion',
		() => {
			move('one', 'src/b.ts');
			remove('other');
		},
	],
	['a file that was moved to two places', () => eachSide((side) => move(side, `src/${side}.ts`))],
	['a file that was moved to one place', () => eachSide((side) => move(side, 'src/b.ts'))],
	[
		'all line ends and a change',
		() => {
			write('one', withCrlf());
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'all line ends, committed, and a change',
		() => {
			write('one', withCrlf({ 20: 'x' }));
			commit('one');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'line ends that git converts as it is set to',
		() => {
			git('api', 'config', 'core.autocrlf', 'true');
			write('one', withCrlf({ 20: 'x' }));
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file with line ends that git converts',
		() => {
			git('api', 'config', 'core.autocrlf', 'input');
			move('one', 'src/b.ts');
			write('one', withCrlf({ 20: 'x' }), 'src/b.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'line ends that git converts by attributes',
		() => {
			write('api', '*.ts text\n', '.git/info/attributes');
			write('one', withCrlf({ 20: 'x' }));
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'line ends that attributes keep as they are',
		() => {
			git('api', 'config', 'core.autocrlf', 'true');
			write('api', '*.ts -text\n', '.git/info/attributes');
			write('one', withCrlf({ 20: 'x' }));
			write('other', text({ 10: 'y' }));
		},
	],
])('[C1] [C2] %s', async (_what, change, path = 'src/a.ts') => {
	change();
	const said = await judged(path);
	const truth = merged();
	expect(said).toEqual([truth, truth]);
});

test.each<[what: string, change: () => void]>([
	[
		'a moved file, and a change of it',
		() => {
			move('one', 'src/b.ts');
			write('one', text({ 20: 'x' }), 'src/b.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a moved file, and a change of it in the same lines',
		() => {
			git('one', 'mv', 'src/a.ts', 'src/b.ts');
			write('one', text({ 10: 'x' }), 'src/b.ts');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'a deleted file, and a change of it',
		() => {
			remove('one');
			write('other', text({ 10: 'y' }));
		},
	],
	[
		'all line ends, and a change',
		() => {
			write('one', withCrlf());
			write('other', text({ 10: 'y' }));
		},
	],
])('[C11] between two people: %s', async (_what, change) => {
	change();
	const said = await judgedByTwo('src/a.ts');
	const truth = merged();
	expect(said).toEqual([truth, truth]);
});

// Elsewhere a disk finds it by either name.
test.runIf(process.platform === 'linux')('[C1] [C2] a file whose name became another case, and a change', async () => {
	git('one', 'mv', 'src/a.ts', 'src/A.ts');
	commit('one');
	write('other', text({ 10: 'y' }));
	expect(await judged('src/a.ts')).toEqual(['lie apart', 'lie apart']);
	expect(merged()).toBe('lie apart');
});

test('[C11] a file that is moved is followed from when git hears of it, and no longer once it is gone', async () => {
	remove('one');
	write('other', text({ 10: 'y' }));
	expect(await judged('src/a.ts')).toEqual(['meet', 'meet']);
	write('one', text(), 'src/b.ts');
	git('one', 'add', '--all');
	expect(await judged('src/a.ts')).toEqual(['lie apart', 'lie apart']);
	git('one', 'rm', '--quiet', '--force', 'src/b.ts');
	expect(await judged('src/a.ts')).toEqual(['meet', 'meet']);
});
