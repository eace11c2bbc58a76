/** The machines and browsers of one operator. */
import { sha256Hex } from '../shared/bytes.ts';
import { DEVICES_PER_OPERATOR, LINK_MS, LINKS_PER_OPERATOR } from '../shared/limits.ts';
import { CLOSE } from '../shared/refusal.ts';
import { newSecret } from '../shared/token.ts';
import type { Desk } from './context.ts';
import type { House } from './house.ts';
import { linkRefusal } from './invites.ts';
import { Refused } from './procedure.ts';
import { newCredential } from './secrets.ts';

export const deviceDesk = (house: House): Desk['device'] => ({
	async link(_, { operatorId }) {
		const secret = newSecret();
		const hash = await sha256Hex(secret);
		const expiresAt = house.now() + LINK_MS;
		await house.sweep();
		const own = house.store.links.all().filter((link) => link.operatorId === operatorId);
		const oldest = own.sort((one, other) => one.expiresAt - other.expiresAt).slice(0, Math.max(0, own.length - LINKS_PER_OPERATOR + 1));
		await Promise.all(oldest.map((link) => house.store.links.delete(link.hash)));
		await house.store.links.put({ hash, operatorId, expiresAt, used: false });
		return { secret, expiresAt };
	},

	async claim({ secret, label }) {
		const hash = await sha256Hex(secret);
		const credential = await newCredential();
		const link = house.store.links.get(hash);
		const refusal = linkRefusal(link, house.now());
		if (link === undefined || refusal !== undefined) throw new Refused(refusal ?? 'link-unknown');
		if (house.devicesOf(link.operatorId).length >= DEVICES_PER_OPERATOR) throw new Refused('too-many-devices');
		const used = house.store.links.put({ ...link, used: true });
		const joined = house.addDevice(house.member(link.operatorId), label, credential);
		await used;
		return joined;
	},

	list(_, caller) {
		const connected = house.sockets.connectedDevices();
		return house.devicesOf(caller.operatorId).map(({ deviceId, label, createdAt }) => ({
			deviceId,
			label,
			createdAt,
			online: connected.has(deviceId),
			current: deviceId === caller.deviceId,
		}));
	},

	async revoke({ deviceId }, { operatorId }) {
		const own = house.devicesOf(operatorId);
		const device = own.find((each) => each.deviceId === deviceId);
		if (device === undefined) throw new Refused('device-unknown');
		// An admin without a device is none.
		if (own.length === 1 && house.isLastAdmin(operatorId)) throw new Refused('last-admin');
		await house.store.devices.put({ ...device, paused: false, ended: { at: house.now(), why: 'signed-out' } });
		house.cutSoon((identity) => identity.deviceId === deviceId, CLOSE.revoked);
		return { deviceId };
	},
});
