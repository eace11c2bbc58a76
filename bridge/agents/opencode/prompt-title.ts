/**
 * `opencode run --title` without a value calls a session by the first 50 characters of its prompt, or of what a command was given, which a title
 * never tells; nor does it where a model says the prompt again. Source: anomalyco/opencode, packages/opencode/src/cli/cmd/run.ts.
 */
import { edges, shape } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';
import type { StoredMessage } from './stored.ts';

const FORKED = /( \(fork #\d+\))+$/;
/** As much of a prompt's beginning as is compared, and of its end: one of twice as much is compared whole, in some milliseconds. */
const PROMPT_BYTES = 128_000;
const prompt = shape({ text: edges(PROMPT_BYTES) });
/** So many letters are no chance: wherever they stand in the prompt, they are its words. */
const CHANCE_MAX = 24;

/**
 * Whether a title may be its prompt's words: one of these parts, those of the session's first message, begins as it does, however it is set. That is
 * all that is learned of the prompt. Before its answer begins nobody can say, since a session is there before its prompt is; nor where the prompt
 * is there no more, or stands in no text, as what a command was given may, or is too long to look for many words in its middle.
 */
export function mayBePrompt(title: string, parts: readonly Buffer[], messages: readonly StoredMessage[]): boolean {
	if (!messages.some(({ message }) => message.role === 'assistant')) return true;
	const words = lettersOf(title.replace(FORKED, ''));
	const isLong = words.length > CHANCE_MAX;
	const texts = parts.map((part) => skim(prompt, part)?.text ?? '');
	if (isLong && texts.some((text) => text.length > 2 * PROMPT_BYTES)) return true;
	const said = texts.map((text) => lettersOf(unescaped(text))).filter((letters) => letters !== '');
	const holds = (letters: string) => letters.startsWith(words) || (isLong && letters.includes(words));
	return said.length === 0 || said.some(holds);
}

/**
 * Neither case nor quotes, line breaks or spaces make other words of them, nor does what stood behind where a title was cut: a mark belongs to the
 * letter before it, and a small sigma looks different at a word's end.
 */
const lettersOf = (text: string): string =>
	text
		.normalize('NFKD')
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');

/** What the bytes of a JSON text say, as far as letters go. */
const unescaped = (bytes: string): string =>
	Buffer.from(bytes, 'latin1')
		.toString()
		.replace(/\\(?:u([\da-f]{4})|.)/gi, (_, code) => (code === undefined ? ' ' : String.fromCharCode(Number.parseInt(code, 16))));
