/** Where the built extension lies, how to load it, and how it comes by the room: by the native host, or by a token. */
import { join } from 'node:path';
import { home as project } from '../run.ts';
import { dim, say } from './progress.ts';

/** `hasHost`: a browser of this machine starts the native host, and needs no token. */
export function sayPairing(token: string, { hasHost }: { hasHost: boolean } = { hasHost: false }): void {
	const pair = hasHost
		? 'Open Pylon in the toolbar: your agents are there. Say yes to the room.'
		: `Open Pylon in the toolbar and paste this token ${dim('(for ten minutes, once)')}:
       ${token}`;
	say(`
  See it in the browser:
    1. Open chrome://extensions, switch on "Developer mode", choose "Load unpacked" and take this folder:
       ${join(project, '.output', 'chrome-mv3')}
    2. ${pair}

  ${dim('Ctrl-C ends everything.')}
`);
}
