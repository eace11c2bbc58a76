import { hasFileBlocks } from './file-block.ts';
import { hasFileTitle } from './file-title.ts';
import type { GitHubPage } from './page.ts';
import { payloadFiles } from './pull/pull-payload.ts';
import { hasCode, hasDiffs } from './shown-files.ts';

/** Whether what the page shows can be found. Where it shows no files (there are none, one is to sign in, it is not found) nothing is missed. */
export function isRecognised(document: Document, page: GitHubPage): boolean {
	switch (page.kind) {
		case 'pull':
			return page.tab !== 'files' || hasFileBlocks(document) || !(payloadFiles(document, page) !== undefined || hasDiffs(document));
		case 'compare':
		case 'commit':
			return hasFileBlocks(document) || !hasDiffs(document);
		case 'file':
			return hasFileTitle(document) || !hasCode(document);
		case 'all-pulls':
		case 'pulls':
		case 'queue':
			return true;
	}
}
