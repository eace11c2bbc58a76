/**
 * What GitHub's React pages were drawn from: JSON in script elements. It stays behind, stale, after a navigation without loading, and
 * its outer keys are renamed now and then: whoever reads it looks for a shape, and asks whether it belongs to the address.
 */
export type Json = Readonly<Record<string, unknown>>;

const TARGET = 'react-app.embeddedData';
/** More takes too long to parse on the way to a frame: such a page's other facts have to do. */
const LENGTH_MAX = 2_000_000;
/** Wrapper, route, layout: what is looked for lies no deeper. */
const DEPTH_MAX = 4;
/** Of all the objects in a payload, those that tell of a pull request or of a file. */
const TELLING = ['pullRequest', 'refInfo', 'repo'];

const known = new WeakMap<Element, { length: number; objects: readonly Json[] }>();

/** The objects of the page's payloads that tell of a pull request or of a file, but for those in lists. Parsed once for each script element. */
export function tellingObjects(document: Document): Json[] {
	return [...document.getElementsByTagName('script')].filter((script) => script.getAttribute('data-target') === TARGET).flatMap(objectsOf);
}

function objectsOf(script: Element): readonly Json[] {
	// Its length alone, since the text itself may have to be copied, on each pass over the page.
	const length = (script.firstChild as Text | null)?.length ?? 0;
	const before = known.get(script);
	if (before?.length === length) return before.objects;
	const objects = length > LENGTH_MAX ? [] : [...objectsIn(parsed(script.textContent ?? ''), DEPTH_MAX)];
	known.set(script, { length, objects });
	return objects;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		// A script that is still being loaded, or not JSON any more: nothing is known by it.
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function* objectsIn(value: unknown, depth: number): Iterable<Json> {
	if (!isObject(value)) return;
	if (TELLING.some((key) => key in value)) yield value;
	if (depth > 0) for (const inner of Object.values(value)) yield* objectsIn(inner, depth - 1);
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` where it is no text, or none at all. */
export const textIn = (object: Json, key: string): string | undefined => {
	const value = object[key];
	return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The objects of a list, whatever else is in it. */
export const listIn = (object: Json, key: string): Json[] => {
	const value = object[key];
	return Array.isArray(value) ? value.filter(isObject) : [];
};
