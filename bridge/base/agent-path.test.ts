/** Paths as agents of one system spelled them, read on another. */
import { describe, expect, test } from 'vitest';
import { absolutePath, isRooted, localPath, pathOfFileUrl } from './agent-path.ts';

describe('a path of a record', () => {
	test.each([
		['/home/mara/api', 'linux', '/home/mara/api'],
		['C:\\Users\\Mara\\api', 'linux', '/mnt/c/Users/Mara/api'],
		['d:/work/api', 'linux', '/mnt/d/work/api'],
		['C:\\', 'linux', '/mnt/c/'],
		['\\\\?\\C:\\Users\\Mara\\api', 'linux', '/mnt/c/Users/Mara/api'],
		['\\\\wsl$\\Ubuntu\\home\\mara\\api', 'linux', '/home/mara/api'],
		['\\\\wsl.localhost\\Ubuntu-24.04\\home\\mara\\api', 'linux', '/home/mara/api'],
		['//WSL.localhost/Ubuntu/home/mara/api', 'linux', '/home/mara/api'],
		['\\\\?\\UNC\\wsl.localhost\\Ubuntu\\home\\mara', 'linux', '/home/mara'],
		['\\\\wsl$\\Ubuntu', 'linux', '/'],
		['/Users/mara/api', 'darwin', '/Users/mara/api'],
		['C:\\Users\\Mara\\api', 'win32', 'C:\\Users\\Mara\\api'],
		['\\\\?\\C:\\Users\\Mara\\api', 'win32', 'C:\\Users\\Mara\\api'],
		['\\\\?\\UNC\\server\\share\\api', 'win32', '\\\\server\\share\\api'],
		['\\\\wsl.localhost\\Ubuntu\\home\\mara', 'win32', '\\\\wsl.localhost\\Ubuntu\\home\\mara'],
		['/mnt/c/Users/Mara/api', 'win32', 'C:\\Users\\Mara\\api'],
		['/c/Users/Mara/api', 'win32', 'C:\\Users\\Mara\\api'],
		['/mnt/c', 'win32', 'C:\\'],
		['/home/mara/api', 'win32', '/home/mara/api'],
		['/mnt/data/api', 'win32', '/mnt/data/api'],
	] as const)('%s is on %s %s', (path, platform, local) => expect(localPath(path, platform)).toBe(local));

	test.each([
		['src/a.ts', '/home/mara/api', '/home/mara/api/src/a.ts'],
		['../b/c.ts', '/home/mara/api', '/home/mara/b/c.ts'],
		['src/a.ts', 'C:\\Users\\Mara\\api', 'C:\\Users\\Mara\\api\\src\\a.ts'],
		['src\\a.ts', 'C:/Users/Mara/api', 'C:\\Users\\Mara\\api\\src\\a.ts'],
		['src/a.ts', '\\\\wsl$\\Ubuntu\\home\\mara', '\\\\wsl$\\Ubuntu\\home\\mara\\src\\a.ts'],
		['/etc/hosts', 'C:\\Users\\Mara\\api', '/etc/hosts'],
		['C:\\x\\a.ts', '/home/mara/api', 'C:\\x\\a.ts'],
		['\\\\server\\share\\a.ts', '/home/mara/api', '\\\\server\\share\\a.ts'],
	])('%s in %s is %s, whatever system reads it', (path, cwd, absolute) => expect(absolutePath(path, cwd)).toBe(absolute));

	test.each(['', '.', 'src', 'C:', 'C:src', '\\src', '~/api', 'file:///x'])('%j says not where it begins', (path) => {
		expect(isRooted(path)).toBe(false);
	});
});

test.each([
	['file:///home/jake/work', '/home/jake/work'],
	['file:///home/jake/my%20work', '/home/jake/my work'],
	['file:///C:/Users/Jake/work', 'C:/Users/Jake/work'],
	['file:///c%3A/Users/Jake', 'c:/Users/Jake'],
	['file://wsl.localhost/Ubuntu/home/jake', '\\\\wsl.localhost\\Ubuntu\\home\\jake'],
	['file://wsl%24/Ubuntu/home/jake', '\\\\wsl$\\Ubuntu\\home\\jake'],
	['file:///a%2Fb', undefined],
	['file:///%zz', undefined],
	['https://example.com/a', undefined],
	['no address', undefined],
])('the address %s is the path %s on every system', (url, path) => expect(pathOfFileUrl(url)).toBe(path));
