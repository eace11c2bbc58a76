/** A write that the browser refused, its storage full perhaps. What was to be stored holds as long as the background lives. */
export class StorageError extends Error {
	constructor(cause: unknown) {
		super(`The browser did not store it: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
	}
}

/** A failure of the write itself becomes a `StorageError`, so that it can be told apart from every other fault. */
export async function storing(write: Promise<void>): Promise<void> {
	try {
		await write;
	} catch (error) {
		throw new StorageError(error);
	}
}

let isWarned = false;

/** For what the background writes unasked: a refusal stops nothing. The browser's console is warned of the first one. */
export async function storeIfPossible(write: Promise<void>): Promise<void> {
	try {
		await write;
	} catch (error) {
		if (!(error instanceof StorageError)) throw error;
		if (!isWarned) console.warn(error.message);
		isWarned = true;
	}
}
