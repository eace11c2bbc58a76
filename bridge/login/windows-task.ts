/**
 * A task that runs a command file when this user logs on. `schtasks /SC ONLOGON` would mean every user's logon, which only an
 * administrator may ask for, and a task that does not start on batteries; so the task is told in XML.
 * https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
 */
import { win32 } from 'node:path';
import { loginEnvironment } from './login-environment.ts';
import type { LoginOptions, LoginStart } from './login-start.ts';
import { xmlEscaped } from './xml-escaped.ts';

const TASK = 'Pylon';

/** In a command file `%` names a variable, also within quotes, and a quote ends them: PATH means the same without. */
const escaped = (text: string): string => text.replaceAll('%', '%%').replaceAll('"', '');

export function windowsTask({ home, env, node, script }: LoginOptions): LoginStart {
	const folder = win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'Pylon');
	const file = win32.join(folder, 'start-bridge.cmd');
	const task = win32.join(folder, 'start-bridge.xml');
	const names = `"${escaped(node)}" "${escaped(script)}"`;
	const environment = loginEnvironment(env).map(([name, value]) => `set "${name}=${escaped(value)}"\r\n`);
	return {
		by: 'the Task Scheduler',
		file,
		encoding: 'utf8',
		names,
		// In the background, so that no console window stays open.
		content: `@rem Written by \`pylon service install\`; \`pylon service remove\` takes it away.\r\n@echo off\r\nchcp 65001 > nul\r\n${environment.join('')}${names} start --background\r\n`,
		also: [{ file: task, encoding: 'utf16le', content: taskOf(file, userOf(env)) }],
		enable: [['schtasks', '/Create', '/F', '/TN', TASK, '/XML', task]],
		unload: [],
		start: [['schtasks', '/Run', '/TN', TASK]],
		disable: [['schtasks', '/Delete', '/F', '/TN', TASK]],
		forget: [],
	};
}

/** `ACME\jake`. */
const userOf = ({ USERDOMAIN, USERNAME }: NodeJS.ProcessEnv): string => [USERDOMAIN, USERNAME].filter(Boolean).join('\\');

/** With a byte order mark, as `schtasks` wants UTF-16. */
const taskOf = (command: string, user: string): string => `\ufeff<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
	<RegistrationInfo>
		<Description>Pylon: keeps your rooms up to date</Description>
	</RegistrationInfo>
	<Triggers>
		<LogonTrigger>
			<Enabled>true</Enabled>
			<UserId>${xmlEscaped(user)}</UserId>
		</LogonTrigger>
	</Triggers>
	<Principals>
		<Principal id="Author">
			<UserId>${xmlEscaped(user)}</UserId>
			<LogonType>InteractiveToken</LogonType>
			<RunLevel>LeastPrivilege</RunLevel>
		</Principal>
	</Principals>
	<Settings>
		<MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
		<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
		<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
		<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
	</Settings>
	<Actions Context="Author">
		<Exec>
			<Command>${xmlEscaped(command)}</Command>
		</Exec>
	</Actions>
</Task>
`;
