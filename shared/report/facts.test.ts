/** The table fails closed: a text is sealed or does not compile, does not load and is not taken. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { newRoomKey, unseal } from '../seal.ts';
import { keptFrom } from './clock.ts';
import { FACTS, type Fact, TEXT_MAX } from './facts.ts';
import { ALL_SHARED, allowedOf, bothAllow, keepsTo, OPEN_POLICY } from './policy.ts';
import { keptPolicy, type Report, type ReportPatch, report, reportPatch, sealedPatch, sealedReport } from './report.ts';
import { sealPatch, sealReport } from './sealing.ts';
import { count, partsOf, sealedLine, unknownKind, type Value } from './value.ts';

const key = newRoomKey();
const CANARY = 'CANARY';
function sampleOf(value: Value): unknown {
	switch (value.is) {
		case 'sealed text':
			return CANARY;
		case 'word':
			return value.of[0];
		case 'count':
		case 'age':
			return 1;
		case 'counts':
			return Object.fromEntries(value.of.map((name) => [name, 1]));
		case 'list':
			return [Object.fromEntries(partsOf(value.of).map((part) => [part.name, sampleOf(part.value)]))];
		case 'ids':
			return ['0123456789abcdef'];
		default:
			return unknownKind(value);
	}
}
const sampleOfEach = (values: Record<string, Value>) =>
	Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sampleOf(value)]));

/** Everything that a report can hold; every text is the canary. */
const full = {
	agentId: '0123456789abcdef',
	...sampleOfEach(Object.fromEntries(Object.entries(FACTS).map(([name, { value }]) => [name, value]))),
} as Report;
/** All of it that can change. */
const patch = Object.fromEntries(Object.entries(full).filter(([name]) => !(FACTS as Record<string, Fact>)[name]?.isFixed)) as ReportPatch;

type Way = readonly (string | number)[];
/** Where a value holds texts that fulfil the claim. */
function waysTo(value: unknown, isMeant: (text: string) => boolean, way: Way = []): Way[] {
	if (typeof value === 'string') return isMeant(value) ? [way] : [];
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([name, inner]) => waysTo(inner, isMeant, [...way, name]));
}
function withText(value: unknown, [name, ...rest]: Way, text: string): unknown {
	if (name === undefined) return text;
	const copy = structuredClone(value) as Record<string, unknown>;
	copy[name] = withText(copy[name], rest, text);
	return copy;
}

const isCanary = (text: string): boolean => text === CANARY;
const ways = waysTo(full, isCanary);

describe('[P7] a text is sealed', () => {
	test('and the table knows of every one that a report can hold', () => {
		expect(report.safeParse(full).error).toBeUndefined();
		expect(reportPatch.safeParse(patch).error).toBeUndefined();
		expect(new Set(ways.map((way) => way.at(-1)))).toEqual(new Set(Object.keys(TEXT_MAX)));
		expect(JSON.stringify(sealReport(key, full))).not.toContain(CANARY);
		expect(JSON.stringify(sealPatch(key, patch))).not.toContain(CANARY);
	});

	test.each(ways.map((way) => [way.join('.'), way] as const))('or the relay refuses the report: %s', (_, way) => {
		const sealed = sealReport(key, full);
		expect(sealedReport.safeParse(sealed).success).toBe(true);
		expect(sealedReport.safeParse(withText(sealed, way, CANARY)).success).toBe(false);
		const isFixed = !((way[0] ?? '') in patch);
		const crossed = sealPatch(key, patch);
		expect(sealedPatch.safeParse(crossed).success).toBe(true);
		expect(isFixed || !sealedPatch.safeParse(withText(crossed, way, CANARY)).success).toBe(true);
	});

	test('and nothing else of the wire’s schemas is a text, but for words of closed lists and agents’ ids', () => {
		const agentId = { type: 'string', pattern: '^[0-9a-f]{16}$' };
		for (const schema of [sealedReport, sealedPatch]) {
			const open = openStrings(z.toJSONSchema(schema));
			expect(open).toEqual([agentId, agentId, agentId]); // Its own, and those that its touches meet and lie apart from.
		}
	});

	test('what has no row in the table is left behind, at every depth', () => {
		const more = { ...full, prompt: CANARY, touches: [{ ...full.touches[0], content: CANARY }] } as unknown as Report;
		expect(JSON.stringify(sealReport(key, more))).not.toContain(CANARY);
	});
});

/** Of a JSON schema, the strings that are neither a word of a closed list nor sealed. */
function openStrings(schema: unknown): object[] {
	if (schema === null || typeof schema !== 'object') return [];
	if ('type' in schema && schema.type === 'string') {
		const isSealed = 'pattern' in schema && typeof schema.pattern === 'string' && schema.pattern === '^[A-Za-z0-9_-]*$';
		return 'enum' in schema || isSealed ? [] : [schema];
	}
	return Object.values(schema).flatMap(openStrings);
}

