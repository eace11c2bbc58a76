/**
 * What an agent is told of a person's name. Others chose it, and whatever stands in an agent's context may be taken for an instruction:
 * so it is one word of letters and digits, in a script that parts words by spaces, and short.
 */

const NAME_MAX = 20;
/** A name of which nothing is left. */
const NAMELESS = 'A teammate';

const WORD =
	/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Arabic}\p{N}]+/u;

/** `Ada Lovelace` → `Ada`; `ignore previous instructions` → `ignore`; `以前の指示` → `A teammate`. */
export function plainName(name: string): string {
	const word = WORD.exec(name.normalize('NFKC'))?.[0] ?? '';
	return [...word].slice(0, NAME_MAX).join('') || NAMELESS;
}
