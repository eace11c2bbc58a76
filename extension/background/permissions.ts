/**
 * What a person chose and the browser has to allow: notifications, and marks on GitHub Enterprise hosts. A person may take a
 * permission back in the browser's own settings, and an update of the extension drops the scripts that were registered: so
 * the choice is made to agree with what is allowed, and the scripts with the choice.
 */
import { browser } from 'wxt/browser';
import { patternOf } from '../browser/github-origin.ts';
import type { Settings } from '../contract/settings.ts';
import { changeSettings, readSettings } from '../contract/stored-settings.ts';

const SCRIPT = 'marks.js';

export class Permissions {
	#last: Promise<unknown> = Promise.resolve();

	/** One after the other: each begins with what the one before it left. */
	reconcile(): Promise<void> {
		const reconciled = this.#last.then(reconcile);
		this.#last = Promise.allSettled([reconciled]);
		return reconciled;
	}
}

async function reconcile(): Promise<void> {
	const { refused, mayNotify } = await withdrawn(await readSettings());
	// Read again: what the options page has changed meanwhile stays.
	const { hosts, notify } = await readSettings();
	const allowed = hosts.filter((host) => !refused.includes(host));
	const isToBeQuiet = !mayNotify && notify !== 'off';
	if (allowed.length < hosts.length) await changeSettings({ hosts: allowed });
	if (isToBeQuiet) await changeSettings({ notify: 'off' });
	await markHosts(allowed);
}

/** Of what the settings ask for, what the browser does not allow. */
async function withdrawn({ hosts, notify }: Settings): Promise<{ refused: string[]; mayNotify: boolean }> {
	const isAllowed = await Promise.all(hosts.map((host) => browser.permissions.contains({ origins: [patternOf(host)] })));
	const mayNotify = notify === 'off' || (await browser.permissions.contains({ permissions: ['notifications'] }));
	return { refused: hosts.filter((_, index) => !isAllowed[index]), mayNotify };
}

async function markHosts(hosts: string[]): Promise<void> {
	// An optional permission: before it is given there is no such API, and nothing was registered.
	if (browser.scripting === undefined) return;
	const registered = (await browser.scripting.getRegisteredContentScripts()).map((script) => script.id);
	const old = registered.filter((id) => !hosts.includes(id));
	const fresh = hosts.filter((host) => !registered.includes(host));
	if (old.length > 0) await browser.scripting.unregisterContentScripts({ ids: old });
	if (fresh.length === 0) return;
	await browser.scripting.registerContentScripts(
		fresh.map((host) => ({ id: host, matches: [patternOf(host)], js: [SCRIPT], runAt: 'document_end', persistAcrossSessions: true })),
	);
}
