import { browser } from 'wxt/browser';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { VIEW_KEY } from '../contract/surface-port.ts';
import { text } from '../texts.ts';

/** Runs before a surface's own script, and asks the browser for what that will need: the first paint waits less. */
export default defineUnlistedScript(() => {
	Object.assign(globalThis, { keptView: browser.storage.session.get(VIEW_KEY) });
	// With the first text the browser reads all of them.
	document.documentElement.lang = text('htmlLang');
});
