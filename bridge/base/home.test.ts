import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { tilde, untilde, userName } from './home.ts';

test.each([
	['/home/mara', '~'],
	['/home/mara/work/api', '~/work/api'],
	['/home/mara/..hidden/api', '~/..hidden/api'],
	['/home/mara-2/api', '/home/mara-2/api'],
	['/home', '/home'],
])('%s is shown as %s', (path, short) => expect(tilde(path, '/home/mara')).toBe(short));

test.each([
	['~', '/home/mara'],
	['~/work/api', '/home/mara/work/api'],
	['~\\work', '/home/mara/work'],
	['api', '/srv/api'],
	['/x/api', '/x/api'],
])('%s is %s', (path, absolute) => expect(untilde(path, '/home/mara', '/srv')).toBe(absolute));

test('a user is called as the system says', () => {
	expect(userName()).toBe(userInfo().username);
});

/** Far above those that a system gives out. */
const NAMELESS = 1_987_654_321;

test.runIf(process.getuid?.() === 0)('a user whom no list names has no name', () => {
	const script = `
		const { userName } = await import(process.argv[1]);
		process.setuid(${NAMELESS});
		console.log(userName());`;
	const module = new URL('./home.ts', import.meta.url).href;
	const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script, module], { encoding: 'utf8' });
	expect(said.trim()).toBe('undefined');
});
