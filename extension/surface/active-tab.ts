/** The tab beside which a panel lies. */
import { browser } from 'wxt/browser';

export function watchActiveTab(tell: (tabId: number | undefined) => void, signal: AbortSignal): void {
	const look = async () => {
		const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
		if (!signal.aborted) tell(tab?.id);
	};
	const heard = () => void look();
	browser.tabs.onActivated.addListener(heard);
	signal.addEventListener('abort', () => browser.tabs.onActivated.removeListener(heard), { once: true });
	heard();
}
