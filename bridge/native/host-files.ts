/** What is written so that browsers find the native host: a launcher, and each browser's manifest that names it. Pure. */
import { join, posix, win32 } from 'node:path';
import { CHROME_EXTENSION, FIREFOX_EXTENSION, NATIVE_HOST } from '../../shared/native-messages.ts';
import { pylonFolder } from '../base/home.ts';
import type { Browser, BrowserPlace } from './browsers.ts';

export interface HostProgram {
	platform: NodeJS.Platform;
	home: string;
	/** Absolute: the Node that runs this, and the script that is `pylon`. */
	node: string;
	script: string;
	/** What a browser that was started from a desktop may lack: git's place, agents' folders. */
	environment: readonly (readonly [name: string, value: string])[];
}

export interface HostFile {
	path: string;
	content: string;
	mode: number;
}

/** Browsers start programs with any folder, PATH and HOME: so all of them are said here. */
export function launcherOf(program: HostProgram): HostFile {
	const { platform, home } = program;
	const name = platform === 'win32' ? 'native-host.bat' : 'native-host';
	return { path: join(pylonFolder(home), name), content: platform === 'win32' ? batch(program) : shell(program), mode: 0o700 };
}

/** A Node that its manager has replaced meanwhile is looked for where the PATH was then. */
function shell({ home, node, script, environment }: HostProgram): string {
	const lines = [['HOME', home] as const, ...environment].map(([name, value]) => `export ${name}=${quoted(value)}\n`);
	return `#!/bin/sh
# Written by \`pylon browser install\`; \`pylon browser remove\` takes it away.
${lines.join('')}node=${quoted(node)}
[ -x "$node" ] || node=node
exec "$node" ${quoted(script)} native-host "$@"
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** In a batch file `%` names a variable. */
function batch({ node, script, environment }: HostProgram): string {
	const word = (text: string) => `"${text.replaceAll('%', '%%')}"`;
	const lines = environment.map(([name, value]) => `set ${word(`${name}=${value}`)}`);
	return ['@echo off', ...lines, `${word(node)} ${word(script)} native-host %*`, ''].join('\r\n');
}

export function manifestOf({ browser, folder }: BrowserPlace, platform: NodeJS.Platform, launcher: string): HostFile {
	const common = { name: NATIVE_HOST, description: 'Pylon Rooms: this machine’s coding agents', path: launcher, type: 'stdio' };
	const { join: joined } = platform === 'win32' ? win32 : posix;
	const path = joined(folder, `${NATIVE_HOST}.json`);
	return { path, content: `${JSON.stringify({ ...common, ...letIn(browser) }, undefined, 2)}\n`, mode: 0o600 };
}

const letIn = (browser: Browser) =>
	browser === 'firefox' ? { allowed_extensions: [FIREFOX_EXTENSION] } : { allowed_origins: [`chrome-extension://${CHROME_EXTENSION}/`] };
