/** Linux in WSL, as Windows would see it: a folder stands for its share. No Windows runs here. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { rootsOf, search } from './session-search.ts';
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

	test('sessions there are beyond the border, and looked for as long as it runs', () => {
		let names = ['Debian'];
		scratch.write('share/Debian/home/jake/.claude/projects/-work/one.jsonl', '{}\n');
		const roots = rootsOf(join(scratch.home, 'windows'), {}, { share: join(scratch.home, 'share'), running: () => names });
		const [root] = roots.filter((each) => each.root === at('Debian/home/jake/.claude')[0]);
		if (root === undefined) throw new Error('It is not looked for.');
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

test.each([
	['UTF-16', Buffer.from('\ufeffDebian\r\nUbuntu 24.04\r\n\r\n', 'utf16le')],
	['UTF-8', Buffer.from('Debian\r\nUbuntu 24.04\r\n')],
])('names of distributions in %s', (_, output) => {
	expect(namesIn(output)).toEqual(['Debian', 'Ubuntu 24.04']);
});
