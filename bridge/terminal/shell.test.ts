/** How commands speak: one shell, and nothing past it. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openShell } from './shell.ts';

function open(width: number) {
	const [stdout, stderr] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
	Object.assign(stdout, { isTTY: true, columns: width, getColorDepth: () => 1 });
	const shell = openShell(
		{ ...process, cwd: process.cwd, env: { HOME: '/home/jake' }, stdout, stderr } as never,
		new AbortController().signal,
	);
	return { shell, out: () => String(stdout.read() ?? ''), err: () => String(stderr.read() ?? '') };
}

test('every line is indented by two, and several sentences are broken between words', () => {
	const { shell, out } = open(20);
	shell.say('one');
	shell.say();
	shell.paragraph('one two three four five six');
	shell.success('done');
	expect(out()).toBe('  one\n\n  one two three four\n  five six\n  ✓ done\n');
});

test('what is no answer goes to standard error', () => {
	const { shell, out, err } = open(80);
	shell.warn('careful');
	expect([out(), err()]).toEqual(['', '  careful\n']);
});

test('[R14] whatever is said, others’ text in it steers nothing', () => {
	const { shell, out } = open(80);
	shell.say('a\u001b[2Jb\nc');
	shell.json(z.object({ name: z.string() }), { name: '\u202e' });
	expect(out()).toBe('  a\\u{1b}[2Jb\\u{a}c\n{\n  "name": "\\u202e"\n}\n');
});

test('JSON is what its schema has: anything else is a defect, and nothing is printed', () => {
	const { shell, out } = open(80);
	expect(() => shell.json(z.strictObject({ room: z.string() }), { room: 'acme', ...{ credential: 'secret' } })).toThrow('credential');
	expect(out()).toBe('');
});

test('nothing of the bridge takes the process’s streams but the shell and what starts it', () => {
	const bridge = join(import.meta.dirname, '..');
	const files = globSync('**/*.ts', { cwd: bridge }).filter((file) => !file.endsWith('.test.ts'));
	const takers = files.filter((file) => /\bprocess\.(stdin|stdout|stderr)\b/.test(readFileSync(join(bridge, file), 'utf8')));
	expect(takers.sort()).toEqual(['pylon-hook.ts', 'pylon.ts', join('terminal', 'shell.ts')]);
});
