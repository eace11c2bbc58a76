/** The real side panel: no tab, and so no page to Playwright. Found and photographed through the browser's own protocol. */
import { writeFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';

/** Its text; empty while it is closed. Read through another page of the extension, whose process it shares. */
export async function sidePanelText(from: Page): Promise<string> {
	return from.evaluate(() => {
		const views = (globalThis as unknown as { chrome: { extension: { getViews(): Window[] } } }).chrome.extension.getViews();
		return views.find((view) => view.location.pathname === '/sidepanel.html')?.document.body.innerText ?? '';
	});
}

export async function pictureOfSidePanel(from: Page, file: string): Promise<void> {
	const session = await from.context().newCDPSession(from);
	const { targetInfos } = await session.send('Target.getTargets');
	const panel = targetInfos.find((target) => target.url.endsWith('/sidepanel.html'));
	if (panel === undefined) throw new Error('The side panel is not open.');
	const { sessionId } = await session.send('Target.attachToTarget', { targetId: panel.targetId, flatten: false });
	const { data } = (await ask(session, sessionId, 'Page.captureScreenshot')) as { data: string };
	await writeFile(file, Buffer.from(data, 'base64'));
	await session.detach();
}

function ask(session: CDPSession, sessionId: string, method: string): Promise<unknown> {
	return new Promise((resolve) => {
		session.on('Target.receivedMessageFromTarget', (event) => {
			if (event.sessionId === sessionId) resolve((JSON.parse(event.message) as { result: unknown }).result);
		});
		void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: 1, method }) });
	});
}
