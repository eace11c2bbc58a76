/**
 * The built extension with one language alone. A browser that has no other language than English takes what the extension has, so that no
 * language of the browser's own has to be installed to see it in German.
 */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { home } from '../../scripts/run.ts';
import type { BROWSERS } from '../either-browser.ts';

const BUILT = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const satisfies Record<
	(typeof BROWSERS)[number],
	string
>;

/** `folder`: a scratch one, which is then the extension. */
export async function onlyIn(language: string, browser: (typeof BROWSERS)[number], folder: string): Promise<string> {
	await cp(join(home, BUILT[browser]), folder, { recursive: true });
	const file = join(folder, 'manifest.json');
	const manifest = JSON.parse(await readFile(file, 'utf8'));
	await rm(join(folder, '_locales', manifest.default_locale), { recursive: true });
	await writeFile(file, JSON.stringify({ ...manifest, default_locale: language }));
	return folder;
}
