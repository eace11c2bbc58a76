/**
 * `npm run bench -- git`: what it costs to tell what changed in a repository of 100,000 files, against `git status` on the same. They are
 * run in turn and the fastest of each counts, since others use the machine too.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from '../bridge/git/changed.ts';
import { type Worktree, Worktrees } from '../bridge/git/worktree.ts';
import { Scratch } from '../testing/scratch.ts';

const FOLDERS = 1_000;
const FILES = 100;
const ROUNDS = 15;
const LATELY_MS = 30 * 60_000;
const CHANGED = 50;

const pathOf = (folder: number, file: number) => `pkg-${folder % 20}/mod-${folder % 100}/part-${folder}/file-${file}.ts`;

/** Committed an hour ago; some files were changed since. */
function furnish(scratch: Scratch): Worktree {
	const root = scratch.repository('large');
	const anHourAgo = Date.now() / 1000 - 3_600;
	for (let folder = 0; folder < FOLDERS; folder++) {
		mkdirSync(join(root, pathOf(folder, 0), '..'), { recursive: true });
		for (let file = 0; file < FILES; file++) {
			const path = join(root, pathOf(folder, file));
			writeFileSync(path, `export const x${folder} = ${file};\n`);
			utimesSync(path, anHourAgo, anHourAgo);
		}
	}
	scratch.git('large', 'add', '--all');
	scratch.git('large', 'commit', '--quiet', '-m', 'Large');
	for (let folder = 0; folder < CHANGED; folder++) writeFileSync(join(root, pathOf(folder, 1)), 'changed\n');
	return new Worktrees().at(root) as Worktree;
}

interface Row {
	what: string;
	ms: number;
	bar?: number;
}

async function measure(worktree: Worktree): Promise<Row[]> {
	const status = { what: 'git status --untracked-files=all', ms: Number.POSITIVE_INFINITY };
	const lately = { what: 'What changed in the last half hour', ms: Number.POSITIVE_INFINITY, bar: 2 };
	const timed = async (row: Row, work: () => unknown) => {
		const began = performance.now();
		await work();
		row.ms = Math.min(row.ms, performance.now() - began);
	};
	for (let round = 0; round < ROUNDS; round++) {
		await timed(status, () =>
			execFileSync('git', ['--no-optional-locks', 'status', '--porcelain', '-z', '--untracked-files=all'], { cwd: worktree.top }),
		);
		await timed(lately, () => changedFiles(worktree, Date.now() - LATELY_MS));
	}
	return [status, lately];
}

/** The longest that nobody else had a turn while it was told. */
async function longestWait(worktree: Worktree): Promise<number> {
	let longest = 0;
	let last = performance.now();
	const ticking = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 1);
	await changedFiles(worktree, Date.now() - LATELY_MS);
	clearInterval(ticking);
	return longest;
}

/** That what is measured is what is meant. */
async function checkAnswer(worktree: Worktree): Promise<void> {
	const found = (await changedFiles(worktree, Date.now() - LATELY_MS))?.length;
	if (found !== CHANGED) throw new Error(`${found} of ${CHANGED} changed files were told.`);
}

const scratch = new Scratch();
try {
	process.stderr.write(`Making a repository of ${FOLDERS * FILES} files\n`);
	const worktree = furnish(scratch);
	await checkAnswer(worktree);
	const rows = await measure(worktree);
	const base = rows[0]?.ms ?? 0;
	const width = Math.max(...rows.map(({ what }) => what.length));
	for (const { what, ms, bar } of rows) {
		const holds = bar === undefined || ms <= bar * base;
		const against = bar === undefined ? '' : `  ${(ms / base).toFixed(2)} ×   ≤ ${bar} ×`;
		process.stdout.write(`${holds ? ' ' : '✗'} ${what.padEnd(width)}  ${ms.toFixed(0).padStart(5)} ms${against}\n`);
		if (!holds) process.exitCode = 1;
	}
	process.stdout.write(
		`  ${'  the longest that others waited'.padEnd(width)}  ${(await longestWait(worktree)).toFixed(0).padStart(5)} ms\n`,
	);
	process.stdout.write(`  ${'  memory'.padEnd(width)}  ${(process.memoryUsage().rss / 1_000_000).toFixed(0).padStart(5)} MB\n`);
} finally {
	scratch.remove();
}
