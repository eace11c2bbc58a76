/**
 * Tries the hooks with real clients against a scripted model, on this machine alone: `node scripts/try-clients.ts MODEL CLIENTS [KIND…]`.
 * MODEL is a folder with `server.mjs`, a model API that follows a script (PORT, LOG and DUMP in its environment; a prompt names the script
 * as `[[scenario:main]]`), CLIENTS one with a folder for each client, as npm installs it. Of each client it is shown whether the sentence
 * stands in the next request to the model, whether `deny` stops the edit, and whether removal leaves its settings as they were.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { codexEdit } from '../e2e/records.ts';
import { eventually } from '../testing/eventually.ts';
import { connectMcp, type HearingTeam, startHearingTeam } from '../testing/hearing-team.ts';
import { buildCli } from './build-cli.ts';
import { home as project } from './run.ts';
import { startChild } from './start/child.ts';
import { RUNS, type RunAt, SETTINGS, TRIED, type Tried } from './try-clients/clients.ts';

const PATIENCE_MS = 90_000;
const SOON_MS = 20_000;
const SENTENCE = "Andrew's Codex has unmerged changes in src/a.js";
const CODE = ['export function greet(name) {', '  return "hi " + name;', '}', ''].join('\n');
const HOOK_FILES = [
	'.claude/settings.json',
	'.codex/hooks.json',
	'.gemini/settings.json',
	'.copilot/hooks/pylon.json',
	'.config/opencode/opencode.json',
	'.config/opencode/plugins/*.js',
];

const [model = '', clients = '', ...wanted] = process.argv.slice(2);
const kinds = wanted.length === 0 ? TRIED : TRIED.filter((kind) => wanted.includes(kind));

/** What the model was asked since. */
const requests = (dump: string): string =>
	globSync('**/*', { cwd: dump, withFileTypes: true })
		.filter((each) => each.isFile())
		.map((each) => readFileSync(join(each.parentPath, each.name), 'utf8'))
		.join('\n');

function git(cwd: string, ...args: string[]): void {
	execFileSync('git', ['-c', 'user.name=Pylon', '-c', 'user.email=pylon@localhost', ...args], { cwd, stdio: 'pipe' });
}

function settingsOf(home: string): string {
	const files = globSync(HOOK_FILES, { cwd: home, exclude: ['**/node_modules/**'] }).sort();
	return files
		.map(
			(file) =>
				`${file} ${createHash('sha256')
					.update(readFileSync(join(home, file)))
					.digest('hex')}`,
		)
		.join('\n');
}

const holdsOurs = (home: string): boolean =>
	globSync(HOOK_FILES, { cwd: home }).some((file) => readFileSync(join(home, file), 'utf8').includes('pylon'));

function run(kind: Tried, at: RunAt): Promise<string> {
	const { command, args, env } = RUNS[kind](at);
	const { PATH, TERM } = process.env;
	const options = { cwd: at.cwd, env: { PATH, TERM, HOME: at.home, SHELL: '/bin/bash', ...env }, timeout: PATIENCE_MS };
	return new Promise((done) => {
		const child = execFile(command, args, options, (error, stdout, stderr) => done(`${error?.message ?? ''}${stdout}${stderr}`));
		child.stdin?.end();
	});
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port: free } = server.address() as AddressInfo;
	server.close();
	return free;
}

async function tryClient(kind: Tried, team: HearingTeam, dump: string): Promise<boolean> {
	const { jake, andrew, clones } = team;
	const cwd = clones.jake;
	const at: RunAt = {
		clients: resolve(clients),
		home: jake.home,
		cwd,
		port,
		prompt: `[[scenario:main]] [[cwd:${cwd}]] please do the scripted work`,
	};
	SETTINGS[kind](at);
	const since = () => {
		rmSync(dump, { recursive: true, force: true });
		mkdirSync(dump);
	};
	since();
	const before = settingsOf(jake.home);
	const pylon = (...args: string[]) =>
		execFileSync(process.execPath, [join(project, 'dist/pylon.js'), ...args], { cwd, env: jake.env, stdio: 'pipe' });
	pylon('hooks', 'install', `--${kind}`, '--yes');
	const installed = settingsOf(jake.home);
	const said = await run(kind, at);
	const hears = requests(dump).includes(SENTENCE);
	if (!hears) process.stderr.write(`${said.slice(-2_000)}\n`);

	git(cwd, 'checkout', '--quiet', '--', '.');
	pylon('hooks', 'manner', 'deny');
	const mcp = await connectMcp(andrew, clones.andrew, 'codex');
	await eventually(
		() => mcp.callTool({ name: 'plan_to_edit', arguments: { paths: ['src/a.js'], reserve: true } }),
		({ isError }) => isError !== true,
		SOON_MS,
	);
	await eventually(
		() => String(execFileSync(process.execPath, [join(project, 'dist/pylon.js'), 'status', '--all', '--json'], { env: jake.env })),
		(text) => text.includes('"reserves"'),
		SOON_MS,
	);
	since();
	await run(kind, at);
	const denies = readFileSync(join(cwd, 'src/a.js'), 'utf8') === CODE && requests(dump).includes("Andrew's Codex has reserved src/a.js");
	await mcp.close();

	pylon('hooks', 'manner', 'tell');
	const isTheirs = settingsOf(jake.home) !== installed;
	pylon('hooks', 'remove', `--${kind}`, '--yes');
	// Some clients write into their settings themselves.
	const leaves = settingsOf(jake.home) === before || (isTheirs && !holdsOurs(jake.home));
	git(cwd, 'checkout', '--quiet', '--', '.');
	git(cwd, 'clean', '--quiet', '--force', '-d');
	const mark = (is: boolean, words: string) => `${is ? '✓' : '✗'} ${words}`;
	process.stdout.write(
		`${kind.padEnd(12)} ${[mark(hears, 'its model hears'), mark(denies, 'deny stops the edit'), mark(leaves, 'nothing is left')].join('   ')}\n`,
	);
	return hears && denies && leaves;
}

await buildCli(join(project, 'dist'));
const port = await freePort();
const team = await startHearingTeam((origin) => {
	mkdirSync(join(origin, 'src'), { recursive: true });
	writeFileSync(join(origin, 'src/a.js'), CODE);
	writeFileSync(join(origin, 'test.js'), 'process.exit(3);\n');
});
const dump = join(team.jake.home, 'requests');
mkdirSync(dump);
const end = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => end.abort());
const env = { ...process.env, PORT: `${port}`, LOG: join(team.jake.home, 'model.log'), DUMP: dump };
startChild(process.execPath, [join(model, 'server.mjs')], { env, stdio: 'ignore', signal: end.signal });
try {
	writeFileSync(join(team.clones.andrew, 'src/a.js'), CODE.replace('hi', 'hello'));
	team.andrewsAgent.append(...codexEdit('src/a.js'));
	for (const kind of kinds) if (!(await tryClient(kind, team, dump))) process.exitCode = 1;
} finally {
	end.abort();
	await team.stop();
}
