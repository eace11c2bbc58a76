/** This person's devices, as the relay knows them. */
import { callRelay, refusalOf } from '../../../shared/relay.ts';
import { type Answer, answer } from '../../contract/surface-request.ts';
import { faultOf } from '../relay/relay-fault.ts';
import type { PairedRoom } from './paired-room.ts';

export const listDevices = (room: PairedRoom): Promise<Answer> =>
	answered(async () => answer.parse({ isDone: true, devices: await callRelay(room).device.list.query() }));

export const revokeDevice = (room: PairedRoom, deviceId: string): Promise<Answer> =>
	answered(async () => {
		await callRelay(room).device.revoke.mutate({ deviceId });
		return { isDone: true };
	});

/** What is forgotten here is let in nowhere any more. Where the relay cannot be asked, only this browser forgets. */
export async function revokeThis(room: PairedRoom): Promise<void> {
	try {
		await callRelay(room).device.revoke.mutate({ deviceId: room.id });
	} catch (error) {
		if (refusalOf(error) === undefined) throw error;
	}
}

async function answered(call: () => Promise<Answer>): Promise<Answer> {
	try {
		return await call();
	} catch (error) {
		return { isDone: false, fault: faultOf(error) };
	}
}
