/** Tests of the house itself: that the linter says what it should, and that the rules are kept where no linter looks. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { home } from './run.ts';

/** A file, a line in it, and what the linter must say of it; `undefined`: nothing. Of imports see walls/refusal.test.ts. */
const LINES: [file: string, line: string, refusal: string | undefined][] = [
	['shared/fold.ts', 'export const a = () => process.env;', 'global variable process'],
	['shared/trpc-partykit/client/link.ts', 'export const a = () => document.title;', 'global variable document'],
	['shared/log.ts', "export const a = () => console.log('');", 'console'],
	['shared/env.test.ts', 'export const a = () => process.env;', undefined],
	['bridge/env.ts', 'export const a = () => process.env;', undefined],
	['extension/ui/tab.ts', 'export const a = () => browser.tabs.query({});', 'global variable browser'],
	['extension/ui/row.svelte', '<script lang="ts">\n\tconst a = chrome.runtime.id;\n</script>\n{a}', 'global variable chrome'],
	['extension/background/tab.ts', 'export const a = () => browser.tabs.query({});', undefined],
	['bridge/barrel.ts', "export * from './push.ts';", 'barrel'],
	['bridge/any.ts', 'export const a = (b: any): void => b;', 'any'],
];

const biomeReport = z.object({ diagnostics: z.array(z.object({ message: z.string(), location: z.object({ path: z.string() }) })) });

