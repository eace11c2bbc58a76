/**
 * `npm run bench -- bridge`: what reading costs, against Node reading and parsing every line of the same files. Each measurement is a
 * process of its own; those that are compared are repeated in turn and the fastest of each counts, since others use the machine too.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';
import { buildCli } from '../scripts/build-cli.ts';
import { ccusage } from '../scripts/tools.ts';
import { dateFiles, makeCorpus, makeLongLines, makeSmallLines, sessionFiles } from './bridge/corpus.ts';
import { makeForks } from './bridge/forks.ts';

const run = promisify(execFile);
const TIMES = 3;
const MB = 1_000_000;

const timed = z.object({ ms: z.number(), maxRss: z.number() });
type Timed = z.infer<typeof timed>;
const followed = z.object({ p95: z.number(), max: z.number(), idleShare: z.number(), rss: z.number() });

interface Row {
	what: string;
	measured: string;
	bar: string;
	holds: boolean;
}

async function main(): Promise<Row[]> {
	const folder = join(tmpdir(), 'pylon-bench');
	mkdirSync(folder, { recursive: true });
	say('Making the corpus: 1,000 session files, 1 GB');
	const home = makeCorpus(folder, (share) => say(`Making the corpus: ${Math.round(share * 100)} %`));
	const built = mkdtempSync(join(folder, 'built-'));
	try {
		const script = await bundle(built);
		await buildCli(join(built, 'cli'));
		const measure = async (part: string, of: string) => JSON.parse((await run(process.execPath, [script, part, of])).stdout) as unknown;
		const counter = await ccusage();
		const odd = { long: makeLongLines(folder), small: makeSmallLines(folder), forks: await makeForks(folder) };
		return await rows(home, odd, measure, {
			pylon: () => takes(process.execPath, [join(built, 'cli/pylon.js'), 'status', '--json'], home),
			ccusage: () => takes(counter, ['daily', '--offline', '--json'], home),
		});
	} finally {
		rmSync(built, { recursive: true });
	}
}

/** As the command is shipped: bundled, so that no time goes into removing types. */
async function bundle(folder: string): Promise<string> {
	const outfile = join(folder, 'part.mjs');
	const banner = { js: "import nodeModule from 'node:module';\nconst require = nodeModule.createRequire(import.meta.url);" };
	await build({
		entryPoints: [fileURLToPath(new URL('./bridge/part.ts', import.meta.url))],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node22',
		banner,
	});
	return outfile;
}

/** A command, from its start to its end. */
async function takes(program: string, args: string[], home: string): Promise<number> {
	const start = performance.now();
	await run(program, args, { env: { ...process.env, HOME: home }, maxBuffer: 64 * MB });
	return performance.now() - start;
}

/** Homes with lines as few sessions have them, and with sessions that repeat each other. */
interface Odd {
	long: string;
	small: string;
	forks: string;
}

type Measure = (part: string, of: string) => Promise<unknown>;
type Commands = Record<'pylon' | 'ccusage', () => Promise<number>>;

