/**
 * What agents' clients run as a hook: `pylon-hook CLIENT MOMENT`, with the client's JSON on standard input. It answers within a moment or
 * says nothing: whatever is wrong, the client goes on as if there were no hook. Built as one file of its own, so that it starts fast.
 */
import { runHook } from './hooks/run-hook.ts';

/** Whatever hangs (the bridge, the client's pipes), the agent waits no longer. */
const LIMIT_MS = 400;
/** Beyond that it is no input of a hook. */
const INPUT_MAX = 64 * 1024 * 1024;

const end = (): never => process.exit(0);
process.on('uncaughtException', end);
setTimeout(end, LIMIT_MS);

let input = '';
process.stdout.on('error', end);
process.stdin.on('error', end);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
	input += chunk;
	if (input.length > INPUT_MAX) end();
});
process.stdin.on('end', () => {
	runHook(process.argv.slice(2), input, process.env, process.cwd()).then((answer) => {
		if (answer === undefined) end();
		process.stdout.write(`${answer}\n`, end);
	}, end);
});
