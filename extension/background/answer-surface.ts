/** Does what a surface asks, and answers. */
import type { Answer, SurfaceRequest } from '../contract/surface-request.ts';
import { listDevices, revokeDevice } from './pairing/devices.ts';
import type { Parts } from './parts.ts';
import type { Views } from './ports/views.ts';

const DONE: Answer = { isDone: true };
const NO_ROOM: Answer = { isDone: false, fault: { type: 'failed' } };

export async function answerSurface(request: SurfaceRequest, parts: Parts, views: Views): Promise<Answer> {
	const room = parts.room();
	switch (request.type) {
		case 'pair':
			return parts.pairings.pair(request.token);
		case 'switch':
			await parts.pairings.activate(request.id);
			return DONE;
		case 'forget':
			await parts.pairings.forget(request.id);
			return DONE;
		case 'retry':
			room?.retry();
			return DONE;
		case 'devices':
			return room === undefined ? NO_ROOM : listDevices(room.room);
		case 'revoke-device':
			return room === undefined ? NO_ROOM : revokeDevice(room.room, request.deviceId);
		case 'github-token':
			await parts.lookup.setToken(request.token);
			return DONE;
		case 'looked':
			await parts.alerts.looked();
			await views.store();
			return DONE;
		default:
			await parts.alerts.answer(request);
			return DONE;
	}
}
