/** The dashboard's tab: shown where it is open, opened where it is not. */
import { browser } from 'wxt/browser';

export async function showDashboard(): Promise<void> {
	const [open] = await browser.tabs.query({ url: browser.runtime.getURL('/dashboard.html') });
	if (open?.id === undefined) {
		await browser.tabs.create({ url: '/dashboard.html' });
		return;
	}
	await browser.tabs.update(open.id, { active: true });
	await browser.windows.update(open.windowId, { focused: true });
}
