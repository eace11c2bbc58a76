/** Waits for what other processes bring about. */
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Asks until the answer holds, and fails with the last answer when it never does within `withinMs`. */
export async function eventually<Out>(ask: () => Promise<Out> | Out, holds: (out: Out) => boolean, withinMs: number): Promise<Out> {
	const end = performance.now() + withinMs;
	for (;;) {
		const out = await ask();
		if (holds(out)) return out;
		if (performance.now() > end)
			throw new Error(`It did not come about within ${withinMs} ms. Last seen:\n${JSON.stringify(out, null, 2)}`);
		await sleep(PAUSE_MS);
	}
}
