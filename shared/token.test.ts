import fc from 'fast-check';
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

	test.each([
		['the command', (text: string) => `pylon join ${text}\n`],
		['straight quotes', (text: string) => `"${text}"`],
		['single quotes', (text: string) => `'${text}'`],
		['typographic quotes', (text: string) => `“${text}”`],
		['German ones', (text: string) => `„${text}“`],
		['guillemets', (text: string) => `« ${text} »`],
		['backticks', (text: string) => `\`${text}\``],
		['a block of code', (text: string) => `\`\`\`sh\npylon join ${text}\n\`\`\``],
		['angle brackets', (text: string) => `<${text}>`],
		['round and square brackets', (text: string) => `([${text}])`],
		['Japanese brackets', (text: string) => `「${text}」`],
		['stars and underscores of Markdown', (text: string) => `**_${text}_**`],
		['a full stop', (text: string) => `Take ${text}.`],
		['a comma and more words', (text: string) => `Take ${text}, and be quick: it ends on Friday`],
		['words right after a line', (text: string) => `${text}\nSee you there`],
		['a capital, as phones begin a sentence', (text: string) => text.replace('pylon', 'Pylon')],
		['hyphens that do not break', (text: string) => text.replaceAll('-', '\u2011')],
		['two hyphens made a dash', (text: string) => text.replaceAll('--', '—')],
		['soft hyphens and zero-width spaces', (text: string) => text.replace(/.{20}/g, '$&\u200b\u00ad')],
		['a quoted mail, wrapped', (text: string) => `> ${text.replace(/.{30}/g, '$&\n> ')}\n`],
		['a mail with soft line ends', (text: string) => text.replace(/.{40}/g, '$&=\r\n')],
		['a shell’s broken line', (text: string) => `pylon join \\\n  ${text.replace(/.{50}/, '$&\\\n')}`],
		['a break after each hyphen of its beginning', (text: string) => text.replace('pylon-', 'pylon-\n').replace('join-', 'join-\n')],
		['another thing that begins as tokens do', (text: string) => `A token begins with \`pylon-join-\`: ${text}`],
	])('[R6] are read in %s', (_, wrapped) => {
		const one = token();
		expect(readToken(wrapped(writeToken(one)))).toEqual(one);
	});

	test('[R6] are read from any message around them, wrapped at any width, quoted in any depth', () => {
		const talk = fc.string({ unit: 'grapheme' }).filter((text) => !/pylon/i.test(text));
		const edge = fc.constantFrom('', ' ', '\n', '"', '“', '`', '<', '«', '(', '[', '*', ': ');
		const after = fc.constantFrom('', ' ', '\n', '"', '”', '`', '>', '»', ')', ']', '*', '.', ',', '!', '…');
		const breaking = fc.constantFrom('\n', '\r\n', '\n> ', '\n>> ', '\n| ', '\n    ', '=\n', '\\\n', '\u200b', ' ');
		const parts = fc.record({ before: talk, left: edge, width: fc.integer({ min: 1, max: 300 }), breaking, right: after, rest: talk });
		fc.assert(
			fc.property(parts, fc.constantFrom('invite' as const, 'link' as const), ({ before, left, width, breaking, right, rest }, kind) => {
				const one = token({ kind });
				const text = writeToken(one);
				const from = text.indexOf('-', 6) + 1;
				const broken = text.slice(0, from) + text.slice(from).replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${breaking}`);
				expect(readToken(`${before} ${left}${broken}${right} ${rest}`)).toEqual(one);
			}),
		);
	});

	test('[R6] of a message with several the first that is whole counts', () => {
		const [one, other] = [token(), token()];
		expect(readToken(`${writeToken(one).slice(0, -5)} no, that was cut: ${writeToken(one)} or ${writeToken(other)}`)).toEqual(one);
	});

	test('[R6] any text at all gets an answer, and none is taken for a token', () => {
		const words = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constantFrom('pylon-join-', 'pylon-link-', 'AQ', '-', ' '));
		fc.assert(
			fc.property(fc.array(words, { maxLength: 8 }), (parts) => {
				expect(['not-a-token', 'damaged', 'too-new']).toContain(readToken(parts.join('')));
			}),
		);
	});

	test('a word that only ends as one is none', () => expect(readToken(`x${writeToken(token())}`)).toBe('not-a-token'));

	test('a server’s address arrives as URLs are written: what steers a terminal is not in it', () => {
		const server = 'https://EVIL.dev/\u001b[2K\r\n✓ Joined acme\u202e\u{e0041}';
		const read = readToken(writeToken(token({ server })));
		expect(read).toMatchObject({ server: expect.stringMatching(/^https:\/\/evil\.dev\/[\x21-\x7e]+$/) });
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
