/** The relay as a source: the room's socket, its events opened with the room key. */
import { openRoomSocket, refusalOf } from '../../../shared/relay.ts';
import { unsealEvent } from '../../../shared/report/sealing.ts';
import type { PairedRoom } from '../pairing/paired-room.ts';
import type { Source, SourceListener } from './source.ts';

export function openRelaySource(room: PairedRoom, listener: SourceListener, signal: AbortSignal): Source {
	const socket = openRoomSocket({
		server: room.server,
		room: room.room,
		credential: room.credential,
		onState: (state, refusal) => {
			if (signal.aborted) return;
			// Refused for now is tried again: only the end is told as one.
			if (state === 'closed' && refusal !== undefined) return listener.state({ type: 'refused', refusal });
			listener.state({ type: state === 'open' ? 'open' : 'connecting' });
		},
	});
	const watching = socket.client.room.watch.subscribe(
		{ as: 'viewer' },
		{
			onData: (sealed) => {
				const event = unsealEvent(room.roomKey, sealed);
				if (event !== undefined && !signal.aborted) listener.event(event);
			},
			onError: (error) => {
				const refusal = refusalOf(error);
				if (refusal !== undefined && refusal !== 'unreachable' && !signal.aborted) listener.state({ type: 'refused', refusal });
			},
		},
	);
	signal.addEventListener(
		'abort',
		() => {
			watching.unsubscribe();
			socket.close();
		},
		{ once: true },
	);
	return { ping: socket.ping };
}
