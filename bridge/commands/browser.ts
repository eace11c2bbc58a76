/** `pylon browser`: lets browsers start this machine's native host, so that the extension shows its agents without a token. */
import { z } from 'zod';
import { tilde } from '../base/home.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { BROWSER_NAMES, BROWSERS, type Browser } from '../native/browsers.ts';
import { EXTENSION_PAGE } from '../native/extension-page.ts';
import { type Here, installHost, removeHost, type SeenBrowser, seenBoxed, seenBrowsers } from '../native/installed.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand, type Flag } from './parts/define-command.ts';

const FLAGS = Object.fromEntries(BROWSERS.map((browser) => [browser, { text: BROWSER_NAMES[browser] }])) as Record<Browser, Flag>;

const browserState = z.strictObject({
	browser: z.enum(BROWSERS),
	found: z.boolean(),
	installed: z.enum(['absent', 'current', 'other']),
	file: z.string(),
});

const stateOf = ({ browser, isFound, state, file }: SeenBrowser) => ({ browser, found: isFound, installed: state, file });

const status = defineCommand({
	name: 'status',
	isDefault: true,
	summary: 'which browsers can show this machine’s agents',
	json: z.array(browserState),
	jsonDetails: 'installed is `other` where another Node or Pylon is started',
	async run({ shell, script, flags, json }) {
		const here = hereOf(shell, script);
		const seen = seenBrowsers(here);
		if (flags.json === true) return json(seen.map(stateOf));
		const shown = seen.filter(({ isFound, state }) => isFound || state !== 'absent');
		if (shown.length === 0) shell.say('No browser was found that Pylon knows. Name one: pylon browser install --firefox');
		for (const { browser, state } of shown) {
			if (state === 'current') shell.success(`${BROWSER_NAMES[browser]} can show this machine’s agents`);
			else if (state === 'absent') shell.say(`${BROWSER_NAMES[browser]} cannot yet. Let it: pylon browser install`);
			else shell.say(`${BROWSER_NAMES[browser]} starts another Node or another Pylon than this one. Mend it: pylon browser install`);
		}
		sayBoxed(shell, here);
	},
});

const install = defineCommand({
	name: 'install',
	summary: 'show this machine’s agents in the browser, without a token',
	details: 'For the browsers that are found, or those that are named.',
	flags: FLAGS,
	json: z.array(browserState),
	async run({ shell, script, flags, json }) {
		const here = hereOf(shell, script);
		const seen = seenBrowsers(here);
		const named = BROWSERS.filter((browser) => flags[browser] === true);
		const strange = named.find((browser) => !seen.some((each) => each.browser === browser));
		if (strange !== undefined) throw new UserError(`There is no ${BROWSER_NAMES[strange]} for this system.`, 'Name another browser.');
		const wanted = named.length > 0 ? named : seen.filter(({ isFound }) => isFound).map(({ browser }) => browser);
		if (wanted.length === 0 && flags.json !== true) sayBoxed(shell, here);
		if (wanted.length === 0) throw new UserError('No browser was found.', 'Name one: pylon browser install --chrome', EXIT.usage);
		await installHost(here, wanted);
		const written = seenBrowsers(here).filter(({ browser }) => wanted.includes(browser));
		if (flags.json === true) return json(written.map(stateOf));
		for (const { browser, file } of written) {
			shell.success(`${BROWSER_NAMES[browser]} can show this machine’s agents`);
			shell.say(`  ${shell.style.dim(tilde(file, shell.home))}`);
		}
		sayBoxed(shell, here);
		shell.say('Open Pylon in its toolbar: your agents are there. Take it back: pylon browser remove');
		shell.paragraph(`Not in the toolbar? The extension has to be loaded first: ${EXTENSION_PAGE}`, shell.style.dim);
	},
});

const remove = defineCommand({
	name: 'remove',
	summary: 'take it back',
	details: 'From all browsers, or from those that are named.',
	flags: FLAGS,
	json: z.array(z.enum(BROWSERS)),
	jsonDetails: 'from which it was taken',
	async run({ shell, script, flags, json }) {
		const named = BROWSERS.filter((browser) => flags[browser] === true);
		const removed = await removeHost(hereOf(shell, script), named.length > 0 ? named : BROWSERS);
		if (flags.json === true) return json(removed);
		if (removed.length === 0) return shell.say('No browser was let to show this machine’s agents.');
		for (const browser of removed) shell.success(`${BROWSER_NAMES[browser]} shows this machine’s agents no longer`);
	},
});

export const command = defineCommand({
	name: 'browser',
	section: 'Day to day',
	summary: 'show this machine’s agents in the browser, without a token',
	examples: ['pylon browser install', 'pylon browser install --firefox', 'pylon browser status', 'pylon browser remove'],
	commands: [status, install, remove],
});

const hereOf = ({ home, env }: Shell, script: string): Here => ({ home, env, script });

function sayBoxed(shell: Shell, here: Here): void {
	for (const { name, why } of seenBoxed(here)) shell.paragraph(`${name}: ${why}`, shell.style.dim);
}
