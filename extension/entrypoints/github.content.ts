import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { Overlay } from '../places/overlay.ts';
import { RoomLine } from '../places/room-line.ts';

/** Runs on all of GitHub, since its pages lead to each other without loading; it does nothing until one shows a repository. */
export default defineContentScript({
	matches: ['https://github.com/*'],
	runAt: 'document_end',
	main(context) {
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
			onConnect: () => overlay.reconnected(),
			onView: (view) => void overlay.show(view),
		});
		overlay.goTo(new URL(location.href));
		// Told before the address changes; the page's own changes bring the passes after it.
		context.addEventListener(window, 'wxt:locationchange', ({ newUrl }) => overlay.goTo(newUrl));
	},
});
