/**
 * After an install: `node_modules/.bin/node`, which npm puts first on the PATH of every script, is Node 24. The machine's own where
 * it is that one; otherwise `scripts/tools/node` is installed for it, 120 MB that nobody with Node 24 has to take.
 *
 * Plain JavaScript, because the machine's Node may be 18.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAJOR = '24';
const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const tool = join(home, 'scripts', 'tools', 'node');
const isWindows = process.platform === 'win32';
const program = isWindows ? 'node.exe' : 'node';

/** Where the project's Node is, whether it is there yet or not. */
export const node = join(home, 'node_modules', '.bin', program);

/** Puts Node 24 where `node` says. Returns what went wrong, as a sentence. */
export function bringNode() {
	const own = process.versions.node.split('.')[0] === MAJOR ? process.execPath : join(tool, 'node_modules', 'node', 'bin', program);
	if (!existsSync(own)) {
		const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--ignore-scripts=false'];
		const { status } = spawnSync('npm', ['ci', ...quiet], { cwd: tool, stdio: ['ignore', 2, 'inherit'], shell: isWindows });
		if (status !== 0 || !existsSync(own)) return `npm could not bring Node ${MAJOR}: the reason is above. Install it, or try again.`;
		// Only the program is needed. What npm linked it from, with the headers for building native modules, is 67 MB that nothing reads.
		rmSync(join(tool, 'node_modules', 'node', 'node_modules'), { recursive: true, force: true });
	}
	mkdirSync(dirname(node), { recursive: true });
	rmSync(node, { force: true });
	// Windows lets few people make a link.
	if (isWindows) copyFileSync(own, node);
	else symlinkSync(own.startsWith(home) ? relative(dirname(node), own) : own, node);
	return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const wrong = bringNode();
	if (wrong !== undefined) {
		process.stderr.write(`${wrong}\n`);
		process.exitCode = 1;
	}
}
