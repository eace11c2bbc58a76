/** One value with a version in a store that WXT's `storage.defineItem` does not know. It behaves as WXT's items do. */

/** Where values lie by their keys. */
export interface Store {
	/** Of those that are there. */
	get(keys: string[]): Promise<Record<string, unknown>>;
	set(items: Record<string, unknown>): Promise<void>;
	remove(keys: string[]): Promise<void>;
}

/** As WXT's items are. What is read may be of any version and from anyone: it is parsed by whoever reads it. */
export interface StoredItem<Value> {
	/** `null` where nothing is stored. */
	getValue(): Promise<unknown>;
	setValue(value: Value): Promise<void>;
	removeValue(): Promise<void>;
}

export interface Versions {
	version: number;
	/** By version: makes a value of it out of one of the version before. */
	migrations?: Record<number, (before: unknown) => unknown>;
}

export function versionedItem<Value>(store: Store, key: string, { version, migrations = {} }: Versions): StoredItem<Value> {
	/** What was stored before there were versions has none, and is of the first. */
	const versionKey = `${key}$`;
	let migrated: Promise<void> | undefined;
	const ready = () => {
		migrated ??= migrate().catch((error: unknown) => console.error(`What is stored as ${key} could not be migrated.`, error));
		return migrated;
	};

	async function migrate(): Promise<void> {
		if (version === 1) return;
		const { [key]: stored, [versionKey]: from } = await store.get([key, versionKey]);
		if (stored === undefined) return;
		let value = stored;
		for (let to = (typeof from === 'number' ? from : 1) + 1; to <= version; to++) value = migrations[to]?.(value) ?? value;
		await store.set({ [key]: value, [versionKey]: version });
	}

	return {
		getValue: async () => {
			await ready();
			return (await store.get([key]))[key] ?? null;
		},
		setValue: async (value) => {
			await ready();
			await store.set({ [key]: value, ...(version > 1 && { [versionKey]: version }) });
		},
		removeValue: () => store.remove([key, versionKey]),
	};
}
