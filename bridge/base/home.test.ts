import { expect, test } from 'vitest';
import { tilde, untilde } from './home.ts';

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
