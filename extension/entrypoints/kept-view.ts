import { browser } from 'wxt/browser';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { VIEW_KEY } from '../live/surface-port.ts';

/** Asks for what was kept before anything else of a surface is loaded: the answer arrives meanwhile, and the first paint waits less. */
export default defineUnlistedScript(() => {
	Object.assign(globalThis, { keptView: browser.storage.session.get(VIEW_KEY) });
});
