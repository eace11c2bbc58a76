/** Containers run as users whom no list names. */
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { userName } from './user-name.ts';

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
	const module = new URL('./user-name.ts', import.meta.url).href;
	const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script, module], { encoding: 'utf8' });
	expect(said.trim()).toBe('undefined');
});
