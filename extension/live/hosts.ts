/** GitHub Enterprise hosts: asked for one by one, when a person names them. */
import { browser } from 'wxt/browser';
import { changeSettings, readSettings } from '../settings.ts';

/** What a person types, `git.acme.dev` perhaps, as an origin. `undefined` where it is none, or not over TLS. */
export function originFrom(typed: string): string | undefined {
	const text = typed.trim();
	const address = text.includes('://') ? text : `https://${text}`;
	if (!URL.canParse(address)) return undefined;
	const url = new URL(address);
	return url.protocol === 'https:' && url.hostname.includes('.') && url.host !== 'github.com' ? url.origin : undefined;
}

/** To be called in the very turn of a click: the browser asks the person. `false` where they say no. */
export async function addHost(origin: string): Promise<boolean> {
	if (!(await browser.permissions.request({ origins: [`${origin}/*`], permissions: ['scripting'] }))) return false;
	const { hosts } = await readSettings();
	await browser.scripting.registerContentScripts([
		{ id: origin, matches: [`${origin}/*`], js: ['content-scripts/github.js'], runAt: 'document_end', persistAcrossSessions: true },
	]);
	await changeSettings({ hosts: [...hosts.filter((host) => host !== origin), origin] });
	return true;
}

export async function removeHost(origin: string): Promise<void> {
	const { hosts } = await readSettings();
	await browser.scripting.unregisterContentScripts({ ids: [origin] });
	await browser.permissions.remove({ origins: [`${origin}/*`] });
	await changeSettings({ hosts: hosts.filter((host) => host !== origin) });
}
