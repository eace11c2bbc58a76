/** Whether the walls stand: each import of the house held against scripts/walls/rooms.ts, and no circle among them. Part of `npm run check`. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './run.ts';
import { circlesIn } from './walls/circles.ts';
import { importsOf } from './walls/imports.ts';
import { fileOf, refusal } from './walls/refusal.ts';
import { ROOMS } from './walls/rooms.ts';

const FOLDERS = [...new Set(Object.keys(ROOMS).map((name) => name.split('/')[0]))].join();
/** What others wrote, or what a test reads as if they had. */
const FOREIGN = ['**/fixtures/**', '**/samples/**'];

const files = globSync(`{${FOLDERS}}/**/*.{ts,mjs,svelte}`, { cwd: home, exclude: FOREIGN }).map((file) => file.replaceAll('\\', '/'));
const problems: string[] = [];
const graph = new Map<string, string[]>();
for (const file of files) {
	const imports = importsOf(file, readFileSync(join(home, file), 'utf8'));
	graph.set(
		file,
		imports.map((each) => fileOf(file, each)).filter((to) => to !== undefined),
	);
	for (const each of imports) {
		const why = refusal(file, each);
		if (why !== undefined) problems.push(`${file}:${each.line} imports '${each.specifier}'\n  ${why}`);
	}
}
for (const circle of circlesIn(graph)) {
	problems.push(
		`${[...circle, circle[0]].join(' → ')}\n  A circle of imports: what these files need of each other goes into a file of its own.`,
	);
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
