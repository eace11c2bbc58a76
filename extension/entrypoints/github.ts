import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { browser } from '../page-browser.ts';
import { followAddress } from '../places/address.ts';
import { pageAt } from '../places/github/page.ts';
import { Overlay } from '../places/overlay.ts';
import { RoomLine } from '../places/room-line.ts';

/**
 * The content script. It runs on all of GitHub, since its pages lead to each other without loading; nothing is set up until
 * one is of interest. WXT's own frame for content scripts takes longer to run than all of this does, on every page: so it is
 * a plain script, and `wxt.config.ts` names it in the manifest.
 */
export default defineUnlistedScript(() => {
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
		onRepo: (repo) => line.watch(repo),
		onPull: (pull) => line.tellPull(pull),
		openPanel: (focus) => line.openPanel(focus),
	});
	const line = new RoomLine({
		signal,
		document,
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
