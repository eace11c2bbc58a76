/** A user unit: systemd.unit(5), systemd.service(5), quoted as systemd.syntax(7) says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loginEnvironment } from './login-environment.ts';
import type { LoginOptions, LoginStart } from './login-start.ts';

const UNIT = 'pylon.service';

/** `%` names a specifier everywhere in a unit. */
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
/** `$` names a variable in a command. */
const word = (text: string): string => quoted(text).replaceAll('$', '$$$$');

/** A file there for each user whose services start with the machine, and outlive the login (loginctl(1), `enable-linger`). */
const LINGERING = '/var/lib/systemd/linger';

export function systemd({ home, env, node, script, user }: LoginOptions, lingering = LINGERING): LoginStart {
	const names = `${word(node)} ${word(script)}`;
	const environment = loginEnvironment(env).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`);
	const units = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'systemd', 'user');
	return {
		by: 'systemd',
		file: join(units, UNIT),
		mark: join(units, 'default.target.wants', UNIT),
		encoding: 'utf8',
		lingering: { isOn: user !== '' && existsSync(join(lingering, user)), turnOn: ['loginctl', 'enable-linger'] },
		also: [],
		names,
		// 2 is how a bridge ends that finds another one at work.
		content: `# Written by \`pylon service install\`; \`pylon service remove\` takes it away.
[Unit]
Description=Pylon: keeps your rooms up to date

[Service]
ExecStart=${names} start --log
${environment.join('')}Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2

[Install]
WantedBy=default.target
`,
		enable: [
			['systemctl', '--user', 'daemon-reload'],
			['systemctl', '--user', 'enable', UNIT],
		],
		unload: [],
		start: [['systemctl', '--user', 'restart', UNIT]],
		disable: [['systemctl', '--user', 'disable', '--now', UNIT]],
		forget: [['systemctl', '--user', 'daemon-reload']],
	};
}
