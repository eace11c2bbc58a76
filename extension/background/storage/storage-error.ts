/** A write that the browser refused, its storage full perhaps. What was to be kept holds as long as the background lives. */
export class NotKept extends Error {
	constructor(cause: unknown) {
		super(`The browser did not keep it: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
	}
}

/** The write's own failure is told apart from every other fault. */
export async function written(write: Promise<void>): Promise<void> {
	try {
		await write;
	} catch (error) {
		throw new NotKept(error);
	}
}

let isTold = false;

/** What the background writes by itself, unasked: a refusal stops nothing, and is told once, in the browser's console. */
export async function keptIfPossible(write: Promise<void>): Promise<void> {
	try {
		await write;
	} catch (error) {
		if (!(error instanceof NotKept)) throw error;
		if (!isTold) console.warn(error.message);
		isTold = true;
	}
}
