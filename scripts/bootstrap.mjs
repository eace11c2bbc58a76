/**
 * The first step of every command of a clone: `node scripts/bootstrap.mjs SCRIPT [ARGS…]`.
 *
 * Plain JavaScript, because nothing is installed yet and the machine's Node may be 18. It installs the dependencies where
 * they are missing or not those of the lock file, then hands over to SCRIPT on Node 24. All that it
 * says goes to stderr: stdout belongs to SCRIPT.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringNode, node } from './node24.mjs';

const OLDEST_NODE = 18;
const PARENT_CHECK_MS = 500;
const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';

const packagesIn = (lockFile) => JSON.parse(readFileSync(join(home, lockFile), 'utf8')).packages;

/** npm keeps a lock file of what it installed. Packages for other platforms are in the one, not in the other. */
function isInstalled() {
	if (!existsSync(join(home, 'node_modules', '.package-lock.json'))) return false;
	const installed = packagesIn('node_modules/.package-lock.json');
	return Object.entries(packagesIn('package-lock.json')).every(
		([path, { version, optional }]) => path === '' || installed[path]?.version === version || (optional && !installed[path]),
	);
}

/**
 * Runs a command to its end and passes on the signals that reach us. Resolves to its exit code. Some never reach us: npm,
 * told to stop, ends the shell between it and us, and we are left without a parent.
 */
function run(command, args, options = {}) {
	const child = spawn(command, args, { cwd: home, ...options });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	const parent = process.ppid;
	setInterval(() => process.ppid === parent || child.kill('SIGTERM'), PARENT_CHECK_MS).unref();
	return new Promise((done, fail) => {
		child.on('error', fail);
		child.on('exit', (code, signal) => done(signal === null ? code : 128 + { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal]));
	});
}

function giveUp(sentence) {
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}

const [script, ...args] = process.argv.slice(2);
// Arguments, a token among them, are for every user of this machine to read until something else stands there.
process.title = script;
const major = Number(process.versions.node.split('.')[0]);
if (major < OLDEST_NODE)
	giveUp(`Pylon Rooms needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Install one from https://nodejs.org.`);

if (!isInstalled()) {
	process.stderr.write('Installing dependencies with npm ci. This takes a minute the first time …\n');
	const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
	const code = await run('npm', ['ci', ...quiet], { stdio: ['ignore', process.stderr, 'inherit'], shell: isWindows });
	if (code !== 0) giveUp('npm ci failed: the reason is above. Check the network and the npm registry, then try again.');
}
// Where npm runs no install scripts, or the Node that was linked has gone since.
const wrong = existsSync(node) ? undefined : bringNode();
if (wrong !== undefined) giveUp(wrong);

process.exitCode = await run(node, [join(home, script), ...args], { cwd: process.cwd(), stdio: 'inherit' });
