import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ensureBrowser, findBrowser } from './browsers.ts';

function scratchFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'pylon-browsers-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	return folder;
}

/** A machine whose commands are those of one folder. */
function machine(folder: string): string[] {
	vi.stubEnv('PATH', folder);
	vi.stubEnv('FIREFOX_PATH', '');
	const told: string[] = [];
	const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
	onTestFinished(() => {
		vi.unstubAllEnvs();
		write.mockRestore();
	});
	return told;
}

const command = (folder: string, name: string, script: string): void =>
	writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

test('a browser is found on the PATH, and a variable names another one', () => {
	const folder = scratchFolder();
	writeFileSync(join(folder, 'chromium'), '');
	expect(findBrowser('chromium', { PATH: `/nowhere:${folder}` })).toBe(join(folder, 'chromium'));
	expect(findBrowser('chromium', { PATH: folder, CHROMIUM_PATH: '/opt/chromium' })).toBe('/opt/chromium');
});

test('where it is missing, Debian’s package brings it', async () => {
	const folder = scratchFolder();
	command(folder, 'sudo', '[ "$2" = true ] || { shift; exec "$@"; }');
	command(folder, 'apt-get', `echo "$*" >> '${folder}/asked'; case "$*" in *install*) echo > '${folder}/firefox-esr';; esac`);
	const told = machine(folder);
	expect(await ensureBrowser('firefox', AbortSignal.timeout(10_000))).toBe(join(folder, 'firefox-esr'));
	expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/^update .*\ninstall .* firefox-esr$/m);
	expect(told.join('')).toContain('Installing firefox-esr');
});

test('where it cannot be installed, it is said what to do', async () => {
	const told = machine(scratchFolder());
	expect(await ensureBrowser('firefox', AbortSignal.timeout(10_000))).toBeUndefined();
	expect(told.join('')).toContain('sudo apt-get install firefox-esr');
	expect(told.join('')).toContain('FIREFOX_PATH');
});

test('one that is too old is upgraded', async () => {
	const folder = scratchFolder();
	command(folder, 'firefox-esr', 'echo Mozilla Firefox 140.12.0esr');
	command(folder, 'sudo', '[ "$2" = true ] || { shift; exec "$@"; }');
	const newer = "echo 'echo Mozilla Firefox 153.8.0esr'";
	command(folder, 'apt-get', `case "$*" in *install*) { echo '#!/bin/sh'; ${newer}; } > '${folder}/firefox-esr';; esac`);
	const told = machine(folder);
	expect(await ensureBrowser('firefox', AbortSignal.timeout(10_000))).toBe(join(folder, 'firefox-esr'));
	expect(told[0]).toBe(`The extension needs firefox 142 or newer, and ${folder}/firefox-esr is Mozilla Firefox 140.12.0esr.\n`);
});

test('where it cannot be upgraded, it is said which is needed and which was found', async () => {
	const folder = scratchFolder();
	command(folder, 'firefox-esr', 'echo Mozilla Firefox 140.12.0esr');
	const told = machine(folder);
	expect(await ensureBrowser('firefox', AbortSignal.timeout(10_000))).toBeUndefined();
	expect(told.at(-1)).toContain('needs firefox 142 or newer');
	expect(told.at(-1)).toContain('Install a newer one');
});
