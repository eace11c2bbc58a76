/** What the stores look at: the built packages' manifests, icons and code, as Mozilla's own linter sees it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { home, run } from '../../scripts/run.ts';
import { addonsLinter } from '../../scripts/tools.ts';

const FIREFOX = join(home, '.output', 'firefox-mv3');
const CHROME = join(home, '.output', 'chrome-mv3');

/** Of each icon's PNG header: its width and height. https://www.w3.org/TR/png-3/#11IHDR */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

async function manifestIn(folder: string): Promise<Record<string, unknown>> {
	return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
}

describe('for Firefox', () => {
	test('the manifest asks for what is needed, collects nothing, and opens nothing by itself', async () => {
		const manifest = await manifestIn(FIREFOX);
		expect(manifest).toMatchObject({
			manifest_version: 3,
			permissions: ['storage', 'nativeMessaging', 'alarms'],
			optional_permissions: ['notifications', 'scripting'],
			host_permissions: ['https://github.com/*'],
			optional_host_permissions: ['https://*/*'],
			browser_specific_settings: { gecko: { id: 'rooms@pylon.dev', data_collection_permissions: { required: ['none'] } } },
			sidebar_action: { default_panel: 'sidepanel.html', open_at_install: false },
		});
		const { extension_pages: policy } = z.object({ extension_pages: z.string() }).parse(manifest['content_security_policy']);
		expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
		expect(policy).toMatch(/connect-src 'self' https: wss: http:\/\/127\.0\.0\.1:\* ws:\/\/127\.0\.0\.1:\*/);
	});

	test('Mozilla’s linter finds nothing', async () => {
		const linter = await addonsLinter();
		const { output } = await run(linter, ['--output', 'json', FIREFOX], { signal: AbortSignal.timeout(60_000), output: 'keep' });
		const found = z.object({ errors: z.array(finding), warnings: z.array(finding), notices: z.array(finding) }).parse(JSON.parse(output));
		expect([...found.errors, ...found.warnings, ...found.notices]).toEqual([]);
	});
});

const finding = z.looseObject({ code: z.string(), message: z.string() });

describe.each([
	['Chrome', CHROME],
	['Firefox', FIREFOX],
])('for %s', (_name, folder) => {
	test('every icon has the size that the manifest says', async () => {
		const icons = z.record(z.string(), z.string()).parse((await manifestIn(folder))['icons']);
		expect(Object.keys(icons)).toEqual(['16', '32', '48', '96', '128']);
		for (const [size, path] of Object.entries(icons)) {
			expect(sizeOf(await readFile(join(folder, path)))).toEqual([Number(size), Number(size)]);
		}
	});

	test('name and description fit the stores’ limits', async () => {
		const texts = z
			.record(z.string(), z.object({ message: z.string() }))
			.parse(JSON.parse(await readFile(join(folder, '_locales/en/messages.json'), 'utf8')));
		// https://developer.chrome.com/docs/extensions/reference/manifest/description; Mozilla allows 50 and 250.
		expect(texts['extName']?.message.length).toBeLessThanOrEqual(45);
		expect(texts['extDescription']?.message.length).toBeLessThanOrEqual(132);
	});
});
