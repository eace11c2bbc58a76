/** Opens the side panel, or the dashboard tab where the browser does not let an extension open one from here. */
import { browser } from 'wxt/browser';
import { showDashboard } from '../../browser/dashboard-tab.ts';

/** To be called in the very turn of a person's click. */
export function openPanel(windowId: number): void {
	const opened = import.meta.env.FIREFOX ? showDashboard() : browser.sidePanel.open({ windowId });
	void opened.catch(() => showDashboard());
}
