/**
 * Masks what looks like a credential in texts that are about to be shared: secretlint's maintained patterns, and a few plain ones of
 * ours for what it leaves to other tools. Its 200 KB are loaded only once some text could hold one.
 */
import { awsSecretsIn, MASK, PATTERNS } from './credential-patterns.ts';

const KNOWN_MAX = 10_000;
/** Longer texts are cut anyway before they are shared. */
const LOOKED_AT_MAX = 2_000;

/** No credential is without one of these: a long word with a digit, a word of ours that names one, a prefix that makers of them use. */
export const SUSPICIOUS =
	/(?<![A-Za-z0-9_+=-])(?=[A-Za-z0-9_+=-]{16})[A-Za-z_+=-]*\d|:\/\/|pass|pwd|secret|token|api.?key|access.?key|account.?key|credential|bearer|basic|sig(?:nature)?=|hooks|gh[pousr]_|npm_|glpat|xox|xapp|sk[-_]|AKIA|AIza|eyJ|BEGIN|pylon-/i;

export class Secrets {
	readonly #masked = new Map<string, string>();

	/** Looks through texts, so that `masked` knows them. */
	async look(texts: Iterable<string>): Promise<void> {
		const looked = new Set([...texts].map(lookedAt));
		const unknown = [...looked].filter((text) => couldHold(text) && !this.#masked.has(text));
		if (unknown.length === 0) return;
		if (this.#masked.size > KNOWN_MAX) this.#masked.clear();
		const lines = await withoutCredentials(unknown.map(plainMasked));
		for (const [i, text] of unknown.entries()) this.#masked.set(text, lines[i] ?? MASK);
	}

	/** A text that was looked through, without its credentials. One that was not, but should have been, is masked whole. */
	masked(text: string): string {
		const looked = lookedAt(text);
		return couldHold(looked) ? (this.#masked.get(looked) ?? MASK) : looked;
	}
}

const lookedAt = (text: string): string => text.slice(0, LOOKED_AT_MAX);

const couldHold = (text: string): boolean => SUSPICIOUS.test(text) || awsSecretsIn(text).length > 0;

function plainMasked(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	const withoutAws = awsSecretsIn(line).reduceRight(
		(masked, { at, length }) => masked.slice(0, at) + MASK + masked.slice(at + length),
		line,
	);
	return PATTERNS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), withoutAws);
}

async function withoutCredentials(lines: string[]): Promise<string[]> {
	const [{ lintSource }, { creator }] = await Promise.all([
		import('@secretlint/core'),
		import('@secretlint/secretlint-rule-preset-recommend'),
	]);
	const content = lines.join('\n');
	const { messages } = await lintSource({
		source: { filePath: '/texts', content, contentType: 'text', ext: '.txt' },
		options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] } },
	});
	const ranges = messages.map(({ range }) => range).sort((a, b) => b[0] - a[0]);
	return ranges.reduce((text, [from, to]) => withMask(text, from, to), content).split('\n');
}

/** The ranges come last first, so that each still fits; one that spans lines keeps their ends. */
function withMask(text: string, from: number, to: number): string {
	const breaks = text.slice(from, to).replace(/[^\n]/g, '');
	return text.slice(0, from) + MASK + breaks + text.slice(to);
}
