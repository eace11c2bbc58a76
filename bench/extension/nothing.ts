/** The extension that does nothing: one content script of the same toolchain, to know what any costs. */
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'wxt';
import { home } from '../../scripts/run.ts';

const CONTENT = `
import { defineContentScript } from 'wxt/utils/define-content-script';
export default defineContentScript({
	matches: ['https://github.com/*'],
	runAt: 'document_end',
	noScriptStartedPostMessage: true,
	main(context) { context.addEventListener(window, 'wxt:locationchange', () => undefined); },
});
`;
const BACKGROUND = `
import { defineBackground } from 'wxt/utils/define-background';
export default defineBackground(() => undefined);
`;

/** Builds it in a scratch folder, and returns that and the extension in it. */
export async function buildNothing(): Promise<{ folder: string; extension: string }> {
	const folder = await mkdtemp(join(tmpdir(), 'pylon-nothing-'));
	const entrypoints = join(folder, 'entrypoints');
	await mkdir(entrypoints);
	await writeFile(join(entrypoints, 'github.content.ts'), CONTENT);
	await writeFile(join(entrypoints, 'background.ts'), BACKGROUND);
	await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'nothing', version: '1.0.0', type: 'module' }));
	await symlink(join(home, 'node_modules'), join(folder, 'node_modules'));
	await build({ root: folder, configFile: false, imports: false, outDir: join(folder, 'out'), logger: silent });
	return { folder, extension: join(folder, 'out', 'chrome-mv3') };
}

const nothing = (): void => undefined;
const silent = {
	debug: nothing,
	log: nothing,
	info: nothing,
	warn: nothing,
	error: console.error,
	fatal: console.error,
	success: nothing,
	level: 0,
};
