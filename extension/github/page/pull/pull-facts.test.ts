import { expect, test } from 'vitest';
import { parsedPage } from '../../../../testing/parsed-page.ts';
import { pageAt } from '../page.ts';
import { digestsOf } from '../path-digests.ts';
import { readPullFacts } from './pull-facts.ts';

test('the old path of a renamed file is one of the pull request’s files, where an agent may be in it', async () => {
	const page = pageAt(new URL('https://github.com/acme/api/pull/7/files'));
	const digests = await digestsOf(['src/old.ts', 'src/new.ts', 'src/other.ts']);
	const [old, now] = ['src/old.ts', 'src/new.ts'].map((path) => digests.get(path));
	const header = `<div class="file-header" data-path="src/new.ts"><a href="#diff-${now}" title="src/old.ts → src/new.ts"></a></div>`;
	const facts = page && readPullFacts(parsedPage(header), page, false);
	expect(facts).toEqual({
		repo: 'github.com/acme/api',
		number: 7,
		base: undefined,
		head: undefined,
		headRepo: undefined,
		source: undefined,
		files: [now, old],
		isUnmarked: false,
	});
});
