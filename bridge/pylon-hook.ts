/**
 * What agents' clients run as a hook: `pylon-hook CLIENT MOMENT`, with the client's JSON on standard input. It answers within a moment (a
 * third word says how many ms) or says nothing: whatever is wrong, the client goes on as if there were no hook. `pylon status --line` is
 * answered here too. Built as one file of its own, so that it starts fast.
 */
import { homeIn } from './base/home.ts';
import { LIMIT_MS } from './hooks/ask-bridge.ts';
import { lineNow } from './hooks/line.ts';
import { runHook } from './hooks/run-hook.ts';

const words = process.argv.slice(2);
/** For a prompt, or the status line of a client, whose input is not looked at. */
const isLine = words[0] === 'status' && words[1] === '--line';
const limitMs = Number(words[2] ?? LIMIT_MS);
/** Whatever hangs beside the bridge (the client's pipes), the agent waits no longer. */
const PIPES_MS = 100;
/** Beyond that it is no input of a hook. */
const INPUT_MAX = 64 * 1024 * 1024;

const end = (): never => process.exit(0);
process.on('uncaughtException', end);
setTimeout(end, limitMs + PIPES_MS);

if (isLine) sayLine();
else answerHook();

function sayLine(): void {
	lineNow(homeIn(process.env), limitMs).then((line) => {
		if (line === undefined) end();
		process.stdout.write(`${line}\n`, end);
	}, end);
	process.stdout.on('error', end); // The bridge is asked meanwhile.
}

function answerHook(): void {
	let input = '';
	process.stdout.on('error', end);
	process.stdin.on('error', end);
	process.stdin.setEncoding('utf8');
	process.stdin.on('data', (chunk: string) => {
		input += chunk;
		if (input.length > INPUT_MAX) end();
	});
	process.stdin.on('end', () => {
		runHook(words, input, { env: process.env, cwd: process.cwd(), limitMs }).then((answer) => {
			if (answer === undefined) end();
			process.stdout.write(`${answer}\n`, end);
		}, end);
	});
}
