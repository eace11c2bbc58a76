import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { browser } from '../browser/page-browser.ts';
import { followAddress } from '../github/page/address.ts';
import { isMarkable } from '../github/page/is-markable.ts';
import { pageAt } from '../github/page/page.ts';
import { pageDocument } from '../github/page/page-document.ts';

/**
 * Chrome's content script on github.com. It runs on all of it, since its pages lead to each other without loading: so it is next
 * to nothing, and what marks pages is fetched for the first one of interest. WXT's own frame for content scripts takes three times
 * as long to run as all of this (`first-paint/README.md`): so it is a plain script, and `first-paint/content-scripts.ts` names it.
 */
export default defineUnlistedScript({
	exclude: ['firefox'],
	main: () => {
		let isFetched = false;
		followAddress((url) => {
			// Without an id it is left over from before an update.
			if (isFetched || pageAt(url) === undefined || browser.runtime?.id === undefined || !isMarkable(pageDocument())) return;
			isFetched = true;
			void import(/* @vite-ignore */ browser.runtime.getURL('/marks.js'));
		});
	},
});
