/** What the room's policy and a member's own settings let through. Free of zod. SPEC P5. */
import { ROWS } from './clock.ts';
import { type Fact, type Kept, type Patch, POLICIES, type Policy, type PolicyName, type Whole } from './facts.ts';

export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[];

const policyOf = (isOn: (name: PolicyName) => boolean): Policy =>
	Object.fromEntries(POLICY_NAMES.map((name) => [name, isOn(name)])) as Policy;

/** What a room allows until an admin says otherwise. */
export const OPEN_POLICY: Policy = policyOf(() => true);

/** What both allow. */
export const bothAllow = (one: Policy, other: Policy): Policy => policyOf((name) => one[name] && other[name]);

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
	return ROWS.every(({ told, fact }) => isOn(policy, fact) || !holdsWithheld(fact, (report as Values)[told]));
}

const isOn = (policy: Policy, { policy: name }: Fact): boolean => name === undefined || policy[name];

function allowedValue(policy: Policy, fact: Fact, value: unknown): unknown {
	if (isOn(policy, fact)) return value;
	return 'withheld' in fact && Array.isArray(value) ? value.filter((item: Values) => !isSifted(fact, item)) : undefined;
}

function holdsWithheld(fact: Fact, value: unknown): boolean {
	if (value === undefined || value === null) return false;
	return 'withheld' in fact && Array.isArray(value) ? value.some((item: Values) => isSifted(fact, item)) : true;
}

const isSifted = ({ withheld }: Extract<Fact, { withheld: object }>, item: Values): boolean =>
	Object.entries(withheld).every(([name, word]) => item[name] === word);
