/** Text in a terminal's columns: wide letters take two, combining ones none, and what steers the terminal becomes visible. */

/**
 * What steers a terminal, hides in a text or is no character: controls, marks of direction, zero-width characters, tags, selectors of
 * variants, fillers, ends of lines, private and lone halves of characters.
 */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
/**
 * Where they are part of an emoji they go as they are: keycaps, and pictures with one selector or tone each, joined to others (UTS #51,
 * ED-16, without tags). Unicode's own list of them, `RGI_Emoji`, takes 70 ms to load.
 */
const PICTURE = String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?`;
export const EMOJI = new RegExp(`[0-9#*]\\ufe0f\\u20e3|${PICTURE}(?:\\u200d${PICTURE})*`, 'gu');
const EMOJI_OR_UNSEEN = new RegExp(`(${EMOJI.source})|${UNSEEN.source}`, 'gu');
const COMBINING = /\p{Mn}|\p{Me}|[\u200b-\u200d]|[\ufe00-\ufe0f]/u;
/** East Asian wide and emoji, coarsely: what terminals draw two columns wide. */
const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Other people's text is hostile: what would move the cursor, turn the line or hide becomes visible instead, like `\u{202e}`. */
export const printable = (text: string): string =>
	UNSEEN.test(text)
		? text.replace(EMOJI_OR_UNSEEN, (found, emoji) => (emoji === undefined ? `\\u{${found.codePointAt(0)?.toString(16)}}` : found))
		: text;

export function columns(text: string): number {
	let count = 0;
	for (const letter of text) count += widthOf(letter);
	return count;
}

function widthOf(letter: string): number {
	if (COMBINING.test(letter)) return 0;
	return WIDE.test(letter) ? 2 : 1;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));

/** At most `width` columns, cut at the end. */
export function cutToFit(text: string, width: number): string {
	if (columns(text) <= width) return text;
	let kept = '';
	let used = 0;
	for (const letter of text) {
		used += widthOf(letter);
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
