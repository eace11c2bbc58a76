import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pageAt } from '../page/page.ts';
import { places } from './index.ts';

const files = readdirSync(import.meta.dirname)
	.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
	.map((file) => file.replace('.ts', ''));

test('every file that is a place is registered under its own name', async () => {
	const found: string[] = [];
	for (const file of files) {
		const exported = Object.values((await import(/* @vite-ignore */ `./${file}.ts`)) as Record<string, unknown>);
		if (exported.some((value) => value instanceof Object && 'tryItOn' in value)) found.push(file);
	}
	expect(places.map((place) => place.name).sort()).toEqual(found.sort());
});

describe.each(places.map((place) => [place.name, place] as const))('%s', (_name, place) => {
	test('names addresses to try it on, and is on them', () => {
		expect(place.tryItOn.length).toBeGreaterThan(0);
		for (const address of place.tryItOn) {
			const page = pageAt(new URL(address));
			// A list of whatever repositories is, for a place, a list of each.
			const isOn = page !== undefined && place.isOn(page.kind === 'all-pulls' ? { kind: 'pulls', repo: 'github.com/acme/api' } : page);
			expect(isOn, address).toBe(true);
		}
	});
});
