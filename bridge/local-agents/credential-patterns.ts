/**
 * What credentials look like, beyond what secretlint knows. A pattern takes steps in proportion to the text, whatever the text is: it
 * begins where a run of its characters begins, or what it may skip is bounded. A test counts the steps.
 */

export const MASK = '***';

export const PATTERNS: readonly (readonly [RegExp, string])[] = [
	[/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@]*:[^\s/]*@/gi, `$1${MASK}@`],
	[
		/(?<![\w.-])([\w.-]*(?:password|passwd|passphrase|pwd|secret|token|(?:api|access|account)[ _-]?key|credential)s?["']?\s*[=:]\s*)["']?[^\s"',;]+/gi,
		`$1${MASK}`,
	],
	[
		/(?<![\w-])(--(?:[\w-]*-)?(?:password|passwd|passphrase|secret|token|api-?key|access-?key)\s+)(?:"[^"]*"|'[^']*'|(?!and\b|or\b|-)\S+)/gi,
		`$1${MASK}`,
	],
	// A word may follow them as well: "basic validation".
	[/\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=[A-Za-z0-9+/_.=~-]*(?:[\d=~+]|[a-z][A-Z]))[A-Za-z0-9+/_.=~-]{8,}/g, `$1 ${MASK}`],
	[/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, MASK],
	[/\bAIza[0-9A-Za-z_-]{35}/g, MASK],
	[/\b(?:sk|pk|rk)[_-](?:live|test|proj|ant|or)[_-][0-9A-Za-z_-]{16,}/g, MASK],
	[/\bsk-[0-9A-Za-z]{32,}/g, MASK],
	[/\bhf_[0-9A-Za-z]{30,}|\bdo[por]_v1_[0-9a-f]{64}|\bgl(?:rt|dt|ptt|ft|soat|cbt)-[0-9A-Za-z_-]{20,}/g, MASK],
	[/\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/g, MASK],
	[/\bgh[pousr]_[0-9A-Za-z]{20,}|\bgithub_pat_[0-9A-Za-z_]{20,}/g, MASK],
	[/\beyJ[0-9A-Za-z_-]{8,400}\.[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{4,}/g, MASK],
	[/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*/g, MASK],
	[/\bpylon-(?:join|link)-[0-9A-Za-z_-]+/g, MASK],
	// Signed addresses: Azure's SAS, S3's and Google's.
	[/\b(sig(?:nature)?=)[\w%+/=~.-]{16,}/gi, `$1${MASK}`],
	[/\bxapp-\d-[0-9A-Za-z]+-\d+-[0-9A-Za-z]+/g, MASK],
	// Whoever has the address of a web hook may post with it.
	[/\b(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{20,}/gi, `$1${MASK}`],
	[/\b(discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)\d{1,20}\/[\w-]{20,}/gi, `$1${MASK}`],
	// A bot of Discord (its id in base64 begins with M, N or O) and one of Telegram.
	[/\b[MNO][\w-]{22,27}\.[\w-]{6}\.(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[A-Z])[\w-]{27,45}/g, MASK],
	[/\b\d{8,10}:AA[\w-]{32,34}/g, MASK],
	// 32 or 64 bytes in hex, where no word before them says that they are a digest. 40 digits are a commit, 32 an MD5 or a UUID.
	[
		/(?<![0-9a-z])(?=(?:0x)?[0-9a-f]{64})(?<!(?:sha-?256|sha3-256|blake3|digest|checksum)[:=/_\s-]{1,2})(?:0x)?(?:[0-9a-f]{64}){1,2}(?![0-9a-z])/gi,
		MASK,
	],
	// Nobody names anything so: long, of both cases, with figures all over. Hashes and UUIDs are of one case.
	[/\b(?=\w*[a-z])(?=\w*[A-Z])(?=(?:[A-Za-z_]*\d){6})\w{32,}/g, MASK],
];

const AWS_SECRET_LENGTH = 40;
/** Forty characters of base64 between others, or from one slash to another: paths of forty are as many as secrets are few. */
export const FORTY = new RegExp(`(?<![0-9A-Za-z+])(?=([0-9A-Za-z+/]{${AWS_SECRET_LENGTH}})(?![0-9A-Za-z+=]))`, 'g');
/** Four small letters in a row are part of a word: few random characters are in such rows, of a path most. */
const WORDS = /[a-z]{4,}/g;
const IN_WORDS_MAX = 16;
const CAPITALS_MIN = 5;
const SLASHES_MAX = 3;

/** A secret access key of AWS that stands alone: nothing but its length and its letters tells. Less than one in a hundred looks like words. */
function isAwsSecret(forty: string): boolean {
	const countOf = (pattern: RegExp) => (forty.match(pattern) ?? []).join('').length;
	if (!/\d/.test(forty) || !/[a-z]/.test(forty) || countOf(/\//g) > SLASHES_MAX) return false;
	return countOf(/[A-Z]/g) >= CAPITALS_MIN && countOf(WORDS) <= IN_WORDS_MAX;
}

export function awsSecretsIn(text: string): { at: number; length: number }[] {
	const found: { at: number; length: number }[] = [];
	for (const { index, 1: forty } of text.matchAll(FORTY)) {
		const last = found.at(-1);
		const isFree = last === undefined || index >= last.at + last.length;
		if (forty !== undefined && isFree && isAwsSecret(forty)) found.push({ at: index, length: AWS_SECRET_LENGTH });
	}
	return found;
}
