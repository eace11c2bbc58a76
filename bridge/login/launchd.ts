/** A launch agent: launchd.plist(5), launchctl(1). */
import { join } from 'node:path';
import { loginEnvironment } from './login-environment.ts';
import type { LoginOptions, LoginStart } from './login-start.ts';
import { xmlEscaped } from './xml-escaped.ts';

const LABEL = 'dev.pylon.bridge';

export function launchd({ home, env, node, script, uid }: LoginOptions): LoginStart {
	const file = join(home, 'Library', 'LaunchAgents', `${LABEL}.plist`);
	const names = [node, script].map((each) => `\t\t<string>${xmlEscaped(each)}</string>`).join('\n');
	const environment = loginEnvironment(env).map(([name, value]) => `\t\t<key>${name}</key>\n\t\t<string>${xmlEscaped(value)}</string>\n`);
	const domain = `gui/${uid}`;
	return {
		by: 'launchd',
		file,
		encoding: 'utf8',
		also: [],
		names,
		content: `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by \`pylon service install\`; \`pylon service remove\` takes it away. -->
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>${LABEL}</string>
	<key>ProgramArguments</key>
	<array>
${names}
		<string>start</string>
		<string>--log</string>
	</array>
	<key>EnvironmentVariables</key>
	<dict>
${environment.join('')}	</dict>
	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<dict>
		<key>SuccessfulExit</key>
		<false/>
	</dict>
	<key>ProcessType</key>
	<string>Background</string>
</dict>
</plist>
`,
		// A file in that folder counts at the next login by itself.
		enable: [['launchctl', 'enable', `${domain}/${LABEL}`]],
		// What is loaded already is not loaded again, and would stay as it was.
		unload: [['launchctl', 'bootout', `${domain}/${LABEL}`]],
		start: [['launchctl', 'bootstrap', domain, file]],
		disable: [['launchctl', 'bootout', `${domain}/${LABEL}`]],
		forget: [],
	};
}
