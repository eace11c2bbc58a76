/** One line for a prompt or a client's status line: `2 agents · 1 conflict with Andrew`. Asked of the bridge, and soon. Free of zod. */
import { askBridge } from './ask-bridge.ts';

/** A line is one, whatever a bridge answers. */
const LINE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,200}$/u;

/** Undefined: there is nothing to say, or no bridge that says it. */
export async function lineNow(home: string, withinMs: number): Promise<string | undefined> {
	const line = await askBridge(home, { ask: 'line' }, withinMs);
	return typeof line === 'string' && LINE.test(line) ? line : undefined;
}
