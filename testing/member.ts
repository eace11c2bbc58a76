/** A person with a home folder: their clones, their agents and their `pylon`, each a real process. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clone } from '../scripts/demo/repository.ts';
import { home as project } from '../scripts/run.ts';
import { endChild, startChild } from '../scripts/start/child.ts';
import { COMPILED } from './compiled.ts';

export interface Outcome {
	code: number;
	stdout: string;
	stderr: string;
}

export class Member {
	readonly home: string;
	readonly env: NodeJS.ProcessEnv;
	readonly #children = new Set<ChildProcess>();

	private constructor(home: string, env: NodeJS.ProcessEnv) {
		this.home = home;
		this.env = env;
	}

	/** In a scratch home below `dir`, with nothing of the machine's own user. */
	static inScratch(dir: string, name: string): Member {
		const home = join(dir, name);
		mkdirSync(home, { recursive: true, mode: 0o700 });
		const { PATH, LANG, TERM, COLORTERM, NO_COLOR } = process.env;
		return new Member(home, { ...COMPILED, PATH, LANG, TERM, COLORTERM, NO_COLOR, HOME: home });
	}

	/** The one whose machine this is. */
	static ofThisMachine(home: string): Member {
		return new Member(home, process.env);
	}

	clone(origin: string, folder: string, branch: string): string {
		const cwd = join(this.home, folder);
		clone(origin, cwd, branch);
		return cwd;
	}

	/** Runs `pylon` to its end. Secrets go in over its standard input. */
	pylon(args: string[], env: NodeJS.ProcessEnv = {}, input = ''): Promise<Outcome> {
		return new Promise((resolve) => {
			const options = { cwd: this.home, env: { ...this.env, ...env }, maxBuffer: 16 * 1024 * 1024 };
			const child = execFile(process.execPath, [join(project, 'bridge/pylon.ts'), ...args], options, (error, stdout, stderr) => {
				resolve({ code: error === null ? 0 : Number(child.exitCode ?? 1), stdout, stderr });
			});
			child.stdin?.end(input);
		});
	}

	/** Starts the bridge, which runs until `stop`. */
	startBridge(onLine: (line: string) => void = () => {}): ChildProcess {
		return this.#start([join(project, 'bridge/pylon.ts'), 'start'], onLine);
	}

	/** Shows everyone's agents on this terminal, until the signal or Ctrl-C. */
	async watchBoard(signal: AbortSignal): Promise<void> {
		const args = [join(project, 'bridge/pylon.ts'), 'status', '--all', '--watch'];
		const board = startChild(process.execPath, args, { cwd: this.home, env: this.env, stdio: 'inherit', signal });
		await once(board, 'exit');
	}

	/** An agent of theirs at work: plays a sample session until `stop`. */
	startAgent(sample: string, cwd: string): ChildProcess {
		return this.#start([join(project, 'scripts/demo/replay.ts'), sample, this.home, cwd], () => {});
	}

	/** Ends everything that was started, and waits for it. */
	async stop(): Promise<void> {
		await Promise.all([...this.#children].map(endChild));
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
