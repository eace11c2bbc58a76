/**
 * `npm run bench -- hooks`: what a hook costs an agent, from the client's call to its answer, against a Node that does nothing; and how long
 * a bridge takes to answer on its socket, which knows a thousand sessions of its own and a room of five hundred agents.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { holdControl } from '../bridge/daemon/control.ts';
import { askBridge } from '../bridge/hooks/ask-bridge.ts';
import type { LocalAgent } from '../bridge/local-agents/local-agent.ts';
import type { KnownAgent } from '../bridge/warn/known-agent.ts';
import { Plans } from '../bridge/warn/plans.ts';
import { Warner } from '../bridge/warn/warner.ts';
import { buildCli } from '../scripts/build-cli.ts';
import { home } from '../scripts/run.ts';
import { hookInput } from '../testing/hook-samples.ts';
import { Scratch } from '../testing/scratch.ts';

const ROUNDS = 60;
const QUESTIONS = 1_000;
const SESSIONS = 1_000;
const TEAM = 500;
const FILES = 60;
const REPO = 'github.com/acme/api';
const FILE = 'src/part-7.ts';
const PATIENTLY_MS = 20_000;

const p95 = (times: readonly number[]): number =>
	times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Number.NaN;

function factsOf(index: number): KnownAgent['facts'] {
	const touches = Array.from({ length: FILES }, (_, file) => ({
		path: `src/part-${(index * 7 + file) % 600}.ts`,
		mode: 'alive' as const,
		at: Date.now(),
	}));
	const agentId = index.toString(16).padStart(16, '0');
	return {
		agentId,
		kind: 'codex',
		status: 'working',
		statusSince: Date.now(),
		worktree: `w-${index}`,
		branch: `branch-${index}`,
		touches,
		planned: undefined,
	};
}

/** In the place of the bridge's own: the same questions, by the same code, over the same socket. */
async function answering(scratch: Scratch, signal: AbortSignal): Promise<void> {
	const own = Array.from({ length: SESSIONS }, (_, index) => ({ ...factsOf(index), repo: REPO }) as unknown as LocalAgent);
	const team = Array.from({ length: TEAM }, (_, index) => factsOf(SESSIONS + index));
	const warner = new Warner({
		clock: Date.now,
		manner: () => 'tell',
		onSession: () => undefined,
		onBusy: () => undefined,
		plans: new Plans({ clock: Date.now, signal, onChange: () => undefined }),
		knowledge: {
			own: () => own,
			meets: () => new Set(),
			meeting: () => [],
			attend: () => Promise.resolve(),
			*agents(repo) {
				for (const facts of own) if (facts.repo === repo) yield { who: 'you', person: 'you', isAway: false, ahead: 0, facts };
				for (const facts of team) yield { who: 'Andrew', person: `room/${facts.agentId}`, isAway: false, ahead: 0, facts };
			},
		},
	});
	mkdirSync(join(scratch.home, '.pylon'));
	await holdControl(scratch.home, signal, (asked) => (typeof asked === 'string' ? null : warner.answer(asked)));
}

let sessions = 0;
const inputIn = (cwd: string): string => hookInput('claude-code', 'before', { cwd, session: `s-${++sessions}`, path: FILE }) ?? '';

async function timed(args: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<{ ms: number; said: string }> {
	const began = performance.now();
	const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
	let said = '';
	child.stdout.on('data', (chunk) => {
		said += chunk;
	});
	child.stdin.on('error', () => undefined);
	child.stdin.end(input);
	await once(child, 'close');
	return { ms: performance.now() - began, said };
}

/** In turn, since others use the machine too. */
async function timeProcesses(cwd: string, script: string, env: NodeJS.ProcessEnv) {
	const hook = join(dirname(script), 'pylon-hook.cjs');
	const commands = { base: ['-e', '0'], hook: [hook, 'claude-code', 'before', `${PATIENTLY_MS}`], line: [script, 'status', '--line'] };
	const times: Record<keyof typeof commands, number[]> = { base: [], hook: [], line: [] };
	for (let round = 0; round < ROUNDS; round++) {
		for (const name of ['base', 'hook', 'line'] as const) {
			const { ms, said } = await timed(commands[name], inputIn(cwd), env);
			// A prompt gives up after its 300 ms: that time counts as it is.
			if (name === 'hook' && said === '') throw new Error('The hook did not answer.');
			times[name].push(ms);
		}
	}
	return times;
}

async function timeAnswers(scratch: Scratch, cwd: string): Promise<number[]> {
	const times: number[] = [];
	for (let asked = 0; asked < QUESTIONS; asked++) {
		const asker = { kind: 'claude-code' as const, session: `q-${asked}`, cwd };
		const began = performance.now();
		const answer = await askBridge(scratch.home, { ask: 'edit', ...asker, paths: [FILE], hears: true, asks: true }, PATIENTLY_MS);
		times.push(performance.now() - began);
		if (answer === undefined) throw new Error('The bridge did not answer.');
	}
	return times;
}

function say(what: string, value: string, isMet: boolean): void {
	process.stdout.write(`${isMet ? ' ' : '✗'} ${what.padEnd(64)} ${value}\n`);
	if (!isMet) process.exitCode = 1;
}

const scratch = new Scratch();
const end = new AbortController();
const script = join(scratch.home, 'pylon', 'pylon.js');
try {
	await buildCli(dirname(script));
	copyFileSync(join(home, 'package.json'), join(dirname(script), 'package.json'));
	const cwd = scratch.repository('work/api', `https://${REPO}.git`);
	await answering(scratch, end.signal);
	const { base, hook, line } = await timeProcesses(cwd, script, { PATH: process.env.PATH, HOME: scratch.home });
	const ratioOf = (times: readonly number[]) => p95(times) / p95(base);
	say('node -e 0, p95', `${p95(base).toFixed(0)} ms`, true);
	for (const [name, times] of [
		['a hook, from the call to its answer, p95', hook],
		['pylon status --line, p95', line],
	] as const) {
		say(name, `${p95(times).toFixed(0)} ms  ${ratioOf(times).toFixed(2)} ×   ≤ 1.6 ×`, ratioOf(times) <= 1.6);
	}
	const answers = p95(await timeAnswers(scratch, cwd));
	say(`an answer of a bridge with ${SESSIONS} sessions and a room of ${TEAM}, p95`, `${answers.toFixed(2)} ms   ≤ 2 ms`, answers <= 2);
} finally {
	end.abort();
	scratch.remove();
}
