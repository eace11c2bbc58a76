/** The rooms that this machine is in, for its browsers: which there are, and a token that lets one of them in. */
import { deviceApi } from '../../shared/api/device.ts';
import type { HostMessage, HostRequest, MachineRoom } from '../../shared/native-messages.ts';
import { writeToken } from '../../shared/token.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { allRooms, type RoomConfig } from '../rooms/config.ts';
import { answerAs, relayOf } from '../rooms/relay-answer.ts';
import { roomKey } from '../rooms/room-key.ts';

/** Without their secrets, the current one first. */
export const machineRooms = (home: string): MachineRoom[] =>
	allRooms(home).map(({ room, server, operatorId, operatorName }) => ({ room, server, operatorId, operatorName }));

type LinkRequest = Extract<HostRequest, { type: 'link' }>;
type LinkAnswer = Extract<HostMessage, { type: 'link' }>;

/** The browser becomes a device of its own, as one that `pylon link` pairs: listed, and cut off by itself. */
export async function linkBrowser(home: string, { room, server }: LinkRequest, signal: AbortSignal): Promise<LinkAnswer> {
	const answer = { type: 'link', room, server } as const;
	const config = allRooms(home).find((each) => each.room === room && each.server === server);
	if (config === undefined) return { ...answer, fault: 'not-in-room' };
	try {
		return { ...answer, token: await linkToken(config, signal) };
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return { ...answer, fault: error.exit === EXIT.unreachable ? 'unreachable' : 'refused' };
	}
}

async function linkToken(config: RoomConfig, signal: AbortSignal): Promise<string> {
	const { server, room } = config;
	const { secret } = await answerAs(server, deviceApi.link.out, relayOf(config).device.link.mutate(), signal);
	return writeToken({ kind: 'link', server, room, secret, roomKey: roomKey(config) });
}
