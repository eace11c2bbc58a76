import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parsedPage } from '../../../testing/parsed-page.ts';
import { treeRow } from './tree-row.ts';

const digest = (path: string) => createHash('sha256').update(path).digest('hex');
const tree = (rows: string) => `<div id="pr-file-tree"><ul role="tree">${rows}</ul></div>`;
const row = (id: string, path: string) =>
	`<li role="treeitem"${id === '' ? '' : ` id="${id}"`} title="${path}"><a href="#diff-${digest(path)}">x</a></li>`;
const read = (body: string, path: string) => treeRow(parsedPage(body), path, digest(path))?.getAttribute('title');

test('a row by the path, by the digest, or by its link', () => {
	expect(read(tree(row('src/a.ts', 'src/a.ts')), 'src/a.ts')).toBe('src/a.ts');
	expect(read(tree(row(`file-tree-item-diff-${digest('src/a.ts')}`, 'src/a.ts')), 'src/a.ts')).toBe('src/a.ts');
	expect(read(tree(row('', 'src/b.ts') + row('', 'src/a.ts')), 'src/a.ts')).toBe('src/a.ts');
	expect(read(tree(row('src/b.ts', 'src/b.ts')), 'src/a.ts')).toBeUndefined();
});

test('a file that is named as a part of the page is no such part', () => {
	expect(read(tree(row('pr-file-tree', 'pr-file-tree')), 'pr-file-tree')).toBe('pr-file-tree');
	expect(read(`<div id="src/a.ts" title="decoy"></div>${tree(row('src/b.ts', 'src/b.ts'))}`, 'src/a.ts')).toBeUndefined();
});
