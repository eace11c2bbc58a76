import { describe, expect, test } from 'vitest';
import { parsedPage } from '../../../testing/parsed-page.ts';
import { breadcrumbFiles, payloadFiles } from './file-facts.ts';

const REPO = 'github.com/acme/api';
const script = (payload: object) =>
	`<script type="application/json" data-target="react-app.embeddedData">${JSON.stringify({ payload })}</script>`;
const said = (files: { ref: string; path: string }[]) => files.map(({ ref, path }) => `${ref}:${path}`);

describe('the data that a file view was drawn from', () => {
	const blob = { refInfo: { name: 'feat/x', refType: 'branch' }, path: 'src/a.ts' };
	const inPayload = (payload: object) => said(payloadFiles(parsedPage(script(payload)), REPO));

	test('says branch and path, whatever the route is called', () => {
		expect(inPayload({ codeViewBlobLayoutRoute: { ...blob, blob: {} } })).toEqual(['feat/x:src/a.ts']);
		expect(inPayload({ ...blob, repo: { ownerLogin: 'Acme', name: 'API' } })).toEqual(['feat/x:src/a.ts']);
	});

	test('says nothing where it is another repository’s, or of another shape', () => {
		expect(inPayload({ layout: { repo: { ownerLogin: 'bea', name: 'api' } }, blob })).toEqual([]);
		expect(inPayload({ blob: { refInfo: 'main', path: 'a.ts' } })).toEqual([]);
		expect(inPayload({ blob: { refInfo: { name: 'main' }, path: '' } })).toEqual([]);
	});
});

describe('the breadcrumbs', () => {
	const link = (tree: string, slug = 'acme/api') => `<li><a href="/${slug}/tree/${tree}">x</a></li>`;
	const react = (root: string, folders: string, name: string) =>
		`<div><nav data-testid="breadcrumbs"><ol><li><a data-testid="breadcrumbs-repo-link" href="${root}">api</a></li>${folders}</ol></nav><div data-testid="breadcrumbs-filename"><span>/</span><h1 id="file-name-id-wide">${name}</h1></div></div>`;
	const inCrumbs = (body: string) => said(breadcrumbFiles(parsedPage(`<div>${link('other/branch')}${body}</div>`), REPO));

	test('lead to the repository at the branch, then to each folder', () => {
		expect(inCrumbs(react('/acme/api/tree/feat/x', link('feat/x/src') + link('feat/x/src/auth'), 'a.ts'))).toEqual([
			'feat/x:src/auth/a.ts',
		]);
		expect(inCrumbs(react('/acme/api/tree/main', '', 'README.md'))).toEqual(['main:README.md']);
		expect(inCrumbs(react('/Acme/API/tree/main', '', 'a b.md'))).toEqual(['main:a b.md']);
	});

	test('of a classic page, too', () => {
		const classic = `<span class="js-repo-root"><a href="/acme/api/tree/main">api</a></span><span class="js-path-segment"><a href="/acme/api/tree/main/src">src</a></span><strong class="final-path">a.ts</strong>`;
		expect(inCrumbs(`<div id="blob-path">${classic}</div>`)).toEqual(['main:src/a.ts']);
	});

	test('say nothing where they do not name the branch, or are another repository’s', () => {
		expect(inCrumbs(react('/acme/api', link('main/src'), 'a.ts'))).toEqual([]);
		expect(inCrumbs(react('/bea/api/tree/main', '', 'a.ts'))).toEqual([]);
		expect(inCrumbs(react('/acme/api/tree/main', link('dev/src'), 'a.ts'))).toEqual([]);
		expect(inCrumbs('<h1 id="file-name-id-mobile">a.ts</h1>')).toEqual([]);
	});
});
