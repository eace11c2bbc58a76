/** The second part of `npm run bench -- alarms`: what it costs to tell which changes are alive, in many worktrees of one repository. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChangeWatch } from '../../bridge/changes/change-watch.ts';
import type { Edit, Fate } from '../../bridge/changes/edit.ts';
import { Scratch } from '../../testing/scratch.ts';

const WORKTREES = 100;
const EDITED = 20;
const FILES = 200;
const LINES = 200;
/** The default branch's commits from which the branches leave, and those after it. */
const BASES = 25;
const LATER = 100;
/** Worktrees whose change the default branch has had, as one commit each, before it moved on in the same files. */
const LANDED = 5;
const CPU_BAR_MS = 2_000;
const ROUNDS = 5;

const pathOf = (file: number) => `pkg-${file % 20}/file-${file}.ts`;
/** Each worktree’s own, ten apart, so that several of them change each file. */
const editedIn = (worktree: number) => Array.from({ length: EDITED }, (_, index) => pathOf((worktree * 7 + index * 10) % FILES));

function change(folder: string, path: string, line: number, text: string): void {
	const lines = readFileSync(join(folder, path), 'utf8').split('\n');
	lines[line % LINES] = text;
	writeFileSync(join(folder, path), lines.join('\n'));
}

/** Half of the worktrees have committed their changes. Nothing of what others did after a branch left is fetched anew. */
function furnish(scratch: Scratch): Edit[] {
	const root = scratch.repository('large');
	const git = (folder: string, ...args: string[]) => scratch.git(folder, ...args);
	for (let file = 0; file < FILES; file++) {
		mkdirSync(join(root, pathOf(file), '..'), { recursive: true });
		writeFileSync(join(root, pathOf(file)), Array.from({ length: LINES }, (_, line) => `export const x${line} = ${file};`).join('\n'));
	}
	git('large', 'add', '--all');
	for (let base = 0; base < BASES; base++) {
		change(root, pathOf(base), 100, `base ${base}`);
		git('large', 'commit', '--quiet', '-am', `Base ${base}`);
		for (let worktree = base; worktree < WORKTREES; worktree += BASES) {
			git('large', 'worktree', 'add', '--quiet', '-b', `fix-${worktree}`, `../fix-${worktree}`);
			edit(scratch, worktree);
		}
	}
	for (let worktree = 0; worktree < LANDED; worktree++) {
		for (const path of editedIn(worktree)) change(root, path, worktree, `changed in ${worktree}`);
		git('large', 'commit', '--quiet', '-am', `Land ${worktree}`);
		for (const path of editedIn(worktree)) change(root, path, worktree, 'moved on');
	}
	for (let commit = 0; commit < LATER; commit++) {
		change(root, pathOf(commit % 40), 150 + (commit % 40), `later ${commit}`);
		git('large', 'commit', '--quiet', '-am', `Later ${commit}`);
	}
	git('large', 'update-ref', 'refs/remotes/origin/main', 'main');
	git('large', 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
	return Array.from({ length: WORKTREES }, (_, worktree) => worktree).flatMap((worktree) =>
		editedIn(worktree).map((path) => ({
			worktreeTop: join(scratch.home, `fix-${worktree}`),
			root,
			branch: `fix-${worktree}`,
			path,
			at: Date.now(),
		})),
	);
}

function edit(scratch: Scratch, worktree: number): void {
	const folder = `fix-${worktree}`;
	for (const path of editedIn(worktree)) change(join(scratch.home, folder), path, worktree, `changed in ${worktree}`);
	if (worktree % 2 === 0) scratch.git(folder, 'commit', '--quiet', '-am', 'Mine');
}

/** How Linux counts for its programs, whatever the kernel does (proc(5), `USER_HZ`). */
const TICK_MS = 10;

/** Of this process and of those that it started and that have ended, ms; of the latter Linux alone tells. */
function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	if (process.platform !== 'linux') return (user + system) / 1_000;
	const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (user + system) / 1_000 + (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

async function fastest(work: () => Promise<unknown>): Promise<number> {
	let best = Number.POSITIVE_INFINITY;
	for (let round = 0; round < ROUNDS; round++) {
		const began = cpuMs();
		await work();
		best = Math.min(best, cpuMs() - began);
	}
	return best;
}

function check(fates: ReadonlyMap<Edit, Fate>): void {
	const isLanded = ({ branch }: Edit) => Number(branch?.slice('fix-'.length)) < LANDED;
	const wrong = [...fates].filter(([edit, { is }]) => is !== (isLanded(edit) ? 'over' : 'alive'));
	if (wrong.length > 0) throw new Error(`${wrong.length} fates are not as they should be: ${JSON.stringify(wrong[0])}.`);
}

/** Lines to print; throws where a fate is wrong. Sets the exit code where it costs more than it may. */
export async function gitRoom(): Promise<string[]> {
	const scratch = new Scratch();
	try {
		const edits = furnish(scratch);
		check(await new ChangeWatch().fates(edits, Date.now()));
		const anew = await fastest(() => new ChangeWatch().fates(edits, Date.now()));
		const watch = new ChangeWatch();
		await watch.fates(edits, Date.now());
		const again = await fastest(() => watch.fates(edits, Date.now()));
		if (anew > CPU_BAR_MS) process.exitCode = 1;
		const alive = edits.length - LANDED * EDITED;
		return [
			`${anew > CPU_BAR_MS ? '✗' : ' '} ${edits.length} files edited in ${WORKTREES} worktrees, ${alive} of them alive: decided anew  ${anew.toFixed(0)} ms of CPU   ≤ ${CPU_BAR_MS} ms`,
			`  the same while nothing changes  ${again.toFixed(0)} ms of CPU`,
		];
	} finally {
		scratch.remove();
	}
}
