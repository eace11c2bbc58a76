/** The room's people. */
import { PALETTE } from '../../shared/names.ts';
import { CLOSE } from '../../shared/refusal.ts';
import type { Desk } from '../context.ts';
import { Refused } from '../procedure.ts';
import { newName } from './new-name.ts';
import type { RoomParts } from './room-parts.ts';

export const operatorDesk = (parts: RoomParts): Desk['operator'] => ({
	list: () => parts.operators(),

	async update({ name, color }, { operatorId }) {
		const member = parts.member(operatorId);
		if (color !== undefined && color !== member.color && isTaken(parts, color)) throw new Refused('color-taken');
		const others = parts.store.members.all().filter((other) => other.operatorId !== operatorId);
		const updated = { ...member, name: name === undefined ? member.name : newName(name, others), color: color ?? member.color };
		await parts.store.members.put(updated);
		parts.tellOperator(operatorId);
		return parts.shown(updated);
	},

	async setRole({ operatorId, role }) {
		const member = parts.member(operatorId);
		if (role !== 'admin' && parts.isLastAdmin(operatorId)) throw new Refused('last-admin');
		const updated = { ...member, role };
		await Promise.all([parts.store.members.put(updated), ...(role === 'admin' ? [] : parts.revokeInvitesOf(operatorId))]);
		parts.tellOperator(operatorId);
		return parts.shown(updated);
	},

	async remove({ operatorId }) {
		parts.member(operatorId);
		if (parts.isLastAdmin(operatorId)) throw new Refused('last-admin');
		await parts.dismiss(operatorId, 'removed');
		parts.cutSoon((identity) => identity.operatorId === operatorId, CLOSE.removed);
		return { operatorId };
	},

	async leave(_, { operatorId }) {
		if (parts.isLastAdmin(operatorId)) throw new Refused('last-admin');
		await parts.dismiss(operatorId, 'signed-out');
		parts.cutSoon((identity) => identity.operatorId === operatorId, CLOSE.revoked);
		return { operatorId };
	},
});

/** Colours are shared only once all of them are in use. */
function isTaken(parts: RoomParts, color: string): boolean {
	const used = new Set(parts.store.members.all().map((member) => member.color));
	return used.has(color) && used.size < PALETTE.length;
}
