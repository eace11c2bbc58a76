import { expect, test } from 'vitest';
import { filesByFolder, functionsOf } from './sizes.ts';

test.each([
	['a function', 'function a() {\n\treturn 1;\n}', [3]],
	['an arrow without braces', 'const a = () =>\n\t1;', [2]],
	['a method, a getter and a constructor', 'class A {\n\tconstructor() {}\n\tget b() {\n\t\treturn 1;\n\t}\n\tc() {}\n}', [1, 3, 1]],
	['one within another', 'const a = () => {\n\tconst b = () => 1;\n\treturn b;\n};', [4, 1]],
	['no type of a function, and no head without a body', 'type A = () => void;\ndeclare function b(): void;', []],
])('%s is counted from its head to its last brace', (_, source, lines) => {
	expect(functionsOf('a.ts', source).map((each) => each.lines)).toEqual(lines);
});

test('of a component the functions of its scripts are counted, at their own lines', () => {
	const component = '<p>a</p>\n<script lang="ts">\n\tfunction a() {\n\t\treturn 1;\n\t}\n</script>';
	expect(functionsOf('a.svelte', component)).toEqual([{ at: 'a.svelte:3', lines: 3 }]);
});

test('a folder has the files that lie directly in it', () => {
	expect([...filesByFolder(['a/b.ts', 'a/c.ts', 'a/d/e.ts'])]).toEqual([
		['a', 2],
		['a/d', 1],
	]);
});
