/** `pylon service`: starts the bridge at login, by the means that the system has for that. */
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { tilde } from '../base/home.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { runningBridge, stopBridge } from '../daemon/daemon.ts';
import { installedAs, loginStartHere } from '../login/installed.ts';
import type { CommandLine, LoginFile, LoginStart } from '../login/login-start.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';

const PATIENCE_MS = 20_000;

/** How this system starts programs at login, and the file that says it. */
const loginEntry = z.strictObject({ by: z.string(), file: z.string() });

const status = defineCommand({
	name: 'status',
	isDefault: true,
	summary: 'whether it is installed, and runs',
	json: loginEntry.extend({ installed: z.enum(['absent', 'current', 'other']), running: z.int().nullable() }),
	jsonDetails: 'installed is `other` where another Node or Pylon is started; running is the bridge’s process or null',
	async run({ shell, script, flags, json }) {
		const plan = planFor(shell, script);
		const installed = installedAs(plan);
		const bridge = await runningBridge(shell.home);
		if (flags.json === true) return json({ by: plan.by, file: plan.file, installed, running: bridge?.pid ?? null });
		if (installed === 'absent') shell.say('The bridge is not started at login. Install it: pylon service install');
		else if (installed === 'current') shell.success(`The bridge starts at login (${plan.by}: ${tilde(plan.file, shell.home)})`);
		else shell.say('At login another Node or another Pylon is started than this one. Mend it: pylon service install');
		shell.say(bridge === undefined ? 'It does not run now.' : `It runs now (process ${bridge.pid}).`);
	},
});

const install = defineCommand({
	name: 'install',
	summary: 'start the bridge now, and at every login',
	flags: { start: { text: 'write the file, and start nothing now', isNegated: true } },
	json: loginEntry.extend({ started: z.boolean() }),
	async run({ shell, script, flags, json }) {
		const plan = planFor(shell, script);
		for (const each of [plan, ...plan.also]) write(each);
		await tryAll(shell, plan, [...plan.enable]);
		if (flags.start) {
			// One that was started by hand would be in its way.
			await stopBridge(shell.home);
			await firstFailure(shell, plan.unload);
			await tryAll(shell, plan, plan.start);
		}
		if (flags.json === true) return json({ by: plan.by, file: plan.file, started: flags.start });
		shell.success(flags.start ? 'The bridge runs, now and after every login' : 'The bridge starts at the next login');
		shell.say(`  ${shell.style.dim(`${plan.by}: ${tilde(plan.file, shell.home)}`)}`);
		if (plan.lingering?.isOn === false)
			shell.say(`It ends when you log out. To keep it running, on a server say: ${plan.lingering.turnOn.join(' ')}`);
		shell.say('Take it back: pylon service remove');
	},
});

const remove = defineCommand({
	name: 'remove',
	summary: 'start it at login no longer; it ends now',
	json: loginEntry.extend({ removed: z.boolean() }),
	async run({ shell, script, flags, json }) {
		const plan = planFor(shell, script);
		const isThere = installedAs(plan) !== 'absent';
		if (isThere) {
			// What was never started cannot be ended; the file goes in any case.
			const failed = await firstFailure(shell, plan.disable);
			if (failed !== undefined) shell.warn(shell.style.dim(`${failed.command}: ${failed.why}`));
			for (const { file } of [plan, ...plan.also]) rmSync(file, { force: true });
			await firstFailure(shell, plan.forget);
			// Not every system ends what it has started.
			await stopBridge(shell.home);
		}
		if (flags.json === true) return json({ by: plan.by, file: plan.file, removed: isThere });
		if (isThere) shell.success('The bridge starts at login no longer');
		else shell.say('The bridge was not started at login.');
	},
});

export const command = defineCommand({
	name: 'service',
	section: 'Look closer',
	summary: 'start the bridge at login',
	examples: ['pylon service install', 'pylon service status', 'pylon service remove'],
	commands: [status, install, remove],
});

function planFor(shell: Shell, script: string): LoginStart {
	const plan = loginStartHere(shell, script);
	if (plan !== undefined) return plan;
	throw new UserError('Pylon does not know how this system starts programs at login.', 'Have your session run `pylon start --background`.');
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
async function firstFailure({ env }: Shell, commands: readonly CommandLine[]): Promise<{ command: string; why: string } | undefined> {
	for (const [command, ...args] of commands) {
		try {
			await promisify(execFile)(command, args, { env, timeout: PATIENCE_MS, windowsHide: true });
		} catch (error) {
			return { command: [command, ...args].join(' '), why: reasonOf(error) };
		}
	}
	return undefined;
}

/** What it said, else what Node says of it. */
function reasonOf(error: unknown): string {
	const line = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : undefined;
	if (line !== undefined && line !== '') return line;
	return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'this system does not have it.' : String(error);
}
