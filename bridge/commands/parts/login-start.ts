/** Starting the bridge now and at every login, by the means that the system has for that. */
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { tilde } from '../../base/home.ts';
import { systemProgram } from '../../base/program.ts';
import { EXIT, UserError } from '../../base/user-error.ts';
import { stopBridge } from '../../daemon/daemon.ts';
import { loginStartHere } from '../../login/installed.ts';
import type { CommandLine, LoginFile, LoginStart } from '../../login/login-start.ts';
import type { Shell } from '../../terminal/shell.ts';

const PATIENCE_MS = 20_000;

export function loginPlan(shell: Shell, script: string): LoginStart {
	const plan = loginStartHere(shell, script);
	if (plan !== undefined) return plan;
	throw new UserError('Pylon does not know how this system starts programs at login.', 'Have your session run `pylon start --background`.');
}

export async function installLoginStart(shell: Shell, plan: LoginStart, { isStarted }: { isStarted: boolean }): Promise<void> {
	for (const each of [plan, ...plan.also]) write(each);
	await tryAll(shell, plan, [...plan.enable]);
	if (!isStarted) return;
	// One that was started by hand would be in its way.
	await stopBridge(shell.home);
	await firstFailure(shell, plan.unload);
	await tryAll(shell, plan, plan.start);
}

/** Whole or not at all. The environment that it carries may hold a proxy's password. */
function write({ file, content, encoding }: LoginFile): void {
	const beside = `${file}.${process.pid}.tmp`;
	try {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(beside, content, { mode: 0o600, encoding });
		renameSync(beside, file);
	} catch (error) {
		rmSync(beside, { force: true });
		throw new UserError(`${file} cannot be written (${error instanceof Error ? error.message : String(error)}).`, undefined, EXIT.config);
	}
}

async function tryAll(shell: Shell, plan: LoginStart, commands: readonly CommandLine[]): Promise<void> {
	const failed = await firstFailure(shell, commands);
	if (failed === undefined) return;
	throw new UserError(
		`${tilde(plan.file, shell.home)} is written, but \`${failed.command}\` failed: ${failed.why}`,
		'Run it again in a session of your own, logged in at the machine; until then: pylon start --background',
		EXIT.config,
	);
}

/** Runs them in order, and stops at the first that fails. */
export async function firstFailure(
	{ env }: Shell,
	commands: readonly CommandLine[],
): Promise<{ command: string; why: string } | undefined> {
	for (const [command, ...args] of commands) {
		try {
			const program = systemProgram(command, env);
			if (program === undefined) return { command: [command, ...args].join(' '), why: 'this system does not have it.' };
			await promisify(execFile)(program, args, { env, timeout: PATIENCE_MS, windowsHide: true });
		} catch (error) {
			return { command: [command, ...args].join(' '), why: reasonOf(error) };
		}
	}
	return undefined;
}

/** What it said, else what Node says of it. */
function reasonOf(error: unknown): string {
	const line = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : undefined;
	return line !== undefined && line !== '' ? line : String(error);
}
