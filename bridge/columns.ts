/** Text in a terminal's columns: wide letters take two, combining ones none, and nothing that steers the terminal gets through. */

const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const COMBINING = /\p{Mn}|\p{Me}|[\u200b-\u200d]|[\ufe00-\ufe0f]/u;
/** East Asian wide and emoji, coarsely: what terminals draw two columns wide. */
const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Other people's text is hostile: what would move the cursor or turn the line becomes visible instead. */
export const printable = (text: string): string => text.replace(STEERING, '\ufffd');

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
