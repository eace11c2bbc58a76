/** Runs one command to its end and returns the exit code. `pylon status`, which is asked for most, does without the parser of flags. */

import { EXIT, type ExitCode, UserError } from '../base/user-error.ts';
import { allCommands } from '../commands/index.ts';
import { runCommand } from '../commands/parts/define-command.ts';
import { command as status } from '../commands/status.ts';
import { safeLines } from '../terminal/door.ts';
import { openShell } from '../terminal/shell.ts';
import { depthOf, styleFor } from '../terminal/style.ts';

export async function runProgram(args: string[], process: NodeJS.Process): Promise<ExitCode> {
	const end = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => end.abort());
	const shell = openShell(process, end.signal);
	// Node would print what was thrown as it is, and it may hold what somebody else wrote.
	process.once('uncaughtException', (error) => process.exit(explain(error, false, true, process)));
	try {
		const wanted = args.filter((arg) => arg !== '--debug');
		// The board takes it by itself, where it asks a room.
		if (wanted[0] !== 'status') await (await import('../base/way-out/way-out.ts')).takeWayOut(process.env);
		const script = process.argv[1] ?? 'pylon';
		if (wanted.length === 1 && wanted[0] === 'status') {
			return await runCommand(status, { shell, script, commands: allCommands }, { flags: {}, args: {} });
		}
		const { runTyped } = await import('./program.ts');
		return await runTyped(wanted, shell, script);
	} catch (error) {
		return explain(error, end.signal.aborted, args.includes('--debug'), process);
	}
}

function explain(error: unknown, isCancelled: boolean, isDebug: boolean, { stderr, env }: NodeJS.Process): ExitCode {
	const { red, dim } = styleFor(depthOf(stderr, env));
	const say = (...lines: string[]) => stderr.write(safeLines(lines));
	if (isParserError(error)) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
	if (isCancelled || (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))) {
		say(`  ${dim('Cancelled.')}`);
		return EXIT.cancelled;
	}
	const known = error instanceof UserError ? error : undefined;
	const message = known?.message ?? `Pylon failed: ${error instanceof Error ? error.message : String(error)}`;
	const hint = known === undefined ? 'That is a defect of Pylon. Run it again with --debug and report what it prints.' : known.hint;
	say(`  ${red('✗')} ${message}`);
	if (hint !== undefined) say(`    ${dim(hint)}`);
	if (isDebug && error instanceof Error) say('', ...stackOf(error));
	return known?.exit ?? EXIT.defect;
}

/** Without the message, which is printed already. */
const stackOf = ({ name, message, stack = '' }: Error): string[] => stack.replace(`${name}: ${message}\n`, '').split('\n');

/** Commander's own (CommanderError, InvalidArgumentError): it has printed everything already. */
function isParserError(error: unknown): error is Error & { exitCode: number } {
	return error instanceof Error && 'exitCode' in error && 'code' in error && String(error.code).startsWith('commander.');
}
