/** Asks the bridge, for those who cannot wait: whatever is wrong, there is no answer, and soon. Nothing but Node's own modules is loaded. */
import { connect } from 'node:net';
import { controlAddress } from '../base/control-address.ts';
import type { Inquiry } from '../warn/question.ts';

/** An agent waits for it. */
export const LIMIT_MS = 300;

/** Beyond that it is no answer. */
const ANSWER_MAX = 1024 * 1024;

/** Undefined: no bridge, an old one, a slow one, one that answers what is no JSON. */
export function askBridge(home: string, inquiry: Inquiry, withinMs: number): Promise<unknown> {
	return new Promise((resolve) => {
		const socket = connect({ path: controlAddress(home).path });
		const timer = setTimeout(() => socket.destroy(), withinMs);
		let text = '';
		socket.setEncoding('utf8');
		socket.on('error', () => resolve(undefined)); // None runs, or it went away: there is no answer.
		socket.on('data', (chunk: string) => {
			text += chunk;
			if (text.length > ANSWER_MAX) socket.destroy();
		});
		socket.on('close', () => {
			clearTimeout(timer);
			resolve(parsed(text));
		});
		socket.end(JSON.stringify(inquiry));
	});
}

/** What is cut short is none. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text) ?? undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
