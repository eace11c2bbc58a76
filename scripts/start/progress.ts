/** What `npm start` says while it works: a line for each step, with how long it took. On stderr: the board has stdout. */
import { styleText } from 'node:util';

export const say = (line = ''): void => void process.stderr.write(`${line}\n`);

/** Runs a step and tells when it begins and ends. On a terminal the line is rewritten in place. */
export async function step<Out>(title: string, work: () => Promise<Out>, outcome: (out: Out) => string = () => title): Promise<Out> {
	const isTerminal = process.stderr.isTTY;
	process.stderr.write(isTerminal ? `  … ${title}` : `  … ${title}\n`);
	const began = performance.now();
	const clear = isTerminal ? '\r\u001b[K' : '';
	try {
		const out = await work();
		const seconds = ((performance.now() - began) / 1_000).toFixed(1);
		say(`${clear}  ${styleText('green', '✓', { stream: process.stderr })} ${outcome(out)} ${dim(`${seconds} s`)}`);
		return out;
	} catch (error) {
		say(`${clear}  ${styleText('red', '✗', { stream: process.stderr })} ${title}`);
		throw error;
	}
}

export const dim = (text: string): string => styleText('dim', text, { stream: process.stderr });
