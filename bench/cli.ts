/**
 * `npm run bench -- cli`: what the command costs to start, against a Node that does nothing. The built command, as it is shipped. The
 * three are run in turn and the fastest of each counts, since others use the machine too.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildCli } from '../scripts/build-cli.ts';
import { home } from '../scripts/run.ts';
import { Scratch } from '../testing/scratch.ts';

const ROUNDS = 25;
const SESSIONS = 10;
const TURNS = 40;

interface Row {
	what: string;
	ms: number;
	bar?: number;
}

/** Ten sessions in four repositories, each active lately: prompts, reads, edits, results of some KB. */
function furnish(scratch: Scratch): void {
	for (let at = 0; at < SESSIONS; at++) {
		const name = `code/service-${at % 4}`;
		const repository = at < 4 ? scratch.repository(name, `https://github.com/acme/service-${at}.git`) : join(scratch.home, name);
		scratch.write(`${name}/.gitignore`, '# Built\ndist/\nnode_modules/\n*.log\n.env*\n!.env.example\n');
		const session = scratch.claude(`00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, repository);
		const began = Date.now() - TURNS * 10_000;
		session.prompt('Please', began);
		for (let turn = 0; turn < TURNS; turn++) {
			const time = began + turn * 10_000;
			const read = session.call('Read', { file_path: join(repository, `src/part-${turn % 12}.ts`) }, time);
			session.answer(read, 'const line = 1;\n'.repeat(250), time + 1_000);
			session.edit(join(repository, `src/part-${turn % 7}.ts`), time + 2_000);
		}
		session.end(began + TURNS * 10_000);
	}
}

function took(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): number {
	const started = performance.now();
	const { status, stderr } = spawnSync(process.execPath, args, { env, cwd, encoding: 'utf8' });
	if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
	return performance.now() - started;
}

function measure(scratch: Scratch): Row[] {
	const { PATH, TMPDIR } = process.env;
	const env = { PATH, TMPDIR, HOME: scratch.home };
	const runs: Row[] = [
		{ what: 'node -e 0', ms: Number.POSITIVE_INFINITY },
		{ what: 'pylon --help', ms: Number.POSITIVE_INFINITY, bar: 1.5 },
		{ what: `pylon status, ${SESSIONS} sessions, no room`, ms: Number.POSITIVE_INFINITY, bar: 3 },
	];
	const commands = [
		['-e', '0'],
		[script, '--help'],
		[script, 'status'],
	];
	for (let round = 0; round < ROUNDS; round++) {
		for (const [at, run] of runs.entries()) run.ms = Math.min(run.ms, took(commands[at] ?? [], env, scratch.home));
	}
	return runs;
}

/** That what is measured is what is meant. */
function checkStatus(scratch: Scratch): void {
	const { PATH } = process.env;
	const said = execFileSync(process.execPath, [script, 'status', '--json'], { env: { PATH, HOME: scratch.home }, encoding: 'utf8' });
	const found = (JSON.parse(said) as unknown[]).length;
	if (found !== SESSIONS) throw new Error(`pylon status found ${found} of ${SESSIONS} sessions.`);
}

const scratch = new Scratch();
const script = join(scratch.home, 'pylon', 'pylon.js');
try {
	await buildCli(dirname(script));
	// Beside it as in the package: it says that these files are modules.
	copyFileSync(join(home, 'package.json'), join(dirname(script), 'package.json'));
	furnish(scratch);
	checkStatus(scratch);
	const rows = measure(scratch);
	const base = rows[0]?.ms ?? 0;
	const width = Math.max(...rows.map(({ what }) => what.length));
	for (const { what, ms, bar } of rows) {
		const ratio = ms / base;
		const holds = bar === undefined || ratio <= bar;
		const against = bar === undefined ? '' : `  ${ratio.toFixed(2)} ×   ≤ ${bar} ×`;
		process.stdout.write(`${holds ? ' ' : '✗'} ${what.padEnd(width)}  ${ms.toFixed(0).padStart(4)} ms${against}\n`);
		if (!holds) process.exitCode = 1;
	}
} finally {
	scratch.remove();
}
