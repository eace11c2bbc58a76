/** Opens the side panel, or the dashboard tab where the browser does not let an extension open one from here. */
import { browser } from 'wxt/browser';

/** To be called in the very turn of a person's click. */
export function openPanel(windowId: number): void {
	const opened = import.meta.env.FIREFOX ? browser.tabs.create({ url: '/dashboard.html' }) : browser.sidePanel.open({ windowId });
	void opened.catch(() => browser.tabs.create({ url: '/dashboard.html' }));
}
