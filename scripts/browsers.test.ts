import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBrowser } from './browsers.ts';

test('a browser is found on the PATH, and a variable names another one', () => {
	const folder = mkdtempSync(join(tmpdir(), 'pylon-browsers-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, 'chromium'), '');
	expect(findBrowser('chromium', { PATH: `/nowhere:${folder}` })).toBe(join(folder, 'chromium'));
	expect(findBrowser('chromium', { PATH: folder, CHROMIUM_PATH: '/opt/chromium' })).toBe('/opt/chromium');
});
