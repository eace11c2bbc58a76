/** Linux in WSL, as Windows would see it: a folder stands for its share. No Windows runs here. */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { SessionRoots } from './session-roots.ts';
import { search } from './session-search.ts';
import { homesInWsl, namesIn, wslHere } from './wsl-homes.ts';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
	for (const file of ['Debian/home/jake/x', 'Debian/home/mara/x', 'Debian/root/x', 'Arch/home/jake/x', 'docker-desktop/root/x'])
		scratch.write(`share/${file}`, '');
});
afterEach(() => scratch.remove());

const at = (...folders: string[]) => folders.map((folder) => join(scratch.home, 'share', folder));

describe('homes in WSL', () => {
	test('those of distributions that run, and of none that sleeps: to look into one would start it', () => {
		let names = ['Debian', 'docker-desktop'];
		const found = homesInWsl({ share: join(scratch.home, 'share'), running: () => names });
		expect(found.map(({ home }) => home)).toEqual(at('Debian/home/jake', 'Debian/home/mara', 'Debian/root'));
		expect(found.map(({ isThere }) => isThere())).toEqual([true, true, true]);
		names = [];
		expect(found.map(({ isThere }) => isThere())).toEqual([false, false, false]);
	});

	test('sessions there are beyond the border, and looked for from when it is known to run, as long as it does', async () => {
		let names: string[] = [];
		scratch.write('share/Debian/home/jake/.claude/projects/-work/one.jsonl', '{}\n');
		const wsl = { share: join(scratch.home, 'share'), running: () => names, ask: async () => void names.push('Debian') };
		const roots = new SessionRoots(join(scratch.home, 'windows'), {}, wsl);
		const [claude = ''] = at('Debian/home/jake/.claude');
		expect((await roots.find()).filter(({ isBeyond }) => isBeyond)).toEqual([]);
		await roots.askWsl(new AbortController().signal);
		const root = (await roots.find()).find((each) => each.root === claude);
		if (root === undefined) throw new Error('It is not looked for.');
		expect([await roots.find(), roots.all().filter((each) => each.root === claude)]).toEqual([[], [root]]);
		expect(root.isBeyond).toBe(true);
		expect(['/srv/api', '/mnt/c/work', 'src/a.ts'].map(root.pathHere)).toEqual([...at('Debian/srv/api'), '/mnt/c/work', 'src/a.ts']);
		const found = () => search(root, [], 0, { unreadable: () => undefined }).map(({ path }) => path);
		expect(found()).toEqual(at('Debian/home/jake/.claude/projects/-work/one.jsonl'));
		names = [];
		expect(found()).toEqual([]);
	});

	test('elsewhere there are none, nor where it is not installed', () => {
		expect(wslHere('linux', {})).toBeUndefined();
		expect(wslHere('win32', { ProgramFiles: scratch.home })).toBeUndefined();
	});
});

/** A stand-in for the program, where Windows has it. */
function wsl(script: string) {
	const program = scratch.write('WSL/wsl.exe', `#!/bin/sh\n${script}\n`);
	chmodSync(program, 0o755);
	const found = wslHere('win32', { ProgramFiles: scratch.home });
	if (found === undefined) throw new Error('It is not found.');
	return found;
}

describe.runIf(process.platform !== 'win32')('WSL is asked', () => {
	const ever = new AbortController().signal;

	test('and says what runs; where it fails, nothing does', async () => {
		const asked = wsl('test "$*" = "--list --running --quiet" && cat "$(dirname "$0")/running"');
		const names = scratch.write('WSL/running', 'Debian\r\nArch\r\n');
		expect(asked.running()).toEqual([]);
		await asked.ask(ever);
		expect(asked.running()).toEqual(['Debian', 'Arch']);
		rmSync(names);
		await asked.ask(ever);
		expect(asked.running()).toEqual([]);
	});

	test('and where it hangs it is given up, and nothing is known to run', async () => {
		const asked = wsl('echo Debian; exec sleep 600');
		const patience = new AbortController();
		const answer = asked.ask(patience.signal);
		patience.abort();
		await answer;
		expect(asked.running()).toEqual([]);
	});
});

test.each([
	['UTF-16', Buffer.from('\ufeffDebian\r\nUbuntu 24.04\r\n\r\n', 'utf16le')],
	['UTF-8', Buffer.from('Debian\r\nUbuntu 24.04\r\n')],
])('names of distributions in %s', (_, output) => {
	expect(namesIn(output)).toEqual(['Debian', 'Ubuntu 24.04']);
});
