/**
 * A relay on this machine: the party in Cloudflare's own runtime, workerd, as one child process with one socket, on loopback
 * unless told otherwise.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import { UserError } from '../bridge/base/user-error.ts';
import { counted } from '../shared/words.ts';
import settings from '../wrangler.json' with { type: 'json' };
import { bundleParty, PARTY } from './relay/bundle.ts';
import { workerdConfig } from './relay/config.ts';
import { holdDataFolder, makeDataFolder } from './relay/data-folder.ts';
import { takeOver } from './relay/former-state.ts';
import { startWorkerd } from './relay/workerd.ts';

export interface RelayOptions {
	/** The address to listen at: an IP address or a name. Loopback where it is left out. */
	host?: string;
	/** 0 (the default) picks a free one. */
	port?: number;
	/** Folder for the relay's state: it is made where it is missing, and what is in it is kept. */
	persist: string;
	/** Who knows it may open rooms. Without one, everybody who reaches the relay may. */
	createKey?: string | undefined;
	/** Who knows it may read the relay's figures. Without one, this machine alone may. */
	metricsToken?: string | undefined;
	/** A proxy of one's own is in front, and names in X-Forwarded-For who calls. Else whoever connects is who calls. */
	trustProxy?: boolean;
	/** Folders in which PartyKit's server may have kept rooms: they are taken over, once. */
	formerStates?: readonly string[];
	/** Stops the relay. */
	signal?: AbortSignal | undefined;
	/** What the relay says. */
	onLine?: (line: string) => void;
	/** Another party than ours, to measure against: its exported classes are the rooms. */
	main?: string;
}

export interface Relay {
	/** Where this machine reaches it. */
	url: string;
	/** The process that listens; it leads a group of its own. */
	pid: number;
	/** Resolves when it has ended, also where nobody stopped it. */
	ended: Promise<void>;
	stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** workerd's own words for a port that somebody else has. */
const IN_USE = /Address already in use/i;

export async function startRelay(options: RelayOptions): Promise<Relay> {
	const { signal, host = LOOPBACK, port = 0 } = options;
	const said: string[] = [];
	let isListening = false;
	// What it says while it starts is either the reason why it did not, or may wait.
	const onLine = (line: string) => {
		if (isListening) options.onLine?.(line);
		else if (said.length < 20) said.push(line);
	};
	const folder = resolve(options.persist);
	makeDataFolder(folder);
	const held = holdDataFolder(folder);
	try {
		await takeOverFormer(folder, options);
		const config = await furnish(folder, { main: options.main ?? PARTY, host, port });
		const runtime = await startWorkerd({ config, env: environmentOf(options), onLine, signal });
		signal?.throwIfAborted();
		if (runtime === undefined) throw failure(said, port);
		isListening = true;
		for (const line of said) onLine(line);
		const { pid, stop } = runtime;
		const ended = runtime.ended.finally(() => held[Symbol.dispose]());
		return { url: `http://${reachable(host)}:${runtime.port}`, pid, ended, stop: async () => void (await Promise.all([stop(), ended])) };
	} catch (error) {
		held[Symbol.dispose]();
		throw error;
	}
}

/** `npm start` kept PartyKit's state in the relay's own folder. */
async function takeOverFormer(folder: string, { formerStates = [], onLine }: RelayOptions): Promise<void> {
	for (const { from, rooms } of await takeOver([join(folder, 'state'), ...formerStates], folder))
		onLine?.(`Took over ${counted(rooms.length, 'room')} from the relay before. What it kept stays in ${from}, and is of no more use.`);
}

/** What the worker is told; all of it reaches workerd in its environment, where other users of the machine do not see it. */
function environmentOf({ createKey, metricsToken, trustProxy }: RelayOptions): Record<string, string> {
	return {
		...(createKey === undefined ? {} : { PYLON_CREATE_KEY: createKey }),
		...(metricsToken === undefined ? {} : { PYLON_METRICS_TOKEN: metricsToken }),
		...(trustProxy === true ? { PYLON_TRUST_PROXY: '1' } : {}),
	};
}

/** Puts the party and its configuration into the folder, readable by its owner alone, and returns the path of the configuration. */
async function furnish(folder: string, { main, host, port }: { main: string; host: string; port: number }): Promise<string> {
	const rooms = join(folder, 'rooms');
	await mkdir(rooms, { recursive: true, mode: 0o700 });
	const { text, classes } = await bundleParty(main);
	const config = workerdConfig({
		bundle: 'party.js',
		// Where the disk tells which rooms there are, no object need list them.
		classes: classes.filter((name) => name !== 'Directory'),
		rooms,
		compatibilityDate: settings.compatibility_date,
		address: `${bracketed(host)}:${port}`,
		fromEnvironment: ['PYLON_CREATE_KEY', 'PYLON_METRICS_TOKEN', 'PYLON_TRUST_PROXY'],
	});
	const path = join(folder, 'config.capnp');
	await Promise.all([writeFile(join(folder, 'party.js'), text, { mode: 0o600 }), writeFile(path, config, { mode: 0o600 })]);
	return path;
}

function failure(said: string[], port: number): Error {
	if (said.some((line) => IN_USE.test(line))) {
		const hint = `Another relay may be running. Stop it, or choose another port: --port ${port + 1}`;
		return new UserError(`Port ${port} is in use.`, hint);
	}
	return new UserError('The relay stopped while it was starting.', said.join('\n'));
}

/** Of an address that stands for all of a machine's, the one that this machine is reached at by itself. */
const reachable = (host: string): string => bracketed({ '0.0.0.0': LOOPBACK, '*': LOOPBACK, '::': '::1' }[host] ?? host);
const bracketed = (host: string): string => (isIPv6(host) ? `[${host}]` : host);
