/**
 * What people paste: a whole chat message, quoted, wrapped and "corrected" on its way. Finds in it what may be tokens. Nothing here is
 * trusted: a token carries its length and a checksum, and is read by those.
 */

/** What stands for a hyphen, by those who set text: hyphens, the dashes that two of them become, the minus sign. */
const HYPHENS = /[\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d]/gu;
const DASH = /[\u2014\u2015]/gu;
/** Soft hyphens, zero-width spaces, joiners and marks of direction, which chats and word processors put into long words. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu;
/** Between two parts of a broken token: white space, the marks of a quotation, and what ends a line of a mail or a shell that goes on. */
const GAP = String.raw`[\s>|\\=]`;
const BEGINNING = new RegExp(`(?<![A-Za-z0-9])pylon${GAP}*-${GAP}*(join|link)${GAP}*-`, 'gi');
const GAPS = new RegExp(`${GAP}+`, 'y');
const LETTER = /[A-Za-z0-9_-]/;
const LETTERS_MAX = 800;

export interface Pasted {
	kind: 'join' | 'link';
	/** base64url, as far as it goes: what follows the token in the message may be in it, gaps are not. */
	letters: string;
	/** Whether a letter or digit follows the first `count` letters with nothing in between: then they are not the whole word. */
	goesOnAfter(count: number): boolean;
}

/** Every place where a token begins, in their order. */
export function tokensIn(message: string): Pasted[] {
	const text = message.replace(UNSEEN, '').replace(HYPHENS, '-').replace(DASH, '--');
	return [...text.matchAll(BEGINNING)].map((found) => lettersFrom(text, found.index + found[0].length, found[1]?.toLowerCase() === 'link'));
}

function lettersFrom(text: string, from: number, isLink: boolean): Pasted {
	const places: number[] = [];
	for (let at = from; at < text.length && places.length < LETTERS_MAX; ) {
		GAPS.lastIndex = at;
		const gap = GAPS.exec(text);
		if (gap !== null) at += gap[0].length;
		else if (LETTER.test(text.charAt(at))) places.push(at++);
		else break;
	}
	return {
		kind: isLink ? 'link' : 'join',
		letters: places.map((at) => text.charAt(at)).join(''),
		goesOnAfter: (count) => /^[_-]*[A-Za-z0-9]/.test(text.slice((places[count - 1] ?? text.length) + 1, (places[count - 1] ?? 0) + 40)),
	};
}
