/** Terminal and browser say the same of the same state: the one has its words in code, the other in `_locales`. */
import { expect, test } from 'vitest';
import { unreachableNotice } from '../bridge/board/watch-status.ts';
import messages from '../extension/public/_locales/en/messages.json' with { type: 'json' };
import { PHRASES, type Phrase } from '../shared/phrases.ts';
import { REFUSALS, type Refusal } from '../shared/refusal.ts';
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

test('every phrase that both say, and why the relay says no', () => {
	const phrases = Object.keys(PHRASES) as Phrase[];
	expect(Object.fromEntries(phrases.map((key) => [key, messages[key].message]))).toEqual(PHRASES);
	const refusals = Object.keys(REFUSALS) as Refusal[];
	const keyOf = (refusal: Refusal) => `refused${refusal.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}`;
	const inBrowser = refusals.map((refusal) => messages[keyOf(refusal) as keyof typeof messages]?.message);
	expect(inBrowser).toEqual(refusals.map((refusal) => `${REFUSALS[refusal].message} ${REFUSALS[refusal].hint}`));
});
