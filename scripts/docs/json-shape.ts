/** A JSON schema in the words of the docs: `{ role: admin | member, uses: number | unlimited, line }`. */
import { z } from 'zod';

/** What is read of a JSON schema here: https://json-schema.org/draft/2020-12 */
interface Schema {
	type?: string | readonly string[];
	const?: unknown;
	enum?: readonly unknown[];
	anyOf?: readonly Schema[];
	items?: Schema;
	properties?: Readonly<Record<string, Schema>>;
	required?: readonly string[];
	description?: string;
	$ref?: string;
	$defs?: Readonly<Record<string, Schema>>;
}

/** Of each field its name, its shape, and what its schema says of it. */
export function fieldRows(of: z.ZodObject): [name: string, shape: string, text: string][] {
	const { properties = {} } = z.toJSONSchema(of, { unrepresentable: 'any' }) as Schema;
	return Object.entries(properties).map(([name, schema]) => [name, shapeOf(schema), schema.description ?? '']);
}

/** On one line, with the schemas that have a name (`meta({ id })`) after it. */
export function shapeOfAnswer(of: z.ZodType): string {
	const schema = z.toJSONSchema(of, { unrepresentable: 'any' }) as Schema;
	const named = Object.entries(schema.$defs ?? {}).map(([name, each]) => ` with ${name} \`${shapeOf(each)}\``);
	return `\`${shapeOf(schema)}\`${named.join()}`;
}

function shapeOf({ anyOf, enum: words, const: word, type, items, properties, required, $ref }: Schema): string {
	if ($ref !== undefined) return $ref.split('/').at(-1) ?? '';
	if (anyOf !== undefined) return anyOf.map(shapeOf).join(' | ');
	if (words !== undefined) return words.join(' | ');
	if (word !== undefined) return String(word);
	if (typeof type === 'object') return type.map((each) => PLAIN[each] ?? each).join(' | ');
	if (type === 'array') return `[${items === undefined ? '' : innerShapeOf(items)}]`;
	if (type === 'object') return objectShape(properties, required);
	return PLAIN[type ?? 'string'] ?? 'text';
}

/** Fields of a plain type by their name alone. */
function objectShape(properties: Readonly<Record<string, Schema>> = {}, required: readonly string[] = []): string {
	const fields = Object.entries(properties).map(([name, schema]) => {
		const shape = innerShapeOf(schema);
		const told = required.includes(name) ? name : `${name}?`;
		return Object.values(PLAIN).includes(shape) ? told : `${told}: ${shape}`;
	});
	return `{ ${fields.join(', ') || '…'} }`;
}

const PLAIN: Readonly<Record<string, string>> = {
	string: 'text',
	integer: 'number',
	number: 'number',
	boolean: 'true | false',
	null: 'null',
};

/** More words than that have a field's own row, and are left out where it is part of another. */
const WORDS_MAX = 6;

function innerShapeOf(schema: Schema): string {
	if ((schema.enum?.length ?? 0) > WORDS_MAX) return 'text';
	return schema.anyOf === undefined ? shapeOf(schema) : schema.anyOf.map(innerShapeOf).join(' | ');
}
