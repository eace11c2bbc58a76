/** Where the built extension lies, how to load it, and the token that pairs it. */
import { join } from 'node:path';
import { home as project } from '../run.ts';
import { dim, say } from './progress.ts';

export function sayPairing(token: string): void {
	say(`
  See it in the browser:
    1. Open chrome://extensions, switch on "Developer mode", choose "Load unpacked" and take this folder:
       ${join(project, '.output', 'chrome-mv3')}
    2. Open Pylon in the toolbar and paste this token ${dim('(for ten minutes, once)')}:
       ${token}

  ${dim('Ctrl-C ends everything.')}
`);
}
