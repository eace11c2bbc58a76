/** What is shipped is built, and no test of the sources sees what building does to them. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCli } from './build-cli.ts';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'pylon-built-'));
	await buildCli(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const codeOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const files = (): string[] => globSync('**/*.js', { cwd: folder });

test('the built command names nothing that Node 22.0 does not have: such a name keeps a module from starting', () => {
	const names = files().flatMap((file) => [...codeOf(file).matchAll(/import ?\{([^}]*)\} ?from ?["'`]node:[^;]*/g)]);
	expect(names.map(([, name]) => name?.trim()).filter((name) => name !== 'createRequire')).toEqual([]);
});

test('--help and a board without a room load no schema, nothing that speaks to relays, hashes or starts processes, and no flags', () => {
	const loaded = new Set<string>();
	const load = (file: string) => {
		if (loaded.has(file)) return;
		loaded.add(file);
		for (const [, from = ''] of codeOf(file).matchAll(/(?:from|import) ?["'`]\.\/([^"'`]+)["'`]/g))
			load(file.startsWith('chunks/') ? `chunks/${from}` : from);
	};
	load('pylon.js');
	const help = [...loaded].sort();
	for (const file of files().filter((each) => each.startsWith('chunks/run-program-'))) load(file);
	expect(help).toEqual([expect.stringMatching(/^chunks\/start-/), 'pylon.js']);
	const UNNEEDED = /ZodType|partysocket|Commander|require\(["'`]node:(?:crypto|child_process|fs\/promises)/;
	expect([...loaded].filter((file) => UNNEEDED.test(codeOf(file)))).toEqual([]);
});
