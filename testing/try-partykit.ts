/** For tests: the party on PartyKit's own runtime. `partykit dev` listens on all interfaces, which no option changes: for tests alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { furnish, PARTYKIT, PARTYKIT_PARTY } from '../scripts/partykit.ts';
import type { Relay, RelayOptions } from '../scripts/relay.ts';

const START_WITHIN_MS = 60_000;

export async function startPartyKit(options: RelayOptions): Promise<Relay> {
	const { persist: folder, createKey, main = PARTYKIT_PARTY, onLine } = options;
	const port = options.port || (await freePort());
	await mkdir(folder, { recursive: true });
	const config = await furnish(folder, { main, vars: createKey === undefined ? {} : { PYLON_CREATE_KEY: createKey }, minify: false });
	const args = ['dev', '--config', config, '--persist', join(folder, 'state'), '--port', String(port)];
	// A group of its own: workerd is a child of PartyKit, and stops with it only if both are told.
	const child = spawn(process.execPath, [PARTYKIT, ...args, '--disable-request-cf-fetch', '--no-hotkeys'], {
		cwd: folder,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, PWD: folder, NO_COLOR: '1', FORCE_COLOR: '0' },
	});
	for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => onLine?.(line));
	const ended = once(child, 'exit').then(() => undefined);
	const pid = child.pid ?? 0;
	const stop = async () => {
		if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL');
		await ended;
	};
	const url = `http://127.0.0.1:${port}`;
	await answering(url).catch(async (error: unknown) => {
		await stop();
		throw error;
	});
	return { url, pid, ended, stop };
}

async function answering(url: string): Promise<void> {
	const deadline = AbortSignal.timeout(START_WITHIN_MS);
	for (;;) {
		deadline.throwIfAborted();
		const response = await fetch(`${url}/health`).catch(() => undefined); // Not yet listening.
		if (response?.ok === true) return;
		await sleep(100);
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	server.close();
	return port;
}
