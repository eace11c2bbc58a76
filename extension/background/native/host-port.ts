/**
 * The port to the native host. While it is open the browser keeps the background alive; it is opened again when it breaks, soon at first
 * and then seldom. A browser that knows no host is asked again when somebody looks, or at an alarm. What arrives goes through the schema.
 */
import { type Browser, browser } from 'wxt/browser';
import { type HostMessage, type HostRequest, hostMessage, NATIVE_HOST, NATIVE_PROTOCOL } from '../../../shared/native-messages.ts';
import type { HostState } from '../../contract/machine-view.ts';

type Port = Browser.runtime.Port;

/** Node starts in a second; on a machine that is very busy in some. */
const SLOW_AFTER_MS = 10_000;
const AGAIN_AFTER_MS = [1_000, 5_000, 30_000];
const ASKED_AGAIN_AFTER_MS = 10_000;

export interface HostListener {
	onMessage(message: Exclude<HostMessage, { type: 'hello' }>): void;
	onState(state: HostState, version: string | undefined): void;
	/** It keeps quiet hours and mutes for the machine. */
	onKeepsQuiet(): void;
}

export class HostPort {
	readonly #now: () => number;
	readonly #listener: HostListener;
	#port: Port | undefined;
	#state: HostState = 'none';
	#slowTimer: ReturnType<typeof setTimeout> | undefined;
	#againTimer: ReturnType<typeof setTimeout> | undefined;
	/** In a row, without a word from it. */
	#failures = 0;
	#openedAt = Number.NEGATIVE_INFINITY;

	constructor(now: () => number, listener: HostListener) {
		this.#now = now;
		this.#listener = listener;
	}

	/** Opens it, unless it is, or was tried a moment ago. */
	open(): void {
		if (this.#port !== undefined || this.#now() - this.#openedAt < ASKED_AGAIN_AFTER_MS) return;
		this.#open();
	}

	send(request: HostRequest): void {
		this.#port?.postMessage(request);
	}

	#open(): void {
		clearTimeout(this.#againTimer);
		this.#openedAt = this.#now();
		const port = connect();
		if (port === undefined) return this.#become('forbidden');
		this.#port = port;
		port.onMessage.addListener((message: unknown) => this.#hear(port, message));
		port.onDisconnect.addListener(() => this.#lost(port, errorOf(port)));
		if (this.#state === 'none') this.#become('starting');
		this.#slowTimer = setTimeout(() => this.#become('slow'), SLOW_AFTER_MS);
		this.send({ type: 'hello', protocol: NATIVE_PROTOCOL });
	}

	#hear(port: Port, said: unknown): void {
		if (port !== this.#port) return;
		clearTimeout(this.#slowTimer);
		const message = hostMessage.safeParse(said).data;
		if (message?.type === 'hello') return this.#greeted(message);
		if (this.#state !== 'connected') return;
		if (message !== undefined) return this.#listener.onMessage(message);
		// A host that says what nobody understands is as good as none: it is started anew.
		console.warn('The native host said what the extension does not understand.');
		port.disconnect();
		this.#lost(port, '');
	}

	#greeted({ protocol, version, keepsQuiet }: Extract<HostMessage, { type: 'hello' }>): void {
		this.#failures = 0;
		if (protocol === NATIVE_PROTOCOL) {
			this.#become('connected', version);
			if (keepsQuiet === true) this.#listener.onKeepsQuiet();
			return;
		}
		this.#become(protocol < NATIVE_PROTOCOL ? 'old' : 'new', version);
		this.#port?.disconnect();
		this.#port = undefined;
	}

	#lost(port: Port, error: string): void {
		if (port !== this.#port) return;
		this.#port = undefined;
		clearTimeout(this.#slowTimer);
		const state = lossOf(error);
		this.#become(state);
		if (state !== 'ended') return;
		const wait = AGAIN_AFTER_MS[this.#failures++];
		if (wait !== undefined) this.#againTimer = setTimeout(() => this.#open(), wait);
	}

	#become(state: HostState, version?: string): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#listener.onState(state, version);
	}
}

/** Firefox throws where the permission is missing. */
function connect(): Port | undefined {
	try {
		return browser.runtime.connectNative(NATIVE_HOST);
	} catch (error) {
		console.warn('The native host cannot be asked for.', error);
		return undefined;
	}
}

/** Chrome's is in `lastError`, which counts as unread otherwise; Firefox's at the port. */
const errorOf = (port: Port): string =>
	(port as { error?: { message?: string } | null }).error?.message ?? browser.runtime.lastError?.message ?? '';

/** Of Chromium's and Firefox's own sentences: native_message_process_host.cc, NativeMessaging.sys.mjs. */
function lossOf(error: string): HostState {
	if (/host not found|No such native application/i.test(error)) return 'missing';
	return /forbidden|not have permission/i.test(error) ? 'forbidden' : 'ended';
}
