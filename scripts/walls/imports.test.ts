import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';

test.each([
	["import { a, b as c } from './a.ts';", { isType: false, names: ['a', 'b'] }],
	["import a, * as b from './a.ts';", { isType: false, names: ['default', '*'] }],
	["import './a.ts';", { isType: false, names: [] }],
	["import type { A } from './a.ts';", { isType: true, names: ['A'] }],
	["import { type A } from './a.ts';", { isType: false, names: ['A'] }],
	["export { a as b } from './a.ts';", { isType: false, names: ['a'] }],
	["export type * from './a.ts';", { isType: true, names: ['*'] }],
	["const a = () => import('./a.ts');", { isType: false, names: ['*'] }],
	["type A = import('./a.ts').A;", { isType: true, names: ['A'] }],
])('%s is an import', (source, expected) => {
	expect(importsOf('b.ts', source)).toEqual([{ specifier: './a.ts', line: 1, ...expected }]);
});

test('what only looks like an import is none', () => {
	expect(importsOf('b.ts', "// import { a } from './a.ts';\nconst text = \"import { a } from './a.ts';\";\nexport { text };")).toEqual([]);
});

test('all scripts of a component are read, types included, and nothing of what it draws', () => {
	const component = `<script module lang="ts">
	import { a } from './a.ts';
</script>

<p>import { no } from './no.ts';</p>
<script lang="ts">
	import type { B } from './b.ts';
</script>`;
	expect(importsOf('c.svelte', component).map(({ specifier, line }) => [specifier, line])).toEqual([
		['./a.ts', 2],
		['./b.ts', 7],
	]);
});
