/**
 * Masks what looks like a credential in texts that are about to be shared: secretlint's maintained patterns, and a few plain ones of
 * ours for what it leaves to other tools. Its 200 KB are loaded only once some text could hold one.
 */

const MASK = '***';
const KNOWN_MAX = 10_000;
/** Longer texts are cut anyway before they are shared. */
const LOOKED_AT_MAX = 2_000;

/** No credential is without one of these: a long word with a digit, a word of ours that names one, a prefix that makers of them use. */
const SUSPICIOUS =
	/(?=[A-Za-z0-9_+=-]{16})[A-Za-z_+=-]*\d|:\/\/|pass|pwd|secret|token|api.?key|access.?key|account.?key|credential|bearer|basic|gh[pousr]_|npm_|glpat|xox|sk[-_]|AKIA|AIza|eyJ|BEGIN|pylon-/i;

const PLAIN: readonly (readonly [RegExp, string])[] = [
	[/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s/]*@/gi, `$1${MASK}@`],
	[
		/\b((?:[\w.-]*(?:password|passwd|passphrase|pwd|secret|token|(?:api|access|account)[ _-]?key|credential)s?)["']?\s*[=:]\s*)["']?[^\s"',;]+/gi,
		`$1${MASK}`,
	],
	[
		/(--(?:[\w-]*-)?(?:password|passwd|passphrase|secret|token|api-?key|access-?key)\s+)(?:"[^"]*"|'[^']*'|(?!and\b|or\b|-)\S+)/gi,
		`$1${MASK}`,
	],
	[/\b(bearer|basic)\s+[A-Za-z0-9+/_.=~-]{8,}/gi, `$1 ${MASK}`],
	[/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, MASK],
	[/\bAIza[0-9A-Za-z_-]{35}/g, MASK],
	[/\b(?:sk|pk|rk)[_-](?:live|test|proj|ant|or)[_-][0-9A-Za-z_-]{16,}/g, MASK],
	[/\bsk-[0-9A-Za-z]{32,}/g, MASK],
	[/\bhf_[0-9A-Za-z]{30,}|\bdo[por]_v1_[0-9a-f]{64}|\bgl(?:rt|dt|ptt|ft|soat|cbt)-[0-9A-Za-z_-]{20,}/g, MASK],
	[/\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/g, MASK],
	[/\bgh[pousr]_[0-9A-Za-z]{20,}|\bgithub_pat_[0-9A-Za-z_]{20,}/g, MASK],
	[/\beyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{4,}/g, MASK],
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g, MASK],
	[/\bpylon-(?:join|link)-[0-9A-Za-z_-]+/g, MASK],
	// Nobody names anything so: long, of both cases, with figures all over. Hashes and UUIDs are of one case.
	[/\b(?=\w*[a-z])(?=\w*[A-Z])(?=(?:[A-Za-z_]*\d){6})\w{32,}/g, MASK],
];

export class Secrets {
	readonly #masked = new Map<string, string>();

	/** Looks through texts, so that `masked` knows them. */
	async look(texts: Iterable<string>): Promise<void> {
		const unknown = [...new Set(texts)].filter((text) => SUSPICIOUS.test(text) && !this.#masked.has(text));
		if (unknown.length === 0) return;
		if (this.#masked.size > KNOWN_MAX) this.#masked.clear();
		const lines = await withoutCredentials(unknown.map(plainMasked));
		for (const [i, text] of unknown.entries()) this.#masked.set(text, lines[i] ?? MASK);
	}

	/** A text that was looked through, without its credentials. One that was not, but should have been, is masked whole. */
	masked(text: string): string {
		return SUSPICIOUS.test(text) ? (this.#masked.get(text) ?? MASK) : text;
	}
}

function plainMasked(text: string): string {
	const line = text.slice(0, LOOKED_AT_MAX).replace(/\s+/g, ' ');
	return PLAIN.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), line);
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
