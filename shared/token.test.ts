import { describe, expect, test } from 'vitest';
import { newRoomKey } from './seal.ts';
import { newSecret, readToken, serverUrl, type Token, writeToken } from './token.ts';

const token = (changes: Partial<Token> = {}): Token => ({
	kind: 'invite',
	server: 'https://pylon.acme.dev',
	room: 'acme-sprint',
	secret: newSecret(),
	roomKey: newRoomKey(),
	...changes,
});

describe('tokens', () => {
	test('hold all that joining needs, in one line', () => {
		for (const changes of [
			{},
			{ kind: 'link' as const },
			{ server: 'http://127.0.0.1:1999', room: 'x'.repeat(48) },
			{ server: 'https://acme.dev/relay' },
		]) {
			const one = token(changes);
			const text = writeToken(one);
			expect(text).toMatch(/^pylon-(join|link)-[A-Za-z0-9_-]+$/);
			expect(readToken(`  ${text}\n`)).toEqual(one);
		}
	});

	test('[R6] one that is cut short or mistyped is told apart from one that the relay does not know', () => {
		const text = writeToken(token());
		for (let length = 'pylon-join-'.length; length < text.length; length++)
			expect([length, typeof readToken(text.slice(0, length))]).toEqual([length, 'string']);
		const prefix = 'pylon-join-'.length;
		for (let index = prefix; index < text.length - 1; index++) {
			const changed = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);
			expect([index, ['damaged', 'too-new']]).toEqual([index, expect.arrayContaining([readToken(changed)])]);
		}
		expect(readToken(`${text}A`)).toBe('damaged');
	});

	test('are read from the line that was sent, command and all', () => {
		const one = token();
		expect(readToken(`pylon join ${writeToken(one)}\n`)).toEqual(one);
		expect(readToken(`x${writeToken(one)}`)).toBe('not-a-token');
	});

	test('says whether it is none, damaged or of a later version', () => {
		expect(readToken('hello')).toBe('not-a-token');
		expect(readToken('')).toBe('not-a-token');
		expect(readToken('pylon-join-')).toBe('damaged');
		expect(readToken('pylon-join-!!')).toBe('damaged');
		expect(readToken('pylon-join-AgAAAA')).toBe('too-new');
	});

	test('two kinds are never mistaken for each other', () => {
		const one = token();
		expect(readToken(writeToken(one))).toMatchObject({ kind: 'invite' });
		expect(readToken(writeToken({ ...one, kind: 'link' }))).toMatchObject({ kind: 'link' });
	});

	test('[P8] a token is never written without its key', () => {
		expect(() => writeToken(token({ roomKey: new Uint8Array(16) }))).toThrow();
		expect(() => writeToken(token({ secret: 'short' }))).toThrow();
	});
});

describe('server addresses', () => {
	test.each([
		['https://pylon.acme.dev/', 'https://pylon.acme.dev'],
		[' http://127.0.0.1:1999 ', 'http://127.0.0.1:1999'],
		['https://acme.dev/relay//', 'https://acme.dev/relay'],
	])('%s is kept as %s', (text, kept) => expect(serverUrl.parse(text)).toBe(kept));

	test.each([
		'',
		'pylon.acme.dev',
		'ftp://a',
		'javascript:alert(1)',
		'https://user@acme.dev',
		'http://pylon.acme.dev',
		'http://192.168.0.5:1999',
		'https://a.dev?x=1',
		'https://a.dev#x',
		`https://${'a'.repeat(300)}`,
	])('%j is none', (text) => expect(serverUrl.safeParse(text).success).toBe(false));
});
