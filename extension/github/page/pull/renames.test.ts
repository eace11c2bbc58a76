import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parsedPage } from '../../../../testing/parsed-page.ts';
import { pageAt } from '../page.ts';
import { renamesOf } from './renames.ts';

const digest = (path: string) => createHash('sha256').update(path).digest('hex');
const [OLD, NEW] = ['src/auth/login.ts', 'src/session/sign-in.ts'];
const read = (body: string, ...paths: string[]) => {
	const page = pageAt(new URL('https://github.com/acme/api/pull/7/changes'));
	return page && Object.fromEntries(renamesOf(parsedPage(body), page, paths));
};
const found = { [OLD]: { path: NEW, digest: digest(NEW) } };

const payload = (status: string, { number = 7, isLoaded = true } = {}) => {
	const diffContents = [
		{ status, oldTreeEntry: { path: OLD }, newTreeEntry: { path: NEW }, pathDigest: digest(NEW) },
		{ status: 'ADDED', oldTreeEntry: null },
	];
	const diffSummaries = [{ path: NEW, pathDigest: digest(NEW), changeType: status }];
	const route = {
		diffSummaries,
		diffContents: isLoaded ? diffContents : [],
		pullRequest: { number },
		repository: { ownerLogin: 'acme', name: 'api' },
	};
	return `<script data-target="react-app.embeddedData">${JSON.stringify({ payload: { route } })}</script>`;
};

describe('the data that the page was drawn from', () => {
	test('has both paths of a file that was renamed', () => {
		expect(read(payload('RENAMED'), OLD, 'README.md')).toEqual(found);
	});

	test('a copy leaves the old one, and another pull request’s are none of this one’s', () => {
		expect(read(payload('COPIED'), OLD)).toEqual({});
		expect(read(payload('RENAMED', { number: 6 }), OLD)).toEqual({});
	});
});

describe('a block’s header', () => {
	const react = (seen: string, whole: string) =>
		`<div id="diff-${digest(NEW)}"><div data-diff-header-wrapper="true"><h3><a href="#diff-${digest(NEW)}"><code><span aria-hidden="true">${seen} <svg></svg> …/sign-in.ts</span><span class="sr-only">${whole}</span></code></a></h3><button data-file-path="${NEW}"></button></div></div>`;
	const classic = (title: string) =>
		`<div class="file-header" data-path="${NEW}" data-anchor="diff-${digest(NEW)}"><a title="${title}" href="#diff-${digest(NEW)}">${title}</a></div>`;

	test('has both in any language', () => {
		expect(read(react('…/auth/login.ts', `${OLD} renamed to ${NEW} `), OLD)).toEqual(found);
		expect(read(react(OLD, `${OLD} umbenannt in ${NEW}`), OLD, NEW)).toEqual(found);
		expect(read(classic(`${OLD} → ${NEW}`), OLD)).toEqual(found);
	});

	test('a path that is only like the old one’s beginning is another file', () => {
		const old = 'docs/sign in.md';
		expect(read(react('…/sign in.md', `${old} renamed to ${NEW}`), 'docs/sign', old)).toEqual({
			[old]: { path: NEW, digest: digest(NEW) },
		});
	});

	test('is read of files alone that the data names as renamed, where it has not their contents', () => {
		const header = react('…/auth/login.ts', `${OLD} renamed to ${NEW} `);
		expect(read(payload('RENAMED', { isLoaded: false }) + header, OLD)).toEqual(found);
		expect(read(payload('MODIFIED', { isLoaded: false }) + header, OLD)).toEqual({});
	});

	test('of a file that was not renamed has one', () => {
		expect(read(classic(NEW), OLD, NEW)).toEqual({});
		expect(
			read(
				`<div data-diff-header-wrapper><a href="#diff-${digest(NEW)}"><code><span aria-hidden="true">${NEW}</span><span>${NEW}</span></code></a><button data-file-path="${NEW}"></button></div>`,
				OLD,
				NEW,
			),
		).toEqual({});
	});
});
