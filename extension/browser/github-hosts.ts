/** GitHub Enterprise hosts: asked for one by one, when a person names them. The background puts the marks on them. */
import { browser } from 'wxt/browser';
import { changeSettings, readSettings } from '../contract/stored-settings.ts';

/**
 * What a person types, `git.acme.dev` perhaps, as an origin. `undefined` where it is none, or not over TLS. Without its port:
 * no repository's name has one, and the browser's permission is for all of a host's (Firefox knows no others).
 */
export function originFrom(typed: string): string | undefined {
	const text = typed.trim();
	const address = text.includes('://') ? text : `https://${text}`;
	if (!URL.canParse(address)) return undefined;
	const { protocol, hostname } = new URL(address);
	return protocol === 'https:' && hostname.includes('.') && hostname !== 'github.com' ? `https://${hostname}` : undefined;
}

/** The match pattern of everything on a host. */
export const patternOf = (origin: string): string => `${origin}/*`;

/** To be called in the very turn of a click: the browser asks the person. `false` where they say no. */
export async function addHost(origin: string): Promise<boolean> {
	if (!(await browser.permissions.request({ origins: [patternOf(origin)], permissions: ['scripting'] }))) return false;
	const { hosts } = await readSettings();
	await changeSettings({ hosts: [...hosts.filter((host) => host !== origin), origin] });
	return true;
}

export async function removeHost(origin: string): Promise<void> {
	const { hosts } = await readSettings();
	await changeSettings({ hosts: hosts.filter((host) => host !== origin) });
	await browser.permissions.remove({ origins: [patternOf(origin)] });
}
