import type { RoomEvent } from '../../shared/room/events.ts';

export type Snapshot = Extract<RoomEvent, { type: 'snapshot' }>;

/** An event, and when it arrived by this machine's clock. */
export interface ReceivedEvent {
	event: RoomEvent;
	heardAt: number;
}
