/** Texts of agents as one printable line of bounded length. */

// Control characters, line separators and those that turn the direction of writing.
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Cut to `max` UTF-16 code units, never inside a character; undefined where nothing printable is left. */
export function plainLine(words: string, max: number): string | undefined {
	const line = words
		.slice(0, max * 8)
		.replace(UNPRINTABLE, ' ')
		.replace(/\s+/g, ' ')
		.replace(LONE_SURROGATE, '')
		.trim();
	if (line.length <= max) return line || undefined;
	return `${line
		.slice(0, max - 1)
		.replace(/[\ud800-\udbff]$/, '')
		.trimEnd()}…`;
}

export function isPrintable(words: string): boolean {
	return words.search(UNPRINTABLE) === -1 && words.search(LONE_SURROGATE) === -1;
}
