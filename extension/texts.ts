/** The extension's own texts: all of them live in `_locales`. What the terminal says alike is asked for in `words.ts`. */
import { browser } from './browser/page-browser.ts';
import type messages from './public/_locales/en/messages.json';

export type TextKey = keyof typeof messages;

/** `$1`, `$2` … of the message are replaced by `parts`. */
export const text = (key: TextKey, ...parts: (string | number)[]): string => browser.i18n.getMessage(key, parts.map(String));

type PluralKey = { [Key in TextKey]: Key extends `${infer Stem}_other` ? Stem : never }[TextKey];

/** Takes `key_one`, `key_few` … by the rule of the texts' own language; `$1` is the number. */
export function textOf(key: PluralKey, count: number, ...parts: (string | number)[]): string {
	const all = [numeral(count), ...parts.map(String)];
	return browser.i18n.getMessage(`${key}_${formOf(count)}`, all) || browser.i18n.getMessage(`${key}_other`, all);
}

// What Intl loads when it is first asked takes longer than drawing a popup: it is asked only where it knows better.

/** Languages that have a form for one and another for all else: there is nothing to ask. */
export const ONE_OR_OTHER: readonly string[] = ['en', 'de'];

let language: string | undefined;
let rules: Intl.PluralRules | undefined;
function formOf(count: number): Intl.LDMLPluralRule {
	language ??= text('htmlLang');
	if (ONE_OR_OTHER.includes(language)) return count === 1 ? 'one' : 'other';
	rules ??= new Intl.PluralRules(language);
	return rules.select(count);
}

/** As the texts' own language writes it, whatever the browser's is. */
export const numeral = (count: number): string => (count < 1_000 ? String(count) : count.toLocaleString(text('htmlLang')));

let lists: Intl.ListFormat | undefined;
/** `Ada`, `Ada and Jake`. */
export function listed(names: readonly string[]): string {
	const [only = ''] = names;
	if (names.length < 2) return only;
	lists ??= new Intl.ListFormat(text('htmlLang'));
	return lists.format(names);
}