describe('the linter', () => {
	const said = new Map<string, string>();

	beforeAll(() => {
		const folder = mkdtempSync(join(tmpdir(), 'pylon-house-'));
		copyFileSync(join(home, 'biome.jsonc'), join(folder, 'biome.jsonc'));
		for (const [file, line] of LINES) {
			mkdirSync(join(folder, dirname(file)), { recursive: true });
			writeFileSync(join(folder, file), `${line}\n`);
		}
		const only = ['style/noRestrictedGlobals', 'suspicious/noConsole', 'suspicious/noExplicitAny', 'performance'];
		const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', ...only.map((rule) => `--only=${rule}`)];
		const { stdout, stderr } = spawnSync(join(home, 'node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		if (!stdout.includes('"diagnostics"')) throw new Error(stderr);
		for (const { message, location } of biomeReport.parse(JSON.parse(stdout)).diagnostics) {
			said.set(location.path, `${said.get(location.path) ?? ''}${message}\n`);
		}
	});

	test.each(LINES.filter(([, , refusal]) => refusal !== undefined))('in %s refuses %s', (file, _, refusal) => {
		expect(said.get(file)).toContain(refusal);
	});

	test.each(LINES.filter(([, , refusal]) => refusal === undefined))('in %s allows %s', (file) => {
		expect(said.get(file)).toBeUndefined();
	});
});

describe('the house', () => {
	const files = globSync('{shared,party,bridge,extension,scripts,e2e,bench,testing}/**/*.{ts,svelte}', {
		cwd: home,
		exclude: ['**/node_modules/**'],
	});
	const sources = new Map(files.map((file) => [file, readFileSync(join(home, file), 'utf8')]));
	/** All of the rooms but their tests. */
	const shipped = files.filter((file) => /^(shared|party|bridge|extension)\//.test(file) && !file.endsWith('.test.ts'));
	const filesWith = (pattern: RegExp, among = files) => among.filter((file) => pattern.test(sources.get(file) ?? ''));
	const tests = [...sources].filter(([file]) => file.endsWith('.test.ts') && file !== 'scripts/house.test.ts');

	/** `[C2] [C3] one operator …` in the title of a test or a group of them. */
	const numbers = new Set(tests.flatMap(([, source]) => [...source.matchAll(/['"`[\s]\[([A-Z]\d+)\]/g)].map(([, number]) => number)));
	const spec = readFileSync(join(home, 'shared/SPEC.md'), 'utf8');
	const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, number]) => number));

	test('has rules and tests to look at', () => {
		expect(rules.size).toBeGreaterThan(30);
		expect(tests.length).toBeGreaterThan(2);
	});

	test('every rule of SPEC.md has a test that carries its number', () => {
		expect([...rules].filter((rule) => !numbers.has(rule))).toEqual([]);
	});

	test('no test carries the number of a rule that SPEC.md does not have', () => {
		expect([...numbers].filter((number) => !rules.has(number))).toEqual([]);
	});

	test('no file is named for nothing in particular', () => {
		const named = files.filter((file) => !file.startsWith('bridge/commands/')); // Those are named as the commands.
		expect(named.filter((file) => /^(utils?|helpers?|common|manager|services?|types|misc)\b/.test(basename(file)))).toEqual([]);
	});

	test('[R14] what the bridge writes to a terminal or the log goes through its door', () => {
		const writers = filesWith(/\b(stdout|stderr)\.write\(|\bconsole\.|appendFileSync\(/, shipped).filter((file) =>
			file.startsWith('bridge/'),
		);
		// Each of them gives what it writes to `safeLine` first, but for sequences of its own. What the native host writes is a browser's, what the
		// hook writes is a client's, and a line for a prompt is checked to hold nothing that cannot be seen.
		expect(writers.sort()).toEqual(
			[
				'cli/run-program',
				'daemon/log',
				'native/native-host',
				'pylon-hook',
				'pylon',
				'terminal/live-board',
				'terminal/prompts',
				'terminal/shell',
			].map((name) => `bridge/${name}.ts`),
		);
	});

	test('no error is swallowed by an empty catch', () => {
		expect(filesWith(/catch(\s*\([^)]*\))?\s*\{\s*\}|\.catch\(\(\)\s*=>\s*\{\s*\}\)/)).toEqual([]);
	});

	/** Files that a file brings along when it runs, itself included; packages by their name. */
	function broughtBy(file: string, seen = new Set<string>()): Set<string> {
		if (seen.has(file)) return seen;
		seen.add(file);
		for (const [, path = ''] of (sources.get(file) ?? '').matchAll(/^\t?import (?!type )[^;]*?'([^']+)';$/gm)) {
			if (path.startsWith('.')) broughtBy(join(dirname(file), path), seen);
			else seen.add(path);
		}
		return seen;
	}

	test.each([
		'shared/room/fold.ts',
		'shared/report/policy.ts',
		'extension/entrypoints/popup/popup.svelte',
		'extension/surface/show-surface.svelte.ts',
		'bridge/board/list-local.ts',
		'bridge/cli/run-program.ts',
	])('a first paint and the local board wait for no schemas: %s brings no zod along', (file) => {
		expect(sources.has(file)).toBe(true);
		expect([...broughtBy(file)].filter((brought) => /^zod|^@noble/.test(brought))).toEqual([]);
	});

	test('[G1] git is run in bridge/git/ alone, and other programs where they are known to be', () => {
		const starts = /child_process/;
		// OpenCode's plugin is text here, and starts the hook there.
		const known = [
			'attention/desktop',
			'commands/parts/login-start',
			'daemon/daemon',
			'git/program',
			'hooks/clients/opencode',
			'native/installed',
			'sessions/wsl-homes',
			'terminal/clipboard',
		].map((name) => `bridge/${name}.ts`);
		expect(filesWith(starts, shipped).sort()).toEqual(known);
		const runsGit = /(execFile|execFileSync|spawn|spawnSync|exec|execSync)\)?\(\s*['"`]git\b/;
		expect(filesWith(runsGit, shipped)).toEqual([]);
	});

	test('shared/ takes the time as an argument, but for the socket, which keeps itself alive', () => {
		const shared = shipped.filter((file) => /^shared\/(?!trpc-partykit\/)/.test(file));
		expect(filesWith(/Date\.now\(\)|new Date\(\)|performance\.now\(\)/, shared)).toEqual([]);
	});
});
