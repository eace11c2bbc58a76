/** Between a surface and the background. What is drawn before it answers: `first-paint/early.ts`. */
import { browser } from 'wxt/browser';
import type { Device } from '../../shared/api/device.ts';
import type { PastRun } from '../contract/past-run.ts';
import { LOOKED, SURFACE_PORT, type SurfaceMessage } from '../contract/surface-port.ts';
import type { Answer, SurfaceRequest } from '../contract/surface-request.ts';

/** A background that was updated or stopped cuts the port: it is called again. */
const AGAIN_MS = 500;

let connected: { postMessage(message: typeof LOOKED): void } | undefined;
/** It was looked at before there was anybody to tell. */
let isLookedUntold = false;

/** Without an answer: for a page that may be gone before one comes. */
export function tellLooked(): void {
	isLookedUntold = connected === undefined;
	connected?.postMessage(LOOKED);
}

export function connectSurface(onMessage: (message: SurfaceMessage) => void, signal: AbortSignal): void {
	const port = browser.runtime.connect({ name: SURFACE_PORT });
	connected = port;
	port.onMessage.addListener((message: SurfaceMessage) => onMessage(message));
	if (isLookedUntold) tellLooked();
	const again = () => {
		connected = undefined;
		setTimeout(() => signal.aborted || connectSurface(onMessage, signal), AGAIN_MS);
	};
	port.onDisconnect.addListener(again);
	const end = () => {
		connected = undefined;
		port.disconnect();
	};
	signal.addEventListener('abort', end, { once: true });
}

/** `undefined` where the relay does not answer. */
export async function askDevices(): Promise<Device[] | undefined> {
	const answer = await ask({ type: 'devices' });
	return answer.isDone ? answer.devices : undefined;
}

/** What agents of the shown room were in the last day, as this browser saw it. */
export async function askPast(): Promise<PastRun[]> {
	const answer = await ask({ type: 'past' });
	return (answer.isDone ? answer.past : undefined) ?? [];
}

/** Always answered: a background that is not there, or was stopped before it could, counts as a failure. */
export async function ask(request: SurfaceRequest): Promise<Answer> {
	const answer = await browser.runtime.sendMessage<SurfaceRequest, Answer | undefined>(request).catch(() => undefined);
	return answer ?? { isDone: false, fault: { type: 'failed' } };
}
