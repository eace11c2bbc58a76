import { hasFileBlocks } from './file-block.ts';
import { hasFileTitle } from './file-title.ts';
import type { GitHubPage } from './page.ts';

/** Whether the page still has what its marks are found by. Of pages that may well have nothing to mark, nothing is expected. */
export function isRecognised(document: Document, page: GitHubPage): boolean {
	switch (page.kind) {
		case 'pull':
			return page.tab !== 'files' || hasFileBlocks(document);
		case 'compare':
			return hasFileBlocks(document);
		case 'file':
			return hasFileTitle(document);
		case 'pulls':
			return true;
	}
}