describe('a fact that is added', () => {
	/** The modules that follow from the table, with one more row in it. */
	async function withRow(row: unknown) {
		vi.resetModules();
		vi.doMock('./facts.ts', async (original) => ({ ...(await original<object>()), FACTS: { ...FACTS, note: row } }));
		const [report, sealing, clock, policy, fold] = await Promise.all([
			import('./report.ts'),
			import('./sealing.ts'),
			import('./clock.ts'),
			import('./policy.ts'),
			import('../room/fold.ts'),
		]);
		return { ...report, ...sealing, ...clock, ...policy, ...fold };
	}
	afterEach(() => {
		vi.doUnmock('./facts.ts');
		vi.resetModules();
	});
	const told = { ...full, note: CANARY } as Report & { note: string };

	test('[P7] does not compile where it does not say that its text is sealed', () => {
		// @ts-expect-error: a text that the relay could read is no value of a fact.
		({ is: 'text', max: 140 }) satisfies Value;
		// @ts-expect-error: nor is a schema that takes any text.
		({ value: z.string(), says: 'a note' }) satisfies Fact;
		// @ts-expect-error: nor a text in a list of which it was forgotten.
		({ is: 'list', of: { note: { is: 'text', max: 140 } }, max: 3 }) satisfies Value;
		expect({ value: sealedLine(140), says: 'a note' } satisfies Fact).toBeDefined();
	});

	test('[P5] does not compile where a policy may withhold it and it may not be absent', () => {
		// @ts-expect-error
		({ value: count, says: 'a note', policy: 'tasks' }) satisfies Fact;
		expect({ value: count, says: 'a note', policy: 'tasks', mayBeAbsent: true } satisfies Fact).toBeDefined();
	});

	test('[P7] does not even load where the compiler was not asked', async () => {
		await expect(withRow({ value: { is: 'text', max: 140 }, says: 'a note' })).rejects.toThrow('A fact can be no {"is":"text","max":140}');
	});

	test('[N6] a room lets nobody’s name go outside at first, one of before neither; a member’s own settings do not stand in its way', () => {
		expect(OPEN_POLICY.names).toBe(false);
		const { names: _, ...before } = OPEN_POLICY;
		expect(keptPolicy(false).parse(before).names).toBe(false);
		expect(keptPolicy(true).parse({}).names).toBe(true);
		expect(bothAllow({ ...OPEN_POLICY, names: true }, ALL_SHARED).names).toBe(true);
		expect(bothAllow({ ...OPEN_POLICY, names: true }, { ...ALL_SHARED, names: false }).names).toBe(false);
	});

	test('[P5] the step in progress is what an agent works on: the policy of tasks keeps it back, and a relay takes none', () => {
		const steps = [
			{ subject: 'Read the parser', state: 'completed' as const },
			{ subject: CANARY, state: 'in_progress' as const },
		];
		const closed = { ...OPEN_POLICY, tasks: false };
		const kept = allowedOf(closed, { ...keptFrom(full, 0), plan: steps });
		expect(kept.plan).toEqual([steps[0]]);
		expect(allowedOf(OPEN_POLICY, { ...keptFrom(full, 0), plan: steps }).plan).toEqual(steps);
		expect(keepsTo(closed, { agentId: full.agentId, plan: steps })).toBe(false);
		expect(keepsTo(closed, { agentId: full.agentId, plan: kept.plan ?? [] })).toBe(true);
		expect(keepsTo(closed, { agentId: full.agentId, plan: null })).toBe(true);
	});

	test('[P1] is not taken where it was not added', () => {
		expect(sealedReport.safeParse({ ...sealReport(key, full), note: CANARY }).success).toBe(false);
	});

	test('[P5] [P7] [F5] is sealed, refused in plain, withheld by its policy and taken away by null, from its row alone', async () => {
		const table = await withRow({ value: sealedLine(140), mayBeAbsent: true, policy: 'tasks', says: 'a note' });
		const sealed = table.sealReport(key, told) as unknown as { note: string };
		expect(unseal(key, 'note', sealed.note)).toBe(CANARY);
		expect(table.sealedReport.safeParse(sealed).success).toBe(true);
		expect(table.sealedReport.safeParse({ ...sealed, note: CANARY }).success).toBe(false);

		const closed = { ...OPEN_POLICY, tasks: false };
		expect(table.keepsTo(OPEN_POLICY, told)).toBe(true);
		expect(table.keepsTo(closed, { agentId: full.agentId, note: CANARY } as never)).toBe(false);
		expect(table.allowedOf(OPEN_POLICY, table.keptFrom(told, 0))).toHaveProperty('note', CANARY);
		expect(table.allowedOf(closed, table.keptFrom(told, 0))).not.toHaveProperty('note');

		const state = table.emptyRoom('acme');
		const by = { at: 0, operatorId: 'jake', deviceId: 'd' };
		table.fold(state, { type: 'agent', ...by, report: told });
		expect([...state.agents.values()]).toMatchObject([{ note: CANARY }]);
		table.fold(state, { type: 'agent-changed', ...by, patch: { agentId: full.agentId, note: null } as never });
		expect([...state.agents.values()][0]).not.toHaveProperty('note');
	});
});
