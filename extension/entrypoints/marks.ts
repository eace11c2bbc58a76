import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { browser } from '../browser/page-browser.ts';
import { BackgroundConnection } from '../github/background-connection.ts';
import { Overlay } from '../github/overlay.ts';
import { followAddress } from '../github/page/address.ts';
import { isMarkable } from '../github/page/is-markable.ts';
import { pageAt } from '../github/page/page.ts';
import { pageDocument } from '../github/page/page-document.ts';

/**
 * Marks GitHub's pages, from the first one of interest on. On github.com Chrome's content script fetches it, and no other host's
 * page can; in Firefox and on Enterprise hosts it is the content script itself, by one name in both. `first-paint/README.md` says what
 * `defineContentScript` would cost.
 */
export default defineUnlistedScript(() => {
	if (!isMarkable(pageDocument())) return;
	let overlay: Overlay | undefined;
	followAddress((url) => {
		if (overlay === undefined && pageAt(url) !== undefined) overlay = start();
		overlay?.goTo(url);
	});
});

function start(): Overlay {
	const life = new AbortController();
	const { signal } = life;
	const overlay = new Overlay({
		signal,
		now: Date.now,
		onRepos: (repos) => connection.watch(repos),
		onPull: (pull) => connection.reportPull(pull),
		openPanel: (focus) => connection.openPanel(focus),
	});
	const connection = new BackgroundConnection({
		signal,
		document: pageDocument(),
		connect: (name) => browser.runtime.connect({ name }),
		isOrphaned: () => {
			const isOrphaned = browser.runtime?.id === undefined;
			// The marks would say for ever what they say now.
			if (isOrphaned) life.abort();
			return isOrphaned;
		},
		onView: (view) => void overlay.show(view),
	});
	return overlay;
}
