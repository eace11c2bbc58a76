/** Whether the browsers of this machine may start its native host: asked once, where somebody can answer. */
import { join } from 'node:path';
import { BROWSER_NAMES } from '../../bridge/native/browsers.ts';
import { type Here, installHost, seenBrowsers } from '../../bridge/native/installed.ts';
import { askYes } from '../../bridge/terminal/prompts.ts';
import { openShell } from '../../bridge/terminal/shell.ts';
import { home as project } from '../run.ts';
import { dim, say } from './progress.ts';

/** Whether one of them does. */
export async function offerHost(home: string, signal: AbortSignal): Promise<boolean> {
	const here: Here = { home, env: process.env, script: join(project, 'bridge/pylon.ts') };
	const found = seenBrowsers(here).filter(({ isFound }) => isFound);
	const left = found.filter(({ state }) => state === 'absent').map(({ browser }) => browser);
	const names = left.map((browser) => BROWSER_NAMES[browser]).join(', ');
	const shell = openShell(process, signal);
	if (left.length === 0) return found.length > 0;
	if (!shell.isInteractive || !(await askYes({ shell, yes: undefined }, `Show your agents in the browser, without a token (${names})?`))) {
		say(dim('    Without a token: npm run -s pylon -- browser install'));
		return false;
	}
	await installHost(here, left);
	return true;
}
