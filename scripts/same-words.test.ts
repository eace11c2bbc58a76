/** Terminal and browser say the same of the same state: the one has its words in code, the other in `_locales`. */
import { expect, test } from 'vitest';
import { unreachableNotice } from '../bridge/board/watch-status.ts';
import messages from '../extension/public/_locales/en/messages.json' with { type: 'json' };
import { ago, STATUS_WORDS } from '../shared/words.ts';

const said = (key: keyof typeof messages, part = ''): string => messages[key].message.replace('$1', part);

test('that the relay does not answer, and of when what is shown is', () => {
	const room = { server: 'https://pylon.acme.dev' };
	const away = said('relayUnresponsive', 'pylon.acme.dev');
	expect(unreachableNotice(room, undefined)).toBe([away, said('retrying')].join(' '));
	expect(unreachableNotice(room, 240_000)).toBe([away, said('showingKnown', ago(240_000)), said('retrying')].join(' '));
});

test('what agents and people are', () => {
	expect(said('offline')).toBe(STATUS_WORDS.offline);
	for (const [key, word] of [
		['countWorking_other', 'working'],
		['countWaiting_other', 'waiting'],
	] as const)
		expect(said(key, '2')).toBe(`2 ${STATUS_WORDS[word]}`);
});
