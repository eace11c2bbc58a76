/** From a pasted link token to a paired room. */

import { deviceApi } from '../../../shared/api/device.ts';
import { toBase64Url } from '../../../shared/bytes.ts';
import { callRelay } from '../../../shared/relay.ts';
import { readToken, type Token } from '../../../shared/token.ts';
import type { Fault } from '../../contract/surface-request.ts';
import { faultOf } from '../relay/relay-fault.ts';
import { type PairedRoom, pairedRoom } from './paired-room.ts';

export async function pair(pasted: string, label: string, now: number): Promise<PairedRoom | Fault> {
	const token = readToken(pasted);
	if (typeof token === 'string') return { type: token };
	if (token.kind === 'invite') return { type: 'invite' };
	try {
		return await claim(token, label, now);
	} catch (error) {
		return faultOf(error);
	}
}

async function claim({ server, room, secret, roomKey }: Token, label: string, now: number): Promise<PairedRoom> {
	const joined = deviceApi.claim.out.parse(await callRelay({ server, room }).device.claim.mutate({ secret, label }));
	const { credential, deviceId, operator } = joined;
	const { operatorId, name } = operator;
	// What a relay says is no more to be trusted than what anyone says: least of all which room its token was for.
	const paired = { id: deviceId, room, server, operatorId, operatorName: name, pairedAt: now, credential, roomKey: toBase64Url(roomKey) };
	if (joined.room !== room) throw new Error('The relay answered for another room.');
	return pairedRoom.parse(paired);
}

/** Edge and Brave run what is made for Chrome, and say among their brands who they are. */
const BRANDS: readonly (readonly [brand: string, name: string])[] = [
	['Microsoft Edge', 'Edge'],
	['Brave', 'Brave'],
];

export const browserName = (brands: readonly { brand: string }[]): string =>
	BRANDS.find(([known]) => brands.some(({ brand }) => brand === known))?.[1] ?? 'Chrome';

/** What a person sees in the list of their devices: `Chrome on Linux`. */
export function deviceLabel(browserName: string, os: string): string {
	const systems: Record<string, string> = { mac: 'macOS', win: 'Windows', linux: 'Linux', cros: 'ChromeOS', openbsd: 'OpenBSD' };
	return `${browserName} on ${systems[os] ?? os}`;
}
