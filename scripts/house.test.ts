/** Tests of the house itself: that its walls stand, and that its rules are kept where no linter looks. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { home } from './run.ts';

const ROOM = 'Rooms never import each other';
const TABLE = 'it imports no room';
const PURE = 'shared/ runs in Node, browsers and workers alike';
const HOST = "known in party/'s hosts alone";
const SOCKET = 'to be published by itself';
const UI = 'ui/ knows neither sockets nor `browser`';

/** A file, a line in it, and what the linter must say of it; `undefined`: nothing. */
const WALLS: [file: string, line: string, refusal: string | undefined][] = [
	['bridge/report/push.ts', "import { a } from '../party/router.ts';", ROOM],
	['bridge/commands/init.ts', "import type { A } from '../../extension/contract/settings.ts';", ROOM],
	['bridge/sessions/tail.test.ts', "import { a } from '../party/router.ts';", ROOM],
	['bridge/push-2.ts', "import { a } from 'partykit/server';", HOST],
	['bridge/push-3.ts', "import { a } from '../shared/relay.ts';", undefined],
	['bridge/push-4.ts', "import { a } from 'node:fs';", undefined],
	['party/router.ts', "import { a } from '../bridge/report/push.ts';", ROOM],
	['party/store.ts', "export { a } from '../extension/contract/settings.ts';", ROOM],
	['party/room.ts', "import type * as Party from 'partykit/server';", HOST],
	['party/room-2.ts', "import { Server } from 'partyserver';", HOST],
	['party/door/door.ts', "import { DurableObject } from 'cloudflare:workers';", HOST],
	['party/host-partykit.ts', "import type * as Party from 'partykit/server';", undefined],
	['party/host-partyserver.ts', "import { Server } from 'partyserver';", undefined],
	['party/host-partyserver.ts', "import { DurableObject } from 'cloudflare:workers';", undefined],
	['party/host-partyserver-2.ts', "import { a } from '../bridge/report/push.ts';", ROOM],
	['scripts/relay.ts', "import { Server } from 'partyserver';", HOST],
	['party/socket.ts', "import { a } from '../shared/limits.ts';", undefined],
	['extension/background/live.ts', "const a = await import('../../bridge/push.ts');", ROOM],
	['extension/room/room.ts', "import { a } from 'node:path';", 'has no Node modules'],
	['extension/room/party.ts', "import { a } from 'partykit/server';", HOST],
	['extension/room/alias.ts', "import { a } from '@/settings';", 'Imports are relative'],
	['extension/background/socket.ts', "import PartySocket from 'partysocket';", undefined],
	['extension/ui/row.ts', "import { browser } from 'wxt/browser';", UI],
	['extension/ui/row-2.ts', "import PartySocket from 'partysocket';", UI],
	['extension/ui/row-3.ts', "import { a } from '@trpc/client';", UI],
	['extension/ui/row-4.ts', "import { a } from '../background/live.ts';", UI],
	['extension/ui/row-5.ts', "import { a } from '../../shared/words.ts';", undefined],
	['extension/ui/row.svelte', '<script lang="ts">\n\timport { browser } from \'wxt/browser\';\n</script>', UI],
	['shared/room/fold.ts', "import { a } from '../party/router.ts';", TABLE],
	['shared/fold-2.ts', "import { a } from 'node:crypto';", PURE],
	['shared/fold-3.ts', "import { a } from 'wxt/browser';", PURE],
	['shared/fold-4.ts', "import { a } from '@trpc/server';", PURE],
	['shared/fold-5.ts', "import { z } from 'zod';", undefined],
	['shared/fold-6.ts', "import { aessiv } from '@noble/ciphers/aes.js';", undefined],
	['shared/fold-7.ts', 'export const a = () => process.env;', 'process'],
	['shared/fold-8.ts', "export const a = () => console.log('');", 'console'],
	['shared/fold.test.ts', "import { a } from 'node:fs';", undefined],
	['shared/relay.ts', "import type { Router } from '../party/router.ts';", undefined],
	['shared/relay-2.ts', "import type { Router } from '../party/router.ts';", TABLE],
	['shared/trpc-partykit/server/frame.ts', "import { a } from '@trpc/server';", undefined],
	['shared/trpc-partykit/server/frame-2.ts', "import { a } from '../../relay.ts';", TABLE],
	['shared/trpc-partykit/server/frame-3.ts', "import { a } from 'partykit/server';", SOCKET],
	['shared/trpc-partykit/server/frame-4.ts', "import { a } from '@trpc/client';", SOCKET],
	['shared/trpc-partykit/client/link.ts', "import { a } from '@trpc/client';", undefined],
	['shared/trpc-partykit/client/link-2.ts', "import { a } from '@trpc/server/adapters/fetch';", SOCKET],
	['shared/trpc-partykit/client/link-3.ts', "import { a } from '../server/frame.ts';", TABLE],
	['scripts/start.ts', "import { a } from '../bridge/report/push.ts';", undefined],
	['bridge/barrel.ts', "export * from './push.ts';", 'barrel'],
	['bridge/any.ts', 'export const a = (b: any): void => b;', 'any'],
];

