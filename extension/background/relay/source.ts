/**
 * Where a room's events come from: its relay, or this machine's native host for the machine's own agents. A source tries again by itself;
 * only `refused` ends it.
 */
import type { Refusal } from '../../../shared/refusal.ts';
import type { RoomEvent } from '../../../shared/room/events.ts';

export interface SourceListener {
	event(event: RoomEvent): void;
	state(state: SourceState): void;
}

export type SourceState = { type: 'connecting' } | { type: 'open' } | { type: 'refused'; refusal: Refusal };

export interface Source {
	/** Keeps the background awake and finds out a connection that died silently. */
	ping(): void;
}

/** Starts at once and stops with the signal. */
export type OpenSource = (listener: SourceListener, signal: AbortSignal) => Source;
