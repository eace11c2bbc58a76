/**
 * The manifest's rows for what runs on GitHub's pages, written by hand since `defineContentScript`, which would write them, brings
 * WXT's frame along. README.md beside this says what that costs.
 */
import { GITHUB } from '../contract/github-origin.ts';

export const chromeContentScripts = {
	content_scripts: [{ matches: GITHUB, run_at: 'document_end' as const, js: ['github.js'] }],
	// What the content script fetches on the pages of interest. GitHub's can tell by it that the extension is
	// there. No `use_dynamic_url`: with it Chrome 130 and some after refuse to load the file (crxjs/chrome-extension-tools#918).
	web_accessible_resources: [{ resources: ['marks.js'], matches: GITHUB }],
};

/** Mozilla's reviewers want no code fetched by an address that is made up as it runs. */
export const firefoxContentScripts = {
	content_scripts: [{ matches: GITHUB, run_at: 'document_end' as const, js: ['marks.js'] }],
};
