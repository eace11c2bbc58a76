/**
 * For tests: how many steps a regular expression takes to look through a text, counted by a plain backtracking matcher, which is what
 * engines are at their worst. A clock would measure the machine. It knows the syntax that our patterns use, and throws at any other.
 */
import { type AST, parseRegExpLiteral } from '@eslint-community/regexpp';

/** The rest of the match, from here on. */
type Rest = (at: number) => boolean;
type Single = AST.Character | AST.CharacterClass | AST.CharacterSet;

/** Text that lookbehinds of ours may need: none begins further back. */
const BEHIND_MAX = 32;

export function stepsOf(pattern: RegExp, text: string): number {
	const matcher = new Matcher(pattern, text);
	let at = 0;
	while (at <= text.length) at = Math.max(at + 1, matcher.endFrom(at) ?? 0);
	return matcher.steps;
}

class Matcher {
	steps = 0;
	readonly #root: AST.Pattern;
	readonly #flags: string;
	readonly #text: string;
	readonly #known = new Map<string, boolean>();

	constructor(pattern: RegExp, text: string) {
		this.#root = parseRegExpLiteral(pattern).pattern;
		this.#flags = pattern.flags.replace('g', '');
		this.#text = text;
	}

	/** Where the match that begins at `at` ends. */
	endFrom(at: number): number | undefined {
		let end: number | undefined;
		this.#any(this.#root.alternatives, at, (stop) => {
			end = stop;
			return true;
		});
		return end;
	}

	#any(alternatives: readonly AST.Alternative[], at: number, rest: Rest): boolean {
		return alternatives.some(({ elements }) => this.#all(elements, 0, at, rest));
	}

	#all(elements: readonly AST.Element[], index: number, at: number, rest: Rest): boolean {
		const element = elements[index];
		return element === undefined ? rest(at) : this.#one(element, at, (next) => this.#all(elements, index + 1, next, rest));
	}

	#one(element: AST.Element, at: number, rest: Rest): boolean {
		this.steps++;
		switch (element.type) {
			case 'Group':
			case 'CapturingGroup':
				return this.#any(element.alternatives, at, rest);
			case 'Quantifier':
				return isSingle(element.element) ? this.#run(element, element.element, at, rest) : this.#times(element, 0, at, rest);
			case 'Assertion':
				return this.#holds(element, at) && rest(at);
			case 'Character':
			case 'CharacterClass':
			case 'CharacterSet':
				return this.#is(element, at) && rest(at + 1);
			default:
				throw new Error(`No steps are known for ${element.type}.`);
		}
	}

	/** A run of single characters: as far as it goes, then back, one by one. */
	#run({ min, max, greedy }: AST.Quantifier, single: Single, at: number, rest: Rest): boolean {
		if (!greedy) throw new Error('No steps are known for a lazy quantifier.');
		let end = at;
		while (end - at < max && this.#is(single, end)) end++;
		for (; end - at >= min; end--) {
			this.steps++;
			if (rest(end)) return true;
		}
		return false;
	}

	#times(quantifier: AST.Quantifier, done: number, at: number, rest: Rest): boolean {
		const { min, max, element } = quantifier;
		const again = (next: number) => (next > at || done < min) && this.#times(quantifier, done + 1, next, rest);
		if (done < max && this.#one(element, at, again)) return true;
		return done >= min && rest(at);
	}

	#holds(assertion: AST.Assertion, at: number): boolean {
		switch (assertion.kind) {
			case 'lookahead':
				return this.#any(assertion.alternatives, at, () => true) !== assertion.negate;
			case 'lookbehind': {
				const starts = Array.from({ length: Math.min(at, BEHIND_MAX) + 1 }, (_, back) => at - back);
				return starts.some((start) => this.#any(assertion.alternatives, start, (end) => end === at)) !== assertion.negate;
			}
			case 'word':
				this.steps++;
				return (isWord(this.#text[at - 1]) !== isWord(this.#text[at])) !== assertion.negate;
			default:
				throw new Error(`No steps are known for ${assertion.raw}.`);
		}
	}

	#is(single: Single, at: number): boolean {
		this.steps++;
		const character = this.#text[at];
		if (character === undefined) return false;
		const key = `${character}${single.raw}`;
		const known = this.#known.get(key) ?? new RegExp(`^${single.raw}$`, this.#flags).test(character);
		this.#known.set(key, known);
		return known;
	}
}

const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);

const isSingle = (element: AST.QuantifiableElement): element is Single =>
	['Character', 'CharacterClass', 'CharacterSet'].includes(element.type);
