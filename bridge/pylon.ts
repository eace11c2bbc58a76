#!/usr/bin/env node
/** The command `pylon`. Help is printed without loading anything else, and the line for a prompt by what agents' hooks run. */
// By its default: a name that Node before 22.8 does not have would keep all of this from starting there.
import module from 'node:module';
import { compileCacheIn } from './base/compile-cache.ts';
import { HELP } from './cli/help.ts';

const NODE_MIN = 22;
const args = process.argv.slice(2);

// A prompt waits for it: nothing else is loaded, and nothing is set up that it does not need.
if (args.length === 2 && args[0] === 'status' && args[1] === '--line') {
	module.createRequire(import.meta.url)(import.meta.url.endsWith('.ts') ? './pylon-hook.ts' : './pylon-hook.cjs');
} else await run();

async function run(): Promise<void> {
	// Whoever read along (`| head`) has seen enough.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
	if (Number(process.versions.node.split('.')[0]) < NODE_MIN) {
		process.stderr.write(
			`  Pylon needs Node ${NODE_MIN} or newer; this is ${process.versions.node}. Install one from https://nodejs.org.\n`,
		);
		process.exit(2);
	}
	if (args.length === 0 || (args.length === 1 && ['--help', '-h', 'help'].includes(args[0] ?? ''))) {
		process.stdout.write(`${HELP}\n`);
		return;
	}
	// Arguments, a token or a key among them, are for every user of this machine to read (`ps`) until something else stands there.
	process.title = /^[a-z]{1,12}(-[a-z]{1,12})?$/.test(args[0] ?? '') ? `pylon ${args[0]}` : 'pylon';
	module.enableCompileCache?.(compileCacheIn(process.env));
	const { runProgram } = await import('./cli/run-program.ts');
	const code = await runProgram(args, process);
	// Ends once all is written, whatever sockets are still closing: a slow relay keeps nobody waiting.
	process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
