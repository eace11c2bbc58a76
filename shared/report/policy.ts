/** What the room's policy and a member's own settings let through. Free of zod. SPEC P5. */
import { ROWS } from './clock.ts';
import { type Fact, type Kept, type Patch, POLICIES, type Policy, type PolicyName, type Whole } from './facts.ts';

export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[];

const policyOf = (isOn: (name: PolicyName) => boolean): Policy =>
	Object.fromEntries(POLICY_NAMES.map((name) => [name, isOn(name)])) as Policy;

/** What a room allows until an admin says otherwise: all that stays in the room. */
export const OPEN_POLICY: Policy = policyOf((name) => name !== 'names');
/** Of that a member shares all, until they say otherwise. */
export const ALL_SHARED: Policy = policyOf(() => true);

/** What both allow. */
export const bothAllow = (one: Policy, other: Policy): Policy => policyOf((name) => one[name] && other[name]);

/** What each switch keeps back where it is off: `tasks` (what an agent works on), … */
export const switchesInWords = (names: readonly PolicyName[] = POLICY_NAMES.filter((name) => OPEN_POLICY[name])): string =>
	names.map((name) => `${name} (${POLICIES[name]})`).join(', ');

type Values = Record<string, unknown>;

/** Of what is kept of an agent, only what has a row in the table and the policy allows. */
export function allowedOf<Text>(policy: Policy, agent: Kept<Text>): Kept<Text> {
	const allowed: Values = { agentId: agent.agentId };
	for (const { kept, fact } of ROWS) {
		const value = allowedValue(policy, fact, (agent as Values)[kept]);
		if (value !== undefined) allowed[kept] = value;
	}
	return allowed as Kept<Text>;
}

/** Whether a report or a patch keeps to the policy. What a patch takes away is always allowed. */
export function keepsTo<Text>(policy: Policy, report: Whole<Text> | Patch<Text>): boolean {
	return ROWS.every(({ told, fact }) => !holdsWithheld(policy, fact, (report as Values)[told]));
}

type WithheldBy = Extract<Fact, { mayBeAbsent: true }>['withheldBy'];
type Sifted = Extract<Fact, { withheld: object }>;

const isOn = (policy: Policy, { policy: name }: Fact): boolean => name === undefined || policy[name];

function allowedValue(policy: Policy, fact: Fact, value: unknown): unknown {
	if ('withheld' in fact && Array.isArray(value)) return allowedItems(policy, fact, value);
	if (!isOn(policy, fact)) return undefined;
	const withheld = withheldItems(policy, fact);
	return withheld.length > 0 && Array.isArray(value) ? value.filter((item: Values) => !withheld.some((words) => has(words, item))) : value;
}

/** What items have that another policy than the list's own withholds. */
function withheldItems(policy: Policy, { withheldBy = {} }: Fact & { withheldBy?: WithheldBy }): Readonly<Record<string, string>>[] {
	return POLICY_NAMES.flatMap((name) => {
		const words = policy[name] ? undefined : withheldBy[name];
		return words === undefined ? [] : [words];
	});
}

function allowedItems(policy: Policy, fact: Sifted, items: Values[]): Values[] {
	const kept = isOn(policy, fact) ? items : items.filter((item) => !isSifted(fact, item));
	const parts = withheldParts(policy, fact);
	return parts.length === 0 ? kept : kept.map((item) => without(item, parts));
}

function holdsWithheld(policy: Policy, fact: Fact, value: unknown): boolean {
	if (value === undefined || value === null) return false;
	if (!('withheld' in fact && Array.isArray(value))) {
		const withheld = withheldItems(policy, fact);
		return !isOn(policy, fact) || (Array.isArray(value) && value.some((item: Values) => withheld.some((words) => has(words, item))));
	}
	const parts = withheldParts(policy, fact);
	return value.some((item: Values) => (!isOn(policy, fact) && isSifted(fact, item)) || parts.some((part) => item[part] !== undefined));
}

const isSifted = ({ withheld }: Sifted, item: Values): boolean => has(withheld, item);

const has = (words: Readonly<Record<string, string>>, item: Values): boolean =>
	Object.entries(words).every(([name, word]) => item[name] === word);

/** The parts of each item that no policy lets through. */
const withheldParts = (policy: Policy, { withheldParts: by }: Sifted): string[] =>
	POLICY_NAMES.flatMap((name) => (policy[name] ? [] : [...(by[name] ?? [])]));

function without(item: Values, parts: readonly string[]): Values {
	return parts.some((part) => part in item) ? Object.fromEntries(Object.entries(item).filter(([name]) => !parts.includes(name))) : item;
}
