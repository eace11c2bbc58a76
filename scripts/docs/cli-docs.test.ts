import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EXIT } from '../../bridge/base/user-error.ts';
import { home } from '../run.ts';
import { cliDocs } from './cli-docs.ts';
import { helpFile } from './cli-help.ts';
import { fieldRows, shapeOfAnswer } from './json-shape.ts';

const docs = readFileSync(join(home, 'docs/cli.md'), 'utf8');

describe('what is made of the commands’ definitions', () => {
	test('docs/cli.md is what they say: `npm run docs` writes it anew', async () => expect(docs).toBe(await cliDocs(docs)));
	test('`pylon --help` is what they say: `npm run docs` writes it anew', async () =>
		expect(readFileSync(join(home, 'bridge/cli/help.ts'), 'utf8')).toBe(await helpFile()));
	test('a page without a place for a part is refused', async () => {
		await expect(cliDocs(docs.replace('<!-- commands:', '<!--'))).rejects.toThrow('no place for commands');
	});
	test.each(Object.entries(EXIT))('docs/cli.md names the exit code of %s', (_, code) => expect(docs).toContain(`| ${code} |`));
});

describe('the shape of an answer in words', () => {
	test('names every field, and tells what is no plain text, number or truth', () => {
		const answer = z.object({
			room: z.string(),
			uses: z.union([z.int(), z.literal('unlimited')]),
			role: z.enum(['admin', 'member']).nullable(),
			found: z.array(z.object({ isOk: z.boolean(), fix: z.string().optional() })),
		});
		expect(shapeOfAnswer(answer)).toBe('`{ room, uses: number | unlimited, role: admin | member | null, found: [{ isOk, fix? }] }`');
	});
	test('tells a schema that has a name once', () => {
		const inner = z.object({ gone: z.array(z.string()) }).meta({ id: 'inner-of-a-test' });
		expect(shapeOfAnswer(z.object({ one: inner, two: inner }))).toBe(
			'`{ one: inner-of-a-test, two: inner-of-a-test }` with inner-of-a-test `{ gone: [text] }`',
		);
	});
	test('of a field says what its schema says', () => {
		expect(fieldRows(z.object({ cwd: z.string().nullable().describe('absolute') }))).toEqual([['cwd', 'text | null', 'absolute']]);
	});
});
