/** The list as it was, where the new one holds the same in the same order: who draws it, or derives from it, sees that nothing changed. */
export function keptList<Item>(
	before: readonly Item[],
	now: readonly Item[],
	isSame: (one: Item, other: Item) => boolean = Object.is,
): readonly Item[] {
	return before.length === now.length && now.every((item, at) => isSame(before[at] as Item, item)) ? before : now;
}
