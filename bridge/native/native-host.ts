/**
 * `pylon native-host`: what a browser starts for the extension, and ends with it. It tells of this machine's agents and of the rooms that
 * the machine is in, without a network; for a room that its person agreed to it asks the relay for a link token. Only the extension's own
 * ids are let in: browsers hold to the manifest, and name in the arguments whom they started it for.
 */
import type { Readable, Writable } from 'node:stream';
import type { Quiet } from '../../shared/alerts/quiet.ts';
import {
	CHROME_EXTENSION,
	FIREFOX_EXTENSION,
	type HostMessage,
	type HostRequest,
	hostRequest,
	NATIVE_PROTOCOL,
} from '../../shared/native-messages.ts';
import { followFolder } from '../base/follow-folder.ts';
import { UserError } from '../base/user-error.ts';
import { VERSION } from '../base/version.ts';
import { makeFolders } from '../rooms/config.ts';
import { suggestedName } from '../rooms/profile.ts';
import { FrameError, FrameReader, frame } from './frames.ts';
import { MachineQuiet } from './machine-quiet.ts';
import { MachineRoom } from './machine-room.ts';
import { linkBrowser, machineRooms } from './machine-rooms.ts';
import { followOwnMachine } from './own-machine.ts';

export interface NativeHostOptions {
	home: string;
	env: NodeJS.ProcessEnv;
	clock: () => number;
	signal: AbortSignal;
	/** As the browser gives them: Chrome the origin, Firefox the manifest's path and the extension's id. */
	callers: readonly string[];
	stdin: Readable;
	stdout: Writable;
	/** Goes to the browser's own log. */
	onProblem: (problem: string) => void;
}

/** Whether a browser started it for the extension. */
export const isOwnExtension = (callers: readonly string[]): boolean =>
	callers.includes(`chrome-extension://${CHROME_EXTENSION}/`) || callers.includes(FIREFOX_EXTENSION);

/** Until the browser closes its end, or the signal. */
export async function runNativeHost(options: NativeHostOptions): Promise<void> {
	const { callers, stdin, stdout, onProblem } = options;
	if (!isOwnExtension(callers))
		throw new UserError('Browsers start this for Pylon’s extension.', 'Show your agents there: pylon browser install');
	const closed = new AbortController();
	const signal = AbortSignal.any([options.signal, closed.signal]);
	stdout.on('error', () => closed.abort()); // The browser is gone.
	const host = new Host(options, signal, (message) => {
		if (!signal.aborted) stdout.write(frame(message));
	});
	try {
		for await (const request of requestsIn(stdin, signal)) host.answer(request);
	} catch (error) {
		if (!(error instanceof FrameError)) throw error;
		onProblem(error.message);
	} finally {
		closed.abort();
	}
}

async function* requestsIn(stdin: Readable, signal: AbortSignal): AsyncGenerator<HostRequest> {
	const reader = new FrameReader();
	const end = () => stdin.destroy();
	signal.addEventListener('abort', end, { once: true });
	try {
		for await (const chunk of stdin) {
			for (const message of reader.read(chunk)) {
				const request = hostRequest.safeParse(message);
				if (!request.success) throw new FrameError('A request is not understood.');
				yield request.data;
			}
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

class Host {
	readonly #options: NativeHostOptions;
	readonly #signal: AbortSignal;
	readonly #send: (message: HostMessage) => void;
	readonly #quiet: MachineQuiet;
	#isGreeted = false;
	#rooms = '';

	constructor(options: NativeHostOptions, signal: AbortSignal, send: (message: HostMessage) => void) {
		this.#options = options;
		this.#signal = signal;
		this.#send = send;
		const tell = (quiet: Quiet) => send({ type: 'quiet', quiet });
		this.#quiet = new MachineQuiet({ home: options.home, tell, onProblem: options.onProblem });
	}

	answer(request: HostRequest): void {
		if (request.type === 'hello') return this.#greet(request.protocol);
		if (!this.#isGreeted) return;
		if (request.type === 'quiet') return this.#quiet.take(request.quiet);
		this.#track(linkBrowser(this.#options.home, request, this.#signal).then(this.#send));
	}

	/** Of another protocol the extension says so to its person, and nothing more is told. */
	#greet(protocol: number): void {
		this.#send({ type: 'hello', protocol: NATIVE_PROTOCOL, version: VERSION, keepsQuiet: true });
		if (protocol !== NATIVE_PROTOCOL || this.#isGreeted) return;
		this.#isGreeted = true;
		this.#followRooms();
		this.#track(this.#followMachine());
	}

	#followRooms(): void {
		const { home, onProblem } = this.#options;
		const tell = () => {
			this.#quiet.look();
			try {
				const rooms = machineRooms(home);
				const json = JSON.stringify(rooms);
				if (json !== this.#rooms) this.#send({ type: 'rooms', rooms });
				this.#rooms = json;
			} catch (error) {
				// A damaged file: what was known before stays in force.
				if (!(error instanceof UserError)) throw error;
				onProblem(error.message);
			}
		};
		for (const folder of makeFolders(home)) {
			followFolder({ folder, signal: this.#signal, onChange: tell, onError: (error) => onProblem(error.message) });
		}
		tell();
	}

	async #followMachine(): Promise<void> {
		const { home, env, clock, onProblem } = this.#options;
		const signal = this.#signal;
		const room = new MachineRoom({
			home,
			name: await suggestedName({ env }),
			clock,
			signal,
			onEvent: (event) => this.#send({ type: 'event', event }),
		});
		await followOwnMachine({ home, env, clock, signal, onProblem, onChange: (change) => room.take(change) });
	}

	/** A fault of ours ends the host: the extension says so, and starts it again. */
	#track(work: Promise<void>): void {
		work.catch((error: unknown) => {
			if (!this.#signal.aborted) this.#options.stdin.destroy(error instanceof Error ? error : new Error(String(error)));
		});
	}
}
