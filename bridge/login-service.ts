/** The file that starts the bridge at login, on each system in its own way. Pure: what to write, where, and what to run then. */
import { join } from 'node:path';

export interface LoginService {
	file: string;
	content: string;
	/** Switches it on or off; each is tried, and a system without it loses nothing but the start right now. */
	enable: [string, ...string[]][];
	disable: [string, ...string[]][];
}

export interface LoginServiceOptions {
	platform: NodeJS.Platform;
	home: string;
	env: NodeJS.ProcessEnv;
	/** Absolute: the Node that runs this, and the script that is `pylon`. */
	node: string;
	script: string;
}

/** undefined: this system has none that Pylon knows. */
export function loginService(options: LoginServiceOptions): LoginService | undefined {
	switch (options.platform) {
		case 'linux':
			return systemd(options);
		case 'darwin':
			return launchd(options);
		case 'win32':
			return task(options);
		default:
			return undefined;
	}
}

/** systemd.service(5); quoting as in systemd.syntax(7), where % and $ are doubled. */
function systemd({ home, env, node, script }: LoginServiceOptions): LoginService {
	const quoted = (text: string) =>
		`"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;
	const folder = env.XDG_CONFIG_HOME ?? join(home, '.config');
	return {
		file: join(folder, 'systemd', 'user', 'pylon.service'),
		content: `[Unit]
Description=Pylon bridge: keeps your rooms up to date

[Service]
ExecStart=${quoted(node)} ${quoted(script)} start --log
Restart=on-failure
RestartSec=10
Environment=NO_COLOR=1

[Install]
WantedBy=default.target
`,
		enable: [
			['systemctl', '--user', 'daemon-reload'],
			['systemctl', '--user', 'enable', '--now', 'pylon.service'],
		],
		disable: [['systemctl', '--user', 'disable', '--now', 'pylon.service']],
	};
}

/** launchd.plist(5). */
function launchd({ home, node, script }: LoginServiceOptions): LoginService {
	const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	const file = join(home, 'Library', 'LaunchAgents', 'dev.pylon.bridge.plist');
	const args = [node, script, 'start', '--log'].map((arg) => `\t\t<string>${escaped(arg)}</string>`).join('\n');
	return {
		file,
		content: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>dev.pylon.bridge</string>
	<key>ProgramArguments</key>
	<array>
${args}
	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<dict>
		<key>SuccessfulExit</key>
		<false/>
	</dict>
</dict>
</plist>
`,
		enable: [['launchctl', 'load', '-w', file]],
		disable: [['launchctl', 'unload', '-w', file]],
	};
}

/** A task at logon, from a command file: schtasks takes at most 261 characters of command. */
function task({ home, env, node, script }: LoginServiceOptions): LoginService {
	const file = join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Pylon', 'bridge.cmd');
	const quoted = (text: string) => `"${text.replaceAll('%', '%%')}"`;
	return {
		file,
		content: `@echo off\r\nset NO_COLOR=1\r\n${quoted(node)} ${quoted(script)} start --log\r\n`,
		enable: [
			['schtasks', '/Create', '/F', '/SC', 'ONLOGON', '/TN', 'Pylon', '/TR', `"${file}"`],
			['schtasks', '/Run', '/TN', 'Pylon'],
		],
		disable: [['schtasks', '/Delete', '/F', '/TN', 'Pylon']],
	};
}
