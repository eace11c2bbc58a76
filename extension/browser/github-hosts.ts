/** GitHub Enterprise hosts: asked for one by one, when a person names them. The background puts the marks on them. */
import { browser } from 'wxt/browser';
import { changeSettings, readSettings } from '../contract/stored-settings.ts';
import { patternOf } from './github-origin.ts';

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
