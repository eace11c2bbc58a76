/** The machines and browsers of one operator. */
import { sha256Hex } from '../../shared/bytes.ts';
import { DEVICES_PER_OPERATOR, LINK_MS, LINKS_PER_OPERATOR } from '../../shared/limits.ts';
import { CLOSE } from '../../shared/refusal.ts';
import { newSecret } from '../../shared/token.ts';
import type { Desk } from '../context.ts';
import { Refused } from '../procedure.ts';
import { newCredential } from '../secrets.ts';
import { linkRefusal } from './invites.ts';
import type { RoomParts } from './room-parts.ts';

export const deviceDesk = (parts: RoomParts): Desk['device'] => ({
	async link(_, { operatorId }) {
		const secret = newSecret();
		const hash = await sha256Hex(secret);
		const expiresAt = parts.now() + LINK_MS;
		await parts.sweep();
		const own = parts.store.links.all().filter((link) => link.operatorId === operatorId);
		const oldest = own.sort((one, other) => one.expiresAt - other.expiresAt).slice(0, Math.max(0, own.length - LINKS_PER_OPERATOR + 1));
		await Promise.all(oldest.map((link) => parts.store.links.delete(link.hash)));
		await parts.store.links.put({ hash, operatorId, expiresAt, used: false });
		return { secret, expiresAt };
	},

	async claim({ secret, label }) {
		const hash = await sha256Hex(secret);
		const credential = await newCredential();
		const link = parts.store.links.get(hash);
		const refusal = linkRefusal(link, parts.now());
		if (link === undefined || refusal !== undefined) throw new Refused(refusal ?? 'link-unknown');
		if (parts.devicesOf(link.operatorId).length >= DEVICES_PER_OPERATOR) throw new Refused('too-many-devices');
		const used = parts.store.links.put({ ...link, used: true });
		const joined = parts.addDevice(parts.member(link.operatorId), label, credential);
		await used;
		return joined;
	},

	list(_, caller) {
		const connected = parts.sockets.connectedDevices();
		return parts.devicesOf(caller.operatorId).map(({ deviceId, label, createdAt }) => ({
			deviceId,
			label,
			createdAt,
			online: connected.has(deviceId),
			current: deviceId === caller.deviceId,
		}));
	},

	async revoke({ deviceId }, { operatorId }) {
		const own = parts.devicesOf(operatorId);
		const device = own.find((each) => each.deviceId === deviceId);
		if (device === undefined) throw new Refused('device-unknown');
		// An admin without a device is none.
		if (own.length === 1 && parts.isLastAdmin(operatorId)) throw new Refused('last-admin');
		await parts.store.devices.put({ ...device, paused: false, ended: { at: parts.now(), why: 'signed-out' } });
		parts.cutSoon((identity) => identity.deviceId === deviceId, CLOSE.revoked);
		return { deviceId };
	},
});
