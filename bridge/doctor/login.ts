/** Whether what starts the bridge at login, where it is installed, starts this Pylon. */
import { installedAs, loginStartHere } from '../login/installed.ts';
import { type Finding, fine, note } from './finding.ts';

export function checkLogin(at: { home: string; env: NodeJS.ProcessEnv }, script: string): Finding[] {
	const plan = loginStartHere(at, script);
	if (plan === undefined) return [];
	switch (installedAs(plan)) {
		case 'current':
			return [fine('login', `The bridge starts at login (${plan.by})`)];
		case 'other':
			return [note('login', 'At login another Node or another Pylon is started than this one.', 'pylon service install')];
		case 'absent':
			return [fine('login', 'The bridge is not started at login; `pylon service install` would')];
	}
}
