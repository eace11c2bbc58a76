/** A terminal as a person has it: the command in a real pseudo-terminal, what it draws on a real screen, keys that are pressed. */
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { eventually } from './eventually.ts';

const KEYS = {
	enter: '\r',
	space: ' ',
	down: '\u001b[B',
	up: '\u001b[A',
	'ctrl-c': '\u0003',
	'ctrl-d': '\u0004',
	'ctrl-u': '\u0015',
} as const;
const PATIENCE_MS = 30_000;

export interface TerminalOptions {
	command: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	columns?: number;
	rows?: number;
}

export interface Terminal {
	pid: number;
	type(text: string): void;
	press(key: keyof typeof KEYS): void;
	resize(columns: number, rows: number): void;
	/** What is on the screen now, without trailing blanks; what was scrolled off it goes first. */
	screen(): string;
	/** Waits until what is in view fits: no line of it goes on in the next. */
	fits(): Promise<void>;
	/** Waits until a text is on the screen. */
	shows(text: string | RegExp): Promise<string>;
	/** The exit code and the last screen. */
	end(): Promise<{ code: number; screen: string }>;
	kill(): void;
}

export function openTerminal({ command, args, cwd, env, columns = 100, rows = 40 }: TerminalOptions): Terminal {
	const display = new xterm.Terminal({ cols: columns, rows, scrollback: 1_000, allowProposedApi: true });
	const pty = spawn(command, args, { name: 'xterm-256color', cols: columns, rows, cwd, env });
	let written = Promise.resolve();
	let exitCode: number | undefined;
	pty.onData((data) => {
		written = written.then(() => new Promise((resolve) => display.write(data, resolve)));
	});
	pty.onExit((event) => {
		exitCode = event.exitCode;
	});
	const screen = () => {
		const { active } = display.buffer;
		const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
		return lines.join('\n').trimEnd();
	};
	return {
		pid: pty.pid,
		screen,
		type: (text) => pty.write(text),
		press: (key) => pty.write(KEYS[key]),
		resize: (toColumns, toRows) => {
			display.resize(toColumns, toRows);
			pty.resize(toColumns, toRows);
		},
		fits: async () => {
			await eventually(screen, () => !linesInView(display).some((line) => line?.isWrapped), PATIENCE_MS);
		},
		shows: async (text) => {
			const isThere = () => (typeof text === 'string' ? screen().includes(text) : text.test(screen()));
			await eventually(screen, () => isThere() || exitCode !== undefined, PATIENCE_MS);
			await written;
			if (!isThere()) throw new Error(`The command ended with ${exitCode} and never showed ${text}:\n${screen()}`);
			return screen();
		},
		end: async () => {
			const code = await eventually(
				() => exitCode,
				(seen) => seen !== undefined,
				PATIENCE_MS,
			);
			await written;
			return { code: code ?? 1, screen: screen() };
		},
		kill: () => {
			if (exitCode === undefined) pty.kill();
		},
	};
}

const linesInView = ({ buffer: { active }, rows }: xterm.Terminal) =>
	Array.from({ length: rows }, (_, row) => active.getLine(active.viewportY + row));
