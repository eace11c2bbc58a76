/** The extension's own texts: all of them live in `_locales`. What other surfaces say alike is in `shared/words.ts`. */
import { type Browser, browser } from 'wxt/browser';
import type messages from './public/_locales/en/messages.json';

export type TextKey = keyof typeof messages;

// WXT knows the keys only after it generated types; ours come from the file itself.
const i18n = () => browser.i18n as typeof Browser.i18n;

/** `$1`, `$2` … of the message are replaced by `parts`. */
export const text = (key: TextKey, ...parts: (string | number)[]): string => i18n().getMessage(key, parts.map(String));

type PluralKey = { [Key in TextKey]: Key extends `${infer Stem}_other` ? Stem : never }[TextKey];

/** Takes `key_one`, `key_few` … by the language's own rule; `$1` is the number. */
export function textOf(key: PluralKey, count: number, ...parts: (string | number)[]): string {
	const all = [count.toLocaleString(), ...parts.map(String)];
	const form = new Intl.PluralRules(i18n().getUILanguage()).select(count);
	return i18n().getMessage(`${key}_${form}`, all) || i18n().getMessage(`${key}_other`, all);
}
