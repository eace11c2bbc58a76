/** A person in a scratch home of their own: their clones, their agents and their `pylon`, each a real process. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clone } from './repository.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

export class Member {
	readonly home: string;
	readonly #children = new Set<ChildProcess>();

	constructor(dir: string, name: string) {
		this.home = join(dir, name);
		mkdirSync(this.home, { recursive: true, mode: 0o700 });
	}

	/** Nothing of the machine's own user: a tool that looks at HOME sees the scratch one. */
	get env(): NodeJS.ProcessEnv {
		const { PATH, LANG, TERM, COLORTERM, NO_COLOR } = process.env;
		return { PATH, LANG, TERM, COLORTERM, NO_COLOR, HOME: this.home };
	}

	clone(origin: string, folder: string, branch: string): string {
		const cwd = join(this.home, folder);
		clone(origin, cwd, branch);
		return cwd;
	}

	/** Runs `pylon` to its end. */
	pylon(...args: string[]): Promise<Outcome> {
		return new Promise((resolve) => {
			const options = { cwd: this.home, env: this.env, maxBuffer: 16 * 1024 * 1024 };
			const child = execFile(process.execPath, [join(ROOT, 'bridge/pylon.ts'), ...args], options, (error, stdout, stderr) => {
				resolve({ code: error === null ? 0 : Number(child.exitCode ?? 1), stdout, stderr });
			});
			child.stdin?.end();
		});
	}

	/** Starts the bridge, which runs until `stop`. */
	startBridge(onLine: (line: string) => void = () => {}): ChildProcess {
		return this.#start([join(ROOT, 'bridge/pylon.ts'), 'start'], onLine);
	}

	/** An agent of theirs at work: plays a sample session until `stop`. */
	startAgent(sample: string, cwd: string): ChildProcess {
		return this.#start([join(ROOT, 'scripts/demo/replay.ts'), sample, this.home, cwd], () => {});
	}

	/** Ends everything that was started, and waits for it. */
	async stop(): Promise<void> {
		await Promise.all([...this.#children].map((child) => end(child)));
	}

	#start(args: string[], onLine: (line: string) => void): ChildProcess {
		const child = spawn(process.execPath, args, { cwd: this.home, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
		this.#children.add(child);
		child.once('exit', () => this.#children.delete(child));
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => text.split('\n').filter(Boolean).forEach(onLine));
		}
		return child;
	}
}

/** SIGTERM, and SIGKILL to who does not listen. */
export async function end(child: ChildProcess, patienceMs = 5_000): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
	child.kill('SIGTERM');
	await ended;
	clearTimeout(timer);
}
