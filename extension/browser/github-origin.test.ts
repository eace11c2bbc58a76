import { expect, test } from 'vitest';
import { originFrom } from './github-origin.ts';

test.for([
	['git.acme.dev', 'https://git.acme.dev'],
	[' https://git.acme.dev/acme/api/pull/1 ', 'https://git.acme.dev'],
	['git.acme.dev:8443', 'https://git.acme.dev'],
	['Git.Acme.dev', 'https://git.acme.dev'],
	['http://git.acme.dev', undefined],
	['github.com', undefined],
	['git', undefined],
	['', undefined],
	['javascript:alert(1)', undefined],
] as const)('%s is the host %s', ([typed, origin]) => {
	expect(originFrom(typed)).toBe(origin);
});
