/**
 * Rows do not jump under the pointer: while `isSteady`, what was shown keeps its place, what is new comes last and what is
 * gone leaves.
 */
export function steadyOrder<Item>(shown: readonly string[], items: Item[], keyOf: (item: Item) => string, isSteady: boolean): Item[] {
	if (!isSteady) return items;
	const place = new Map(shown.map((key, index) => [key, index]));
	const placeOf = (item: Item) => place.get(keyOf(item)) ?? Number.MAX_SAFE_INTEGER;
	return [...items].sort((one, other) => placeOf(one) - placeOf(other));
}
