import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parsedPage } from '../../../testing/parsed-page.ts';
import { isRecognised } from './is-recognised.ts';
import { pageAt } from './page.ts';

const read = (path: string, body: string) => {
	const page = pageAt(new URL(path, 'https://github.com'));
	return page && isRecognised(parsedPage(body), page);
};
const BLOCK = `<div id="diff-${createHash('sha256').update('a.ts').digest('hex')}"></div>`;
const listed = (files: object[]) => {
	const route = { diffSummaries: files, pullRequest: { number: 7 }, repository: { ownerLogin: 'acme', name: 'api' } };
	return `<script data-target="react-app.embeddedData">${JSON.stringify({ payload: { route } })}</script>`;
};

test.for([
	['/acme/api/compare', '<h1>Compare changes</h1><a href="/acme/api/compare/main...dev">dev</a>'],
	['/acme/api/compare/main...main', '<div class="blankslate">There is nothing to compare.</div>'],
	['/acme/api/pull/7/files', '<div id="files"></div>'],
	['/acme/api/pull/7/changes', listed([])],
	['/acme/api/pull/7/changes', '<div id="diff-comparison-viewer-container"></div><div id="diff-file-tree-filter"></div>'],
	['/acme/api/pull/7/changes', '<h1>404</h1>'],
	['/acme/api/pull/7/changes', '<form action="/login"><input name="login"></form>'],
	['/acme/api/pull/7/commits/1dbe0b1', ''],
	['/acme/api/commit/1dbe0b1', '<p>Deferred</p>'],
	['/acme/api/blob/main/a.ts', '<h1>404 - page not found</h1>'],
	['/acme/api/pull/7', '<div class="blob-code"></div>'],
	['/acme/api/pulls', ''],
] as const)('nothing is missed on %s that shows no files', ([path, body]) => {
	expect(read(path, body)).toBe(true);
});

test.for([
	['/acme/api/pull/7/changes', listed([{ path: 'a.ts' }])],
	['/acme/api/pull/7/changes', '<section data-file-path="a.ts"></section>'],
	['/acme/api/pull/7/files', '<table><td class="blob-code">code</td></table>'],
	['/acme/api/compare/main...dev', '<table><td data-line-number="1"></td></table>'],
	['/acme/api/commit/1dbe0b1', '<div class="js-file"></div>'],
	['/acme/api/blob/main/a.ts', '<textarea data-testid="read-only-cursor-text-area"></textarea>'],
] as const)('files that %s shows in a way that is not understood are', ([path, body]) => {
	expect(read(path, body)).toBe(false);
	expect(read(path, `${body}${BLOCK}<h1 id="file-name-id">a.ts</h1>`)).toBe(true);
});
