/** Pictures of surfaces for people to look at, each in light and dark. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { home } from '../../scripts/run.ts';
import { smallerPng } from '../../scripts/tools.ts';

/** Those of the docs are taken anew only where `PICTURES=1` asks for it: a test run leaves the clone as it was. */
const isForDocs = process.env.PICTURES === '1';
const IMAGES = join(home, isForDocs ? 'docs/images' : '.output/pictures');
await mkdir(IMAGES, { recursive: true });

export async function keepPicture(name: string, png: Uint8Array): Promise<void> {
	await writeFile(join(IMAGES, `${name}.png`), isForDocs ? await smallerPng(png) : png);
}

/** `popup` is as high as what it shows, others as high as their window. */
export async function picture(page: Page, name: string, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']): Promise<void> {
	const clip = await page.evaluate(() => {
		const isPopup = document.body.dataset['surface'] === 'popup';
		return { x: 0, y: 0, width: innerWidth, height: isPopup ? document.body.offsetHeight : innerHeight };
	});
	for (const colorScheme of schemes) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await keepPicture(`${name}-${colorScheme}`, await page.screenshot({ clip, animations: 'disabled' }));
	}
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}