async function rows(home: string, { long: longLines, small, forks }: Odd, measure: Measure, { pylon, ccusage }: Commands): Promise<Row[]> {
	const files = sessionFiles(home);
	const passes = { base: [] as Timed[], all: [] as Timed[], few: [] as Timed[] };
	const commands = { all: [] as number[], few: [] as number[], ccusage: [] as number[] };
	for (let i = 1; i <= TIMES; i++) {
		say(`Round ${i} of ${TIMES}: Node parses every line, then reading with all, then with 1 % recently active`);
		dateFiles(files, 1, Date.now());
		passes.base.push(timed.parse(await measure('parseAll', home)));
		passes.all.push(timed.parse(await measure('status', home)));
		commands.all.push(await pylon());
		commands.ccusage.push(await ccusage());
		dateFiles(files, 0.01, Date.now());
		passes.few.push(timed.parse(await measure('status', home)));
		commands.few.push(await pylon());
	}
	const [base, all, few] = [fastest(passes.base), fastest(passes.all), fastest(passes.few)];
	say('80 files with lines of 0.5 KB, then 800 sessions of which each second one is a fork');
	const lines = await inTurn(small, ['parseAll', 'status'], measure);
	const skimmed = await inTurn(small, ['parseLines', 'skimLines'], measure);
	const forked = await inTurn(forks, ['parseAll', 'status'], measure);
	say('One file of 500 MB with lines of 5 MB');
	const long = timed.parse(await measure('status', longLines));
	say('Following: 40 appends, then 20 s of nothing');
	dateFiles(files, 1, Date.now());
	const follow = followed.parse(await measure('follow', home));
	return [
		{ what: 'Node reads and parses all of it', measured: `${base.ms.toFixed(0)} ms`, bar: '', holds: true },
		ratio('Reading for status from cold, all files recently active', all.ms, base.ms, 0.25),
		memory('  its memory', all.maxRss, 200),
		whole(Math.min(...commands.all)),
		ratio('  beside ccusage, a program of its own that reads the same on all cores', all.ms, Math.min(...commands.ccusage), 1),
		ratio('Reading for status from cold, 1 % recently active', few.ms, base.ms, 0.03),
		whole(Math.min(...commands.few)),
		ratio('Skimming lines of 0.5 KB beside JSON.parse of each, both warm', skimmed.read.ms, skimmed.parse.ms, 1),
		ratio('Reading for status from cold, lines of 0.5 KB', lines.read.ms, lines.parse.ms, 1),
		ratio('Reading for status from cold, each second session a fork of another', forked.read.ms, forked.parse.ms, 4),
		memory('  its memory', forked.read.maxRss, 150),
		memory('One file of 500 MB with lines of 5 MB: memory', long.maxRss, 150),
		{
			what: 'An append is told: 95th percentile',
			measured: `${follow.p95.toFixed(0)} ms (at most ${follow.max.toFixed(0)})`,
			bar: '≤ 250 ms',
			holds: follow.p95 <= 250,
		},
		{
			what: 'Idle, all of it watched: share of a core',
			measured: `${(follow.idleShare * 100).toFixed(2)} %`,
			bar: '≤ 0.5 %',
			holds: follow.idleShare <= 0.005,
		},
		memory('  its memory', follow.rss, 120),
	];
}

/** More rounds, since each is short. */
async function inTurn(home: string, [parse, read]: readonly [string, string], measure: Measure): Promise<Record<'parse' | 'read', Timed>> {
	dateFiles(sessionFiles(home), 1, Date.now());
	const passes = { parse: [] as Timed[], read: [] as Timed[] };
	for (let i = 0; i < TIMES * 3; i++) {
		passes.parse.push(timed.parse(await measure(parse, home)));
		passes.read.push(timed.parse(await measure(read, home)));
	}
	return { parse: fastest(passes.parse), read: fastest(passes.read) };
}

function fastest(times: Timed[]): Timed {
	return { ms: Math.min(...times.map(({ ms }) => ms)), maxRss: Math.max(...times.map(({ maxRss }) => maxRss)) };
}

function ratio(what: string, ms: number, base: number, bar: number): Row {
	return { what, measured: `${ms.toFixed(0)} ms = ${(ms / base).toFixed(3)} ×`, bar: `≤ ${bar} ×`, holds: ms <= base * bar };
}

function whole(ms: number): Row {
	return { what: '  as a command, Node and all of pylon started', measured: `${ms.toFixed(0)} ms`, bar: '', holds: true };
}

function memory(what: string, bytes: number, bar: number): Row {
	return { what, measured: `${(bytes / MB).toFixed(0)} MB`, bar: `≤ ${bar} MB`, holds: bytes <= bar * MB };
}

function say(words: string): void {
	process.stderr.write(`${words}\n`);
}

const table = await main();
const width = Math.max(...table.map(({ what }) => what.length));
const wide = Math.max(...table.map(({ measured }) => measured.length));
for (const { what, measured, bar, holds } of table) {
	process.stdout.write(`${bar === '' || holds ? ' ' : '✗'} ${what.padEnd(width)}  ${measured.padEnd(wide)}  ${bar}\n`);
}
process.exitCode = table.every(({ holds }) => holds) ? 0 : 1;
