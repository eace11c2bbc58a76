/**
 * A task at logon that runs a command file, since `schtasks /TR` takes 261 characters at the most.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-create
 */
import { win32 } from 'node:path';
import { loginEnvironment } from './login-environment.ts';
import type { LoginOptions, LoginStart } from './login-start.ts';

const TASK = 'Pylon';

/** In a command file `%` names a variable, also within quotes. */
const escaped = (text: string): string => text.replaceAll('%', '%%');

export function windowsTask({ home, env, node, script }: LoginOptions): LoginStart {
	const file = win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), 'Pylon', 'start-bridge.cmd');
	const names = `"${escaped(node)}" "${escaped(script)}"`;
	const environment = loginEnvironment(env).map(([name, value]) => `set "${name}=${escaped(value)}"\r\n`);
	return {
		by: 'the Task Scheduler',
		file,
		names,
		// In the background, so that no console window stays open.
		content: `@rem Written by \`pylon service install\`; \`pylon service remove\` takes it away.\r\n@echo off\r\nchcp 65001 > nul\r\n${environment.join('')}${names} start --background\r\n`,
		enable: [['schtasks', '/Create', '/F', '/SC', 'ONLOGON', '/RL', 'LIMITED', '/TN', TASK, '/TR', `"${file}"`]],
		start: [['schtasks', '/Run', '/TN', TASK]],
		disable: [['schtasks', '/Delete', '/F', '/TN', TASK]],
		forget: [],
	};
}
