/** Whether what starts the bridge at login, where it is installed, starts this Pylon. */
import { installedAs, isEnabled, loginStartHere } from '../login/installed.ts';
import type { LoginStart } from '../login/login-start.ts';
import { type Finding, fine, note } from './finding.ts';

/** Over ssh, who logs out wants it to go on. */
function startFinding({ by, lingering }: LoginStart, env: NodeJS.ProcessEnv): Finding {
	if (lingering === undefined) return fine('login', `The bridge starts at login (${by})`);
	if (lingering.isOn) return fine('login', `The bridge starts with the machine (${by}), and goes on after you log out`);
	const text = `The bridge starts at login (${by}), and ends when you log out`;
	const turnOn = lingering.turnOn.join(' ');
	return env['SSH_CONNECTION'] ? note('login', `${text}.`, turnOn) : fine('login', `${text}; \`${turnOn}\` keeps it running`);
}

export function checkLogin(at: { home: string; env: NodeJS.ProcessEnv }, script: string): Finding[] {
	const plan = loginStartHere(at, script);
	if (plan === undefined) return [];
	switch (installedAs(plan)) {
		case 'current':
			if (isEnabled(plan)) return [startFinding(plan, at.env)];
			return [note('login', `What starts the bridge at login is written, and ${plan.by} has not been told.`, 'pylon service install')];
		case 'other':
			return [note('login', 'At login another Node or another Pylon is started than this one.', 'pylon service install')];
		case 'absent':
			return [fine('login', 'The bridge is not started at login; `pylon service install` would')];
	}
}
