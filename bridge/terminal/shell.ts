/** What a command is given instead of globals: where it runs, who asked, the clock, and how to speak. */

import type { z } from 'zod';
import { homeIn } from '../base/home.ts';
import { wrap } from './columns.ts';
import { safeJson, safeLines } from './door.ts';
import { type ColorDepth, depthOf, type Style, styleFor } from './style.ts';

export interface Shell {
	env: NodeJS.ProcessEnv;
	home: string;
	cwd: string;
	clock: () => number;
	/** Aborts on SIGINT, SIGTERM and where the terminal goes away. */
	signal: AbortSignal;
	/** Where answers come from. Node opens it, and loads twenty modules, when it is first looked at. */
	stdin: NodeJS.ReadStream;
	/** For what draws by itself, and gives what it draws to the door (door.ts) first. All others speak by what is below. */
	stdout: NodeJS.WriteStream;
	style: Style;
	color: ColorDepth;
	/** Somebody can answer a prompt. */
	isInteractive: boolean;
	/** stdout is a terminal. */
	isWatched: boolean;
	width(): number;
	/** To stdout, indented by two as all screens are. */
	say(line?: string): void;
	/** Several sentences, broken between words. */
	paragraph(text: string, paint?: (line: string) => string): void;
	/** `✓ Room created`. */
	success(line: string): void;
	/** Lines to stdout, without the indent. */
	print(lines: readonly string[]): void;
	/** As the schema has it: what it does not name is a defect, and is not printed. */
	json<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>): void;
	/** To stderr: what is no answer. */
	warn(line: string): void;
}

/** From a clone npm runs `pylon` in Pylon's own folder, and says in which one was typed. */
const folderStoodIn = ({ npm_lifecycle_event: script, INIT_CWD: folder }: NodeJS.ProcessEnv): string | undefined =>
	script === 'pylon' && folder !== '' ? folder : undefined;

const PLAIN_WIDTH = 100;
const TEXT_WIDTH_MAX = 100;

export function openShell(process: NodeJS.Process, signal: AbortSignal): Shell {
	const { env, stdout, stderr } = process;
	const color = depthOf(stdout, env);
	const paint = styleFor(color);
	const print = (lines: readonly string[]) => void stdout.write(safeLines(lines));
	const say = (line = '') => print([line === '' ? '' : `  ${line}`]);
	return {
		env,
		home: homeIn(env),
		cwd: folderStoodIn(env) ?? process.cwd(),
		clock: Date.now,
		signal,
		get stdin() {
			return process.stdin;
		},
		stdout,
		style: paint,
		color,
		get isInteractive() {
			return process.stdin.isTTY === true && stdout.isTTY === true;
		},
		isWatched: stdout.isTTY === true,
		width: () => stdout.columns || PLAIN_WIDTH,
		say,
		paragraph: (text, paintLine = (line) => line) => {
			for (const line of wrap(text, Math.min(stdout.columns || PLAIN_WIDTH, TEXT_WIDTH_MAX) - 2)) say(paintLine(line));
		},
		success: (line) => say(`${paint.green('✓')} ${line}`),
		print,
		json: (schema, value) => void stdout.write(`${safeJson(schema.parse(value), 2)}\n`),
		warn: (line) => stderr.write(safeLines([`  ${line}`])),
	};
}
