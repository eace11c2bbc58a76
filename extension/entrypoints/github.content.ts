import { browser } from 'wxt/browser';
import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { pageAt } from '../places/github/page.ts';
import { Overlay } from '../places/overlay.ts';
import { RoomLine } from '../places/room-line.ts';

/** Runs on all of GitHub, since its pages lead to each other without loading; nothing is set up until one is of interest. */
export default defineContentScript({
	matches: ['https://github.com/*'],
	runAt: 'document_end',
	noScriptStartedPostMessage: true,
	main(context) {
		let overlay: Overlay | undefined;
		const goTo = (url: URL) => {
			if (overlay === undefined && pageAt(url) !== undefined) overlay = start(context);
			overlay?.goTo(url);
		};
		goTo(new URL(location.href));
		// Told before the address changes; the page's own changes bring the passes after it.
		context.addEventListener(window, 'wxt:locationchange', ({ newUrl }) => goTo(newUrl));
	},
});

function start(context: ContentScriptContext): Overlay {
	const { signal } = context;
	const overlay = new Overlay({
		signal,
		now: Date.now,
		onRepo: (repo) => line.watch(repo),
		onPull: (pull) => line.tellPull(pull),
		openPanel: (focus) => line.openPanel(focus),
	});
	const line = new RoomLine({
		signal,
		document,
		connect: (name) => browser.runtime.connect({ name }),
		// Looking ends the context where that is so, and with it the marks.
		isOrphaned: () => context.isInvalid,
		onView: (view) => void overlay.show(view),
	});
	return overlay;
}
