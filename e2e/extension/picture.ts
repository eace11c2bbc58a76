/** Pictures of surfaces for people to look at, each in light and dark. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { home } from '../../scripts/run.ts';

/** Those of the docs are taken anew only where `PICTURES=1` asks for it: a test run leaves the clone as it was. */
export const IMAGES = join(home, process.env.PICTURES === '1' ? 'docs/images' : '.output/pictures');
await mkdir(IMAGES, { recursive: true });

/** `popup` is as high as what it shows, others as high as their window. */
export async function picture(page: Page, name: string, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']): Promise<void> {
	const clip = await page.evaluate(() => {
		const isPopup = document.body.dataset['surface'] === 'popup';
		return { x: 0, y: 0, width: innerWidth, height: isPopup ? document.body.offsetHeight : innerHeight };
	});
	for (const colorScheme of schemes) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await page.screenshot({ path: join(IMAGES, `${name}-${colorScheme}.png`), clip, animations: 'disabled' });
	}
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}
