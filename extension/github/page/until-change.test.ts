import { expect, test } from 'vitest';
import { parsedPage } from '../../../testing/parsed-page.ts';
import { pageChanged, untilChange } from './until-change.ts';

test('a page is read once until it changes, and each address by itself', () => {
	const document = parsedPage('<h1>Title</h1>');
	const count = untilChange((read, _page: object) => read.querySelectorAll('h1').length);
	const [page, other] = [{}, {}];
	expect(count(document, page)).toBe(1);
	document.body.append(document.createElement('h1'));
	expect(count(document, page)).toBe(1);
	expect(count(document, other)).toBe(2);
	pageChanged();
	expect(count(document, page)).toBe(2);
	expect(count(parsedPage(''), page)).toBe(0);
});
