/** What `init` and `join` end with: to start now and at every login, to show it in the browser (and `offer-hooks.ts`). Each has a flag that says yes. */
import { UserError } from '../../base/user-error.ts';
import { runningBridge, startInBackground } from '../../daemon/daemon.ts';
import { BROWSER_NAMES } from '../../native/browsers.ts';
import { EXTENSION_PAGE } from '../../native/extension-page.ts';
import { type Here, installHost, seenBrowsers } from '../../native/installed.ts';
import { askYes } from '../../terminal/prompts.ts';
import type { Shell } from '../../terminal/shell.ts';
import type { Flag } from './define-command.ts';
import { installLoginStart, loginPlan } from './login-start.ts';

export const OFFERS = {
	start: { text: 'start the bridge now, and at every login' },
	browser: { text: 'show this machine’s agents in the browsers that are found' },
	hooks: { text: 'have this machine’s agents hear who else is in a file' },
} as const satisfies Record<string, Flag>;

export interface Offer {
	shell: Shell;
	/** The file that is `pylon`. */
	script: string;
	/** Nothing is asked: what the flags do not say is not done. */
	yes: boolean | undefined;
}

/** Yes where the flag says so, or somebody who was asked. */
export async function isWanted({ shell, yes }: Offer, flag: boolean | undefined, question: string): Promise<boolean> {
	if (flag === true) return true;
	return yes !== true && shell.isInteractive && (await askYes({ shell, yes: undefined }, question));
}

export async function offerStart(offer: Offer, flag: boolean | undefined): Promise<void> {
	const { shell } = offer;
	if ((await runningBridge(shell.home)) !== undefined) return;
	if (await isWanted(offer, flag, 'Start now, and at every login?')) return startForGood(offer);
	shell.say('Keep the room up to date while you work:');
	shell.say('  pylon start --background');
}

/** Where the system starts nothing at login, it runs at least now. */
async function startForGood({ shell, script }: Offer): Promise<void> {
	try {
		await installLoginStart(shell, loginPlan(shell, script), { isStarted: true });
		shell.success('The bridge runs, now and after every login. Take it back: pylon service remove');
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		shell.warn(shell.style.dim(error.message));
		if ((await runningBridge(shell.home)) === undefined) await startInBackground(shell.env, script);
		shell.success('The bridge runs now. After the next login: pylon start --background');
	}
}

export async function offerBrowser(offer: Offer, flag: boolean | undefined): Promise<void> {
	const { shell, script } = offer;
	const here: Here = { home: shell.home, env: shell.env, script };
	const left = seenBrowsers(here).filter(({ isFound, state }) => isFound && state !== 'current');
	if (left.length === 0) return;
	const names = left.map(({ browser }) => BROWSER_NAMES[browser]).join(', ');
	if (!(await isWanted(offer, flag, `Show it in the browser (${names})?`))) {
		shell.say('See it in the browser: pylon browser install');
		return;
	}
	await installHost(
		here,
		left.map(({ browser }) => browser),
	);
	shell.success(`${names} can show it: open Pylon’s extension there. Take it back: pylon browser remove`);
	shell.paragraph(`Not in the toolbar? The extension has to be loaded first: ${EXTENSION_PAGE}`, shell.style.dim);
}
