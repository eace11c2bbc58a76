/** Does what a surface asks, and answers. */
import type { Answer, SurfaceRequest } from '../contract/surface-request.ts';
import { listDevices, revokeDevice } from './pairing/devices.ts';
import type { Parts } from './parts.ts';

const DONE: Answer = { isDone: true };
const NO_ROOM: Answer = { isDone: false, fault: { type: 'failed' } };

export async function answerSurface(request: SurfaceRequest, parts: Parts): Promise<Answer> {
	const { active } = parts.pairings;
	switch (request.type) {
		case 'pair':
			return parts.pairings.pair(request.token);
		case 'switch':
			await parts.pairings.activate(request.id);
			return DONE;
		case 'forget':
			await forget(request.id, parts);
			return DONE;
		case 'retry':
			parts.room()?.retry();
			return DONE;
		case 'devices':
			return active === undefined ? NO_ROOM : listDevices(active);
		case 'revoke-device':
			return active === undefined ? NO_ROOM : revokeDevice(active, request.deviceId);
		case 'github-token':
			await parts.lookup.setToken(request.token);
			return DONE;
		case 'machine-consent':
			await parts.machine.agree(request.isAgreed);
			return DONE;
		case 'machine-room':
			await parts.machine.bring(request);
			return DONE;
		case 'past':
			return { isDone: true, past: [...(parts.room()?.day.runs ?? [])] };
		default:
			await parts.alerts.answer(request);
			return DONE;
	}
}

/** A room of this machine would come back by itself. */
async function forget(id: string, { pairings, machine }: Parts): Promise<void> {
	const room = pairings.known.find((each) => each.id === id);
	await pairings.forget(id);
	if (room !== undefined) await machine.takeOut(room);
}
