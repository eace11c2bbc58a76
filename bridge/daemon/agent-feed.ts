/** The bridge's agents as another process of this user follows them over the control socket: a line of JSON for each change. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { agentId, keptWith } from '../../shared/report/report.ts';
import type { OwnAgents, OwnChange } from '../changes/own-agents.ts';
import { address, FOLLOW } from './control.ts';

const change: z.ZodType<OwnChange> = z.strictObject({
	isAll: z.boolean(),
	changed: z.array(keptWith<string, object>('plain', {})),
	gone: z.array(agentId),
});

export function writeFeed(own: OwnAgents, write: (line: string) => void, signal: AbortSignal): void {
	own.hear((told) => write(JSON.stringify(told)), signal);
}

/** Resolves when it ends: none runs, it has ended, is of a version that says otherwise, or the signal aborted. */
export function hearFeed(home: string, onChange: (change: OwnChange) => void, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve();
		const socket = connect({ path: address(home) });
		const end = () => socket.destroy();
		signal.addEventListener('abort', end, { once: true });
		socket.on('error', end);
		socket.on('close', () => {
			signal.removeEventListener('abort', end);
			resolve();
		});
		const lines = createInterface({ input: socket });
		lines.on('error', end); // The socket's own, once more.
		lines.on('line', (line) => {
			const told = changeIn(line);
			if (told === undefined) end();
			else if (!signal.aborted) onChange(told);
		});
		socket.end(FOLLOW);
	});
}

function changeIn(line: string): OwnChange | undefined {
	try {
		return change.safeParse(JSON.parse(line)).data;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
