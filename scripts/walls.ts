/**
 * Whether the walls stand: each import of the house held against scripts/walls/rooms.ts, no circle among them, no folder and no
 * function that grew too large. Part of `npm run check`.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './run.ts';
import { circlesIn } from './walls/circles.ts';
import { importsOf } from './walls/imports.ts';
import { fileOf, refusal } from './walls/refusal.ts';
import { ROOMS } from './walls/rooms.ts';
import { filesByFolder, functionsOf } from './walls/sizes.ts';

const MOST_FILES = 30;
const MOST_LINES = 60;

const FOLDERS = [...new Set(Object.keys(ROOMS).map((name) => name.split('/')[0]))].join();
/** What others wrote, or what a test reads as if they had. */
const FOREIGN = ['**/node_modules/**', '**/fixtures/**', '**/samples/**'];
/** Tests are stories, and as long as those; what only tests and measurements are made of is not held to it. */
const MAY_BE_LONG = /\.test\.ts$|^(e2e|bench)\//;

function* refusedImports(sources: ReadonlyMap<string, string>): Generator<string> {
	const graph = new Map<string, string[]>();
	for (const [file, source] of sources) {
		const imports = importsOf(file, source);
		const targets = imports.map((each) => fileOf(file, each));
		graph.set(
			file,
			targets.filter((to) => to !== undefined),
		);
		for (const each of imports) {
			const why = refusal(file, each);
			if (why !== undefined) yield `${file}:${each.line} imports '${each.specifier}'\n  ${why}`;
		}
	}
	for (const circle of circlesIn(graph)) {
		yield `${[...circle, circle[0]].join(' → ')}\n  A circle of imports: what these files need of each other goes into a file of its own.`;
	}
}

function* tooLarge(sources: ReadonlyMap<string, string>): Generator<string> {
	for (const [folder, count] of filesByFolder([...sources.keys()])) {
		if (count > MOST_FILES)
			yield `${folder}/ holds ${count} files\n  Nobody finds anything among more than ${MOST_FILES}: divide it by what its files are for.`;
	}
	for (const [file, source] of sources) {
		if (MAY_BE_LONG.test(file)) continue;
		for (const { at, lines } of functionsOf(file, source)) {
			if (lines > MOST_LINES) yield `${at} is a function of ${lines} lines\n  More than ${MOST_LINES} are read by nobody: name its steps.`;
		}
	}
}

const files = globSync(`{${FOLDERS}}/**/*.{ts,mjs,svelte}`, { cwd: home, exclude: FOREIGN }).map((file) => file.replaceAll('\\', '/'));
const sources = new Map(files.map((file) => [file, readFileSync(join(home, file), 'utf8')]));
const problems = [...refusedImports(sources), ...tooLarge(sources)];
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
