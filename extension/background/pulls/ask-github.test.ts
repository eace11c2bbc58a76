import { afterEach, expect, test, vi } from 'vitest';
import { askGithub } from './ask-github.ts';

const question = { repo: 'github.com/acme/api', head: 'feat/login&state=all' };
const pull = (number: number, ref: string, full_name?: string) => ({
	number,
	head: { ref, repo: full_name === undefined ? null : { full_name } },
});

afterEach(() => vi.unstubAllGlobals());

/** GitHub, which is outside of this machine, answers so. */
function answering(answer: () => Response) {
	const asked = vi.fn(async (_url: string, _init: RequestInit) => answer());
	vi.stubGlobal('fetch', asked);
	return asked;
}

const ask = () => askGithub(question, 'secret', new AbortController().signal);

test('the token goes in a header to api.github.com, and of further headers only what GitHub lets pages send', async () => {
	const asked = answering(() => Response.json([]));
	expect(await ask()).toBeUndefined();
	const [url, { headers }] = asked.mock.calls[0] ?? ['', {}];
	expect(url).toBe('https://api.github.com/repos/acme/api/pulls?head=acme%3Afeat%2Flogin%26state%3Dall&state=open');
	expect([...new Headers(headers)].map(([name, value]) => (name === 'authorization' ? value : name))).toEqual(['accept', 'Bearer secret']);
});

test('a list of other pull requests is no answer, nor is one of a repository that was deleted', async () => {
	answering(() => Response.json([pull(1, 'main', 'acme/api'), pull(2, question.head, 'ada/api'), pull(3, question.head)]));
	expect(await ask()).toBeUndefined();
	answering(() => Response.json([pull(1, 'main', 'acme/api'), pull(4, question.head, 'Acme/API')]));
	expect(await ask()).toEqual({ ...question, number: 4, source: 'api' });
});

test.for([
	['token', 401, {}],
	['hidden', 403, { 'x-ratelimit-remaining': '17' }],
	['hidden', 404, {}],
	['limit', 403, { 'x-ratelimit-remaining': '0' }],
	['limit', 403, { 'retry-after': '60' }],
	['limit', 429, {}],
	['unexpected', 500, {}],
] as const)('%s: %i %o', async ([fault, status, headers]) => {
	answering(() => Response.json({ message: 'no' }, { status, headers }));
	expect(await ask()).toBe(fault);
});

test('no network, and an answer that is no list of pull requests', async () => {
	answering(() => {
		throw new TypeError('Failed to fetch');
	});
	expect(await ask()).toBe('unreachable');
	answering(() => Response.json({ number: 1 }));
	expect(await ask()).toBe('unexpected');
});
