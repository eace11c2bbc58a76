/**
 * Whether a page shows files at all, in whatever way: only then does it mean anything that none of them is found. Of names that have
 * outlived more than one of GitHub's pages, and of none in a person's language.
 */
const DIFFS = [
	'[data-file-path]',
	'[data-tagsearch-path]',
	'[data-diff-anchor]',
	'[data-line-number]',
	'.blob-code',
	'.diff-view',
	'.js-file',
	'a[href^="#diff-"]',
];
const CODE = [
	'[data-testid="read-only-cursor-text-area"]',
	'#read-only-cursor-text-area',
	'.react-code-lines',
	'.blob-wrapper',
	'[data-line-number]',
];

export const hasDiffs = (document: Document): boolean => document.querySelector(DIFFS.join()) !== null;

export const hasCode = (document: Document): boolean => document.querySelector(CODE.join()) !== null;
