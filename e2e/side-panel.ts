/** The real side panel: no tab, and so no page to Playwright. Found and photographed through the browser's own protocol. */
import type { Page } from 'playwright-core';
import { attachTo } from './target.ts';

/** Its text; empty while it is closed. Read through another page of the extension, whose process it shares. */
export async function sidePanelText(from: Page): Promise<string> {
	return from.evaluate(() => {
		const views = (globalThis as unknown as { chrome: { extension: { getViews(): Window[] } } }).chrome.extension.getViews();
		return views.find((view) => view.location.pathname === '/sidepanel.html')?.document.body.innerText ?? '';
	});
}

/** A PNG. */
export async function pictureOfSidePanel(from: Page): Promise<Uint8Array> {
	const session = await from.context().newCDPSession(from);
	const panel = await attachTo(session, new URL('/sidepanel.html', from.url()).href);
	// As high as a window that somebody works in, not as the one that a browser without a screen has.
	await panel.send('Emulation.setDeviceMetricsOverride', { width: 360, height: 640, deviceScaleFactor: 1, mobile: false });
	await panel.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }] });
	const { data } = (await panel.send('Page.captureScreenshot')) as { data: string };
	await panel.send('Emulation.setEmulatedMedia', { features: [] });
	await panel.send('Emulation.clearDeviceMetricsOverride');
	await session.detach();
	return Buffer.from(data, 'base64');
}
