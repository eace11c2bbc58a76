/** The dashboard's tab: shown where it is open, opened where it is not. */
import { browser } from 'wxt/browser';

/** `query`: what it is to show, as in its address; without one it stays as it is. */
export async function showDashboard(query = ''): Promise<void> {
	const page = browser.runtime.getURL('/dashboard.html');
	const [open] = await browser.tabs.query({ url: `${page}*` });
	const url = query === '' ? page : `${page}?${query}`;
	if (open?.id === undefined) {
		await browser.tabs.create({ url });
		return;
	}
	await browser.tabs.update(open.id, query === '' ? { active: true } : { active: true, url });
	await browser.windows.update(open.windowId, { focused: true });
}