const biomeReport = z.object({ diagnostics: z.array(z.object({ message: z.string(), location: z.object({ path: z.string() }) })) });

describe('the linter', () => {
	const said = new Map<string, string>();

	beforeAll(() => {
		const folder = mkdtempSync(join(tmpdir(), 'pylon-house-'));
		copyFileSync(join(home, 'biome.jsonc'), join(folder, 'biome.jsonc'));
		for (const [file, line] of WALLS) {
			mkdirSync(join(folder, dirname(file)), { recursive: true });
			writeFileSync(join(folder, file), `${line}\n`);
		}
		const only = [
			'style/noRestrictedImports',
			'style/noRestrictedGlobals',
			'suspicious/noConsole',
			'suspicious/noExplicitAny',
			'performance',
		];
		const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', ...only.map((rule) => `--only=${rule}`)];
		const { stdout, stderr } = spawnSync(join(home, 'node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		if (!stdout.includes('"diagnostics"')) throw new Error(stderr);
		for (const { message, location } of biomeReport.parse(JSON.parse(stdout)).diagnostics) {
			said.set(location.path, `${said.get(location.path) ?? ''}${message}\n`);
		}
	});

	test.each(WALLS.filter(([, , refusal]) => refusal !== undefined))('in %s refuses %s', (file, _, refusal) => {
		expect(said.get(file)).toContain(refusal);
	});

	test.each(WALLS.filter(([, , refusal]) => refusal === undefined))('in %s allows %s', (file) => {
		expect(said.get(file)).toBeUndefined();
	});
});

describe('the house', () => {
	const files = globSync('{shared,party,bridge,extension,scripts,e2e,bench,testing}/**/*.{ts,svelte}', { cwd: home });
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

	test('nothing that ships imports what puts it together or tries it', () => {
		expect(filesWith(/from '(\.\.\/)+(scripts|e2e|bench|testing)\//, shipped)).toEqual([]);
	});

	test('[R14] what the bridge writes to a terminal or the log goes through its door', () => {
		const writers = filesWith(/\b(stdout|stderr)\.write\(|\bconsole\.|appendFileSync\(/, shipped).filter((file) =>
			file.startsWith('bridge/'),
		);
		// Each of them gives what it writes to `shown` first, but for sequences of its own.
		expect(writers.sort()).toEqual(
			['cli/run-program', 'daemon/log', 'pylon', 'terminal/live-board', 'terminal/prompts', 'terminal/shell'].map(
				(name) => `bridge/${name}.ts`,
			),
		);
	});

	test('no error is swallowed by an empty catch', () => {
		expect(filesWith(/catch(\s*\([^)]*\))?\s*\{\s*\}|\.catch\(\(\)\s*=>\s*\{\s*\}\)/)).toEqual([]);
	});

	/** Files that a file brings along when it runs, itself included; packages by their name. */
	function broughtBy(file: string, seen = new Set<string>()): Set<string> {
		if (seen.has(file)) return seen;
		seen.add(file);
		for (const [, path = ''] of (sources.get(file) ?? '').matchAll(/^import (?!type )[^;]*?'([^']+)';$/gm)) {
			if (path.startsWith('.')) broughtBy(join(dirname(file), path), seen);
			else seen.add(path);
		}
		return seen;
	}

	test.each(['shared/room/fold.ts', 'shared/report/policy.ts', 'extension/contract/surface-port.ts', 'bridge/board/list-local.ts'])(
		'a first paint and the local board wait for no schemas: %s brings no zod along',
		(file) => {
			expect(sources.has(file)).toBe(true);
			expect([...broughtBy(file)].filter((brought) => /^zod|^@noble/.test(brought))).toEqual([]);
		},
	);

	test('[G1] git is run in bridge/git/ alone, and other programs where they are known to be', () => {
		const starts = /child_process/;
		const known = ['bridge/commands/service.ts', 'bridge/daemon/daemon.ts', 'bridge/git/program.ts', 'bridge/terminal/clipboard.ts'];
		expect(filesWith(starts, shipped).sort()).toEqual(known);
		const runsGit = /(execFile|execFileSync|spawn|spawnSync|exec|execSync)\)?\(\s*['"`]git\b/;
		expect(filesWith(runsGit, shipped)).toEqual([]);
	});

	test('shared/ takes the time as an argument, but for the socket, which keeps itself alive', () => {
		const shared = shipped.filter((file) => /^shared\/(?!trpc-partykit\/)/.test(file));
		expect(filesWith(/Date\.now\(\)|new Date\(\)|performance\.now\(\)/, shared)).toEqual([]);
	});
});
