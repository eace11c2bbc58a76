/** docs/facts.md: the table of facts, for people. */

import { FACTS, type Fact, POLICIES } from '../../shared/report/facts.ts';
import { partsOf, unknownKind, type Value } from '../../shared/report/value.ts';

export function factTable(): string {
	const rows = Object.entries<Fact>(FACTS).map(([name, fact]) => rowOf(name, fact));
	const policies = Object.entries(POLICIES).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
	return `# Facts

Everything that may leave a machine about one agent. Generated from \`shared/report/facts.ts\` by \`npm run docs\`; a test fails when it is
out of date. What is not in this table cannot be sent, and the relay refuses it.

A sealed text is encrypted with the room's key before it leaves: the relay sees only which sealed texts are equal. It reads words of a
closed list, counts and ages. Beside these facts a report holds the agent's id, 16 hex digits that say nothing.

| fact | what it says | leaves as | may be absent | policy |
|---|---|---|---|---|
${rows.join('\n')}

A policy that is off in the room's settings or a member's own keeps out:

| policy | what |
|---|---|
${policies.join('\n')}
`;
}

function rowOf(name: string, fact: Fact): string {
	const policy =
		fact.policy === undefined ? '' : `\`${fact.policy}\`${'withheld' in fact ? ` (${Object.values(fact.withheld).join(', ')})` : ''}`;
	return `| \`${name}\` | ${fact.says} | ${wordsOf(fact.value)} | ${fact.mayBeAbsent ? 'yes' : ''} | ${policy} |`;
}

function wordsOf(value: Value): string {
	switch (value.is) {
		case 'sealed text':
			return `sealed ${value.holds === 'line' ? 'text' : value.holds} of at most ${value.max} characters`;
		case 'word':
			return `one of ${value.of.map((word) => `\`${word}\``).join(', ')}`;
		case 'count':
			return 'count';
		case 'counts':
			return `counts: ${value.of.map((name) => `\`${name}\``).join(', ')}`;
		case 'age':
			return 'age in ms';
		case 'list':
			return `at most ${value.max}, each ${partsOf(value.of)
				.map(({ name, value: part, isOptional }) => `\`${name}\`${isOptional ? ' (where there is one)' : ''}: ${wordsOf(part)}`)
				.join('; ')}`;
		case 'ids':
			return `at most ${value.max} ids of agents`;
		default:
			return unknownKind(value);
	}
}
