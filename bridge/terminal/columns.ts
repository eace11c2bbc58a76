/**
 * Text in a terminal's columns: wide letters and emoji take two, marks none, and what steers the terminal becomes visible.
 *
 * Which characters are wide says get-east-asian-width, the table of string-width. string-width itself needs `Intl.Segmenter` and
 * `\p{RGI_Emoji}` for the first character that is not ASCII: more time than `pylon status` has, whose every line has one. wrap-ansi breaks
 * a line where the text has a line end, and a text of somebody else's is to stay one line (R14), so `wrap` is our own.
 */
import { eastAsianWidth } from 'get-east-asian-width';

/**
 * What steers a terminal, hides in a text or is no character: controls, marks of direction, zero-width characters, tags, selectors of
 * variants, fillers, ends of lines, private and lone halves of characters.
 */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
/**
 * Where they are part of an emoji they go as they are: keycaps, and pictures with one selector or tone each, joined to others (UTS #51,
 * ED-16, without tags). Unicode's own list of them, `RGI_Emoji`, takes 70 ms to load.
 */
const PICTURE = String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?`;
export const EMOJI = new RegExp(`[0-9#*]\\ufe0f\\u20e3|${PICTURE}(?:\\u200d${PICTURE})*`, 'gu');
const EMOJI_OR_UNPRINTABLE = new RegExp(`(${EMOJI.source})|${UNPRINTABLE.source}`, 'gu');
/** What stands on the letter before it and takes no column: marks, and the vowels and finals that Hangul is put together of. */
const ABOVE = /\p{Mn}|\p{Me}|[\u1160-\u11ff\ud7b0-\ud7ff]|[\u200b-\u200d]/u;
/** A letter as it is seen: an emoji of several characters, a flag, or one character with its marks. */
const SEEN_LETTER = new RegExp(`(${EMOJI.source})|\\p{Regional_Indicator}{2}|.(?:${ABOVE.source}|\\p{Mc})*`, 'gsu');
const ASCII = /^[ -~]*$/;

/** Other people's text is hostile: what would move the cursor, turn the line or hide becomes visible instead, like `\u{202e}`. */
export const printable = (text: string): string =>
	UNPRINTABLE.test(text)
		? text.replace(EMOJI_OR_UNPRINTABLE, (found, emoji) => (emoji === undefined ? `\\u{${found.codePointAt(0)?.toString(16)}}` : found))
		: text;

export function columns(text: string): number {
	if (ASCII.test(text)) return text.length;
	let count = 0;
	for (const [letter, emoji] of text.matchAll(SEEN_LETTER)) count += widthOf(letter, emoji !== undefined);
	return count;
}

/** An emoji of several characters takes what one takes, two. A mark beside its letter (`\p{Mc}`) has a column of its own. */
function widthOf(letter: string, isEmoji: boolean): number {
	const characters = [...letter];
	if (isEmoji && characters.length > 1) return 2;
	return characters.reduce((sum, each) => sum + (ABOVE.test(each) ? 0 : eastAsianWidth(each.codePointAt(0) ?? 0)), 0);
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));

/** At most `width` columns, cut at the end. */
export function cutToFit(text: string, width: number): string {
	if (columns(text) <= width) return text;
	let kept = '';
	let used = 0;
	for (const [letter, emoji] of text.matchAll(SEEN_LETTER)) {
		used += widthOf(letter, emoji !== undefined);
		if (used > width - 1) break;
		kept += letter;
	}
	return width < 1 ? '' : `${kept.trimEnd()}…`;
}

/** Lines of at most `width` columns, broken between words. */
export function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ').filter((each) => each !== '')) {
		const last = lines.at(-1);
		if (last !== undefined && columns(last) + 1 + columns(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}
