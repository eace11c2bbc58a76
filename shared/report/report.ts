/** The allow-list as schemas, made from the table of facts: what is not named there is refused. SPEC P1–P6. */
import { z } from 'zod';
import { type Sealed, sealed } from '../seal.ts';
import { AGE_MAX_MS, ROWS } from './clock.ts';
import {
	AGENT_KINDS,
	AGENT_STATUSES,
	FACTS,
	type FactName,
	type Facts,
	type Kept,
	type Patch,
	type PolicyName,
	STEP_STATES,
	TOUCH_STATES,
	type Whole,
} from './facts.ts';
import { POLICY_NAMES } from './policy.ts';
import { type Flat, partsOf, type Typed, unknownKind, type Value } from './value.ts';

export const agentKind = z.enum(AGENT_KINDS);
export const agentStatus = z.enum(AGENT_STATUSES);
export const stepState = z.enum(STEP_STATES);
export const touchState = z.enum(TOUCH_STATES);

/** 16 hex digits of SHA-256 over the agent's kind and session id: opaque, stable, unique to a session. */
export const agentId = z.string().regex(/^[0-9a-f]{16}$/);

/** Milliseconds since something happened, as the sender's clock saw it. A year is the most. */
export const age = z.int().min(0).max(AGE_MAX_MS);
/** By the relay’s clock, in ms since 1970. The largest is the last that a Date holds (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
export const time = z.int().min(0).max(8_640_000_000_000_000);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const line = (max: number) =>
	z
		.string()
		.min(1)
		.max(max)
		.refine((text) => !UNPRINTABLE.test(text), 'holds control or direction characters');

/** POSIX, relative to the repository's root, never leaving it. */
const path = (max: number) =>
	line(max).refine(
		(text) => !text.startsWith('/') && !text.includes('\\') && text.split('/').every((part) => !['', '.', '..'].includes(part)),
		'is not a path inside the repository',
	);
/** What it says is judged by whoever compares: `parseSpans`. */
const spans = (max: number) =>
	z
		.string()
		.regex(/^[\x20-\x7e]+$/)
		.max(max);
const plainText = { line, path, spans };

/** `plain` on the machines of members, `sealed` elsewhere; `told` by a bridge, with ages, or `kept` by a room, with times. */
interface Form {
	text: 'plain' | 'sealed';
	as: 'told' | 'kept';
}

function schemaOf(value: Value, form: Form): z.ZodType {
	switch (value.is) {
		case 'sealed text':
			return form.text === 'sealed' ? sealed(value.max, value.holds === 'spans' ? 1 : undefined) : plainText[value.holds](value.max);
		case 'word':
			return z.enum(value.of);
		case 'count':
			return count;
		case 'counts':
			return z.strictObject(Object.fromEntries(value.of.map((name) => [name, count])));
		case 'age':
			return form.as === 'told' ? age : time;
		case 'ids':
			return z.array(agentId).max(value.max);
		case 'list':
			return z.array(z.strictObject(shapeOf(value.of, form))).max(value.max);
		default:
			return unknownKind(value);
	}
}

const shapeOf = (of: Parameters<typeof partsOf>[0], form: Form): z.ZodRawShape =>
	Object.fromEntries(
		partsOf(of).map(({ name, value, isOptional }) => {
			const schema = schemaOf(value, form);
			return [nameIn(form, name, value), isOptional ? schema.optional() : schema];
		}),
	);

const nameIn = ({ as }: Form, name: string, value: Value): string => (as === 'kept' && value.is === 'age' ? value.keptAs : name);

/** One agent, whole, as an object that may be extended. */
function whole(form: Form): z.ZodObject {
	const facts = ROWS.map(({ told, kept, fact }) => {
		const schema = schemaOf(fact.value, form);
		return [form.as === 'kept' ? kept : told, fact.mayBeAbsent ? schema.optional() : schema];
	});
	return z.strictObject({ agentId, ...Object.fromEntries(facts) });
}

/** What changed since: an absent fact is unchanged, null means gone. */
function patch(form: Form): z.ZodObject {
	const changing = ROWS.filter(({ fact }) => !fact.isFixed);
	const facts = changing.map(({ told, fact }) => {
		const schema = schemaOf(fact.value, form);
		return [told, (fact.mayBeAbsent ? schema.nullable() : schema).optional()];
	});
	return z.strictObject({ agentId, ...Object.fromEntries(facts) });
}

/** The table's types and its schemas are made by the same rows: here the one is said to be the other. */
type Made<Type> = z.ZodType<Type, Type>;

const PLAIN: Form = { text: 'plain', as: 'told' };
const WIRE: Form = { text: 'sealed', as: 'told' };

export type Report = Whole<string>;
export const report = whole(PLAIN) as unknown as Made<Report>;
export type ReportPatch = Patch<string>;
export const reportPatch = patch(PLAIN) as unknown as Made<ReportPatch>;

export type SealedReport = Whole<Sealed>;
export const sealedReport = whole(WIRE) as unknown as Made<SealedReport>;
export type SealedPatch = Patch<Sealed>;
export const sealedPatch = patch(WIRE) as unknown as Made<SealedPatch>;

/** One agent as a room keeps it, with what the room adds. */
export const keptWith = <Text, More extends object>(text: Form['text'], more: z.ZodRawShape): Made<Flat<Kept<Text> & More>> =>
	whole({ text, as: 'kept' }).extend(more) as unknown as Made<Flat<Kept<Text> & More>>;

/** A fact by itself, plain, as a report tells it. */
export const factSchema = <Name extends FactName>(name: Name): Made<Typed<Facts[Name]['value'], string, 'told'>> =>
	schemaOf(FACTS[name].value, PLAIN) as unknown as Made<Typed<Facts[Name]['value'], string, 'told'>>;

/** What an admin lets the room hold. Off means: no bridge sends it, and the relay refuses it. */
export const policy = z.strictObject(
	Object.fromEntries(POLICY_NAMES.map((name) => [name, z.boolean()])) as Record<PolicyName, z.ZodBoolean>,
);
/** As somebody kept it: `isOn` says of the switches that there were not yet. */
export const keptPolicy = (isOn: boolean) =>
	z.strictObject(
		Object.fromEntries(POLICY_NAMES.map((name) => [name, z.boolean().default(isOn)])) as Record<PolicyName, z.ZodDefault<z.ZodBoolean>>,
	);
/** As a relay tells it: of a newer one there may be more. */
export const toldPolicy = policy.strip();
