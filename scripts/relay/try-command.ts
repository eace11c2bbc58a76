/** For tests: `npm run relay` as a process, without npm before it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { callRelay, type RelayClient } from '../../shared/relay.ts';
import { COMPILED } from '../../testing/compiled.ts';
import { home as project } from '../run.ts';

const COMMAND = join(project, 'scripts/relay-command.ts');
const LISTENING = /listening at (\S+)\.$/;
/** The last thing that it says of itself. */
const INTRODUCED = /^Its figures are at /;

export interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

export interface RunningRelay {
	process: ChildProcess;
	/** Where it says that it listens: `127.0.0.1:1999`. */
	address: string;
	url: string;
	lines: string[];
	/** Its exit code, or the signal's name. */
	ended: Promise<number | NodeJS.Signals>;
}

export interface Invocation {
	/** HOME: where its rooms lie, unless it is told otherwise. */
	home: string;
	args?: string[];
	env?: NodeJS.ProcessEnv;
	/** What is run; the command itself where it is left out. */
	script?: string[];
}

const spawned = ({ home, args = [], env = {}, script = [COMMAND] }: Invocation): [string[], { env: NodeJS.ProcessEnv; cwd: string }] => [
	[...script, ...args],
	{ env: { ...COMPILED, PATH: process.env.PATH, HOME: home, ...env }, cwd: home },
];

/** Runs it to its end. */
export function relayCommand(invocation: Invocation): Promise<Outcome> {
	const [args, options] = spawned(invocation);
	return new Promise((resolve) => {
		const child = execFile(process.execPath, args, options, (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }));
	});
}

/** Resolves when it has said what it is; rejects with what it said where it ends before. */
export async function runRelay(invocation: Invocation): Promise<RunningRelay> {
	const [args, options] = spawned({ ...invocation, args: ['--port', '0', ...(invocation.args ?? [])] });
	const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	const lines: string[] = [];
	const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
	const introduced = Promise.withResolvers<void>();
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			lines.push(line);
			if (INTRODUCED.test(line)) introduced.resolve();
		});
	}
	void ended.then((code) => introduced.reject(new Error(`The relay ended with ${code}:\n${lines.join('\n')}`)));
	await introduced.promise;
	const address = lines.flatMap((line) => LISTENING.exec(line)?.[1] ?? [])[0] ?? '';
	return { process: child, address, url: `http://${address.replace('0.0.0.0', '127.0.0.1')}`, lines, ended };
}

/** The process of workerd below it. */
export async function runtimeOf(relay: RunningRelay): Promise<number> {
	const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
	const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/));
	const found = rows.find(([, parent, program]) => parent === String(relay.process.pid) && program?.endsWith('/workerd'));
	if (found === undefined) throw new Error('There is no workerd below the relay.');
	return Number(found[0]);
}

/** Somebody in a room. */
export const as = (url: string, room: string, credential: string): RelayClient => callRelay({ server: url, room, credential });
