import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copy } from './clipboard.ts';

const dir = mkdtempSync(join(tmpdir(), 'pylon-clipboard-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
/** A clipboard that is a file. */
const command = (name: string) =>
	writeFileSync(join(dir, name), `#!/bin/sh\nprintf '%s ' "$@" > ${dir}/args\ncat > ${dir}/copied\n`, { mode: 0o755 });
const PATH = `${dir}${delimiter}${process.env.PATH}`;

test.runIf(process.platform === 'linux')('the text goes in over stdin, never as an argument that others could see', async () => {
	command('xclip');
	expect(await copy('pylon join secret', { PATH, DISPLAY: ':0' })).toBe(true);
	expect(readFileSync(join(dir, 'copied'), 'utf8')).toBe('pylon join secret');
	expect(readFileSync(join(dir, 'args'), 'utf8')).not.toContain('secret');
});

test.runIf(process.platform === 'linux')('without a clipboard nothing is run', async () => {
	rmSync(join(dir, 'copied'), { force: true });
	expect(await copy('text', { PATH })).toBe(false);
	expect(existsSync(join(dir, 'copied'))).toBe(false);
});

test.runIf(process.platform === 'linux')('a clipboard that is not installed is no error', async () => {
	expect(await copy('text', { PATH: dir, WAYLAND_DISPLAY: 'wayland-0' })).toBe(false);
});

test.runIf(process.platform === 'linux')('what a repository brings by the name of a clipboard is not run', async () => {
	rmSync(join(dir, 'copied'), { force: true });
	mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
	command('node_modules/.bin/wl-copy');
	const brought = [join(dir, 'node_modules/.bin'), relative(process.cwd(), join(dir, 'node_modules/.bin'))];
	expect(await copy('text', { PATH: [...brought, '/usr/bin', '/bin'].join(delimiter), WAYLAND_DISPLAY: 'wayland-0' })).toBe(false);
	expect(existsSync(join(dir, 'copied'))).toBe(false);
});
