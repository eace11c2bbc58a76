/** `pylon service`: starts the bridge at login, by the means that the system has for that. */
import { rmSync } from 'node:fs';
import { z } from 'zod';
import { tilde } from '../base/home.ts';
import { runningBridge, stopBridge } from '../daemon/daemon.ts';
import { installedAs } from '../login/installed.ts';
import { defineCommand } from './parts/define-command.ts';
import { firstFailure, installLoginStart, loginPlan } from './parts/login-start.ts';
import { offerBrowser } from './parts/offers.ts';

/** How this system starts programs at login, and the file that says it. */
const loginEntry = z.strictObject({ by: z.string(), file: z.string() });

const status = defineCommand({
	name: 'status',
	isDefault: true,
	summary: 'whether it is installed, and runs',
	json: loginEntry.extend({ installed: z.enum(['absent', 'current', 'other']), running: z.int().nullable() }),
	jsonDetails: 'installed is `other` where another Node or Pylon is started; running is the bridge’s process or null',
	async run({ shell, script, flags, json }) {
		const plan = loginPlan(shell, script);
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
		const plan = loginPlan(shell, script);
		await installLoginStart(shell, plan, { isStarted: flags.start });
		if (flags.json === true) return json({ by: plan.by, file: plan.file, started: flags.start });
		shell.success(flags.start ? 'The bridge runs, now and after every login' : 'The bridge starts at the next login');
		shell.say(`  ${shell.style.dim(`${plan.by}: ${tilde(plan.file, shell.home)}`)}`);
		if (plan.lingering?.isOn === false)
			shell.say(`It ends when you log out. To keep it running, on a server say: ${plan.lingering.turnOn.join(' ')}`);
		shell.say('Take it back: pylon service remove');
		await offerBrowser({ shell, script, yes: undefined }, undefined);
	},
});

const remove = defineCommand({
	name: 'remove',
	summary: 'start it at login no longer; it ends now',
	json: loginEntry.extend({ removed: z.boolean() }),
	async run({ shell, script, flags, json }) {
		const plan = loginPlan(shell, script);
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
