/**
 * `opencode run --title` without a value calls a session by the first 50 characters of its prompt, or of what a command was given, which a title
 * never tells; nor does it where a model says the prompt again. Source: anomalyco/opencode, packages/opencode/src/cli/cmd/run.ts.
 */
import { edges, shape } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';

const FORKED = /( \(fork #\d+\))+$/;
/** As much of a prompt's beginning as is compared, and of its end. */
const PROMPT_BYTES = 8_000;
const prompt = shape({ text: edges(PROMPT_BYTES) });
/** So many letters are no chance: wherever they stand in the prompt, they are its words. */
const CHANCE_MAX = 24;

/** Whether one of these parts, those of the session's first message, begins as its title does, however it is set. That is all that is learned of the prompt. */
export function isPromptsBeginning(title: string | undefined, parts: Iterable<Buffer>): boolean {
	const words = title === undefined ? '' : lettersOf(title.replace(FORKED, ''));
	if (words === '') return title !== undefined;
	for (const part of parts) {
		const said = lettersOf(unescaped(skim(prompt, part)?.text ?? ''));
		if (said.startsWith(words) || (words.length > CHANCE_MAX && said.includes(words))) return true;
	}
	return false;
}

/** Neither case nor quotes, line breaks or spaces make other words of them. */
const lettersOf = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '');

/** What the bytes of a JSON text say, as far as letters go. */
const unescaped = (bytes: string): string =>
	Buffer.from(bytes, 'latin1')
		.toString()
		.replace(/\\(?:u([\da-f]{4})|.)/gi, (_, code) => (code === undefined ? ' ' : String.fromCharCode(Number.parseInt(code, 16))));
