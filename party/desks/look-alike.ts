/** Whether two names look the same, by the skeletons of UTS #39 (https://www.unicode.org/reports/tr39/#Confusable_Detection). */
import unhomoglyph from 'unhomoglyph';

/** Two names are one to the eye where any of their keys are equal, whatever their case: `Jake`, `JAKE` and `Jаkе` with Cyrillic letters. */
export function looksOf(name: string): string[] {
	const plain = name.normalize('NFKC');
	// Case changes what looks alike: `I` is taken for `l`, `i` is not.
	return [skeleton(plain).toLowerCase(), skeleton(plain.toLowerCase())];
}

const skeleton = (text: string): string => unhomoglyph(text.normalize('NFD')).normalize('NFD');
