/** The room's people. */
import { PALETTE } from '../shared/names.ts';
import { CLOSE } from '../shared/refusal.ts';
import type { Desk } from './context.ts';
import type { House } from './house.ts';
import { newName } from './new-name.ts';
import { Refused } from './procedure.ts';

export const operatorDesk = (house: House): Desk['operator'] => ({
	list: () => house.operators(),

	async update({ name, color }, { operatorId }) {
		const member = house.member(operatorId);
		if (color !== undefined && color !== member.color && isTaken(house, color)) throw new Refused('color-taken');
		const others = house.store.members.all().filter((other) => other.operatorId !== operatorId);
		const updated = { ...member, name: name === undefined ? member.name : newName(name, others), color: color ?? member.color };
		await house.store.members.put(updated);
		house.tellOperator(operatorId);
		return house.shown(updated);
	},

	async setRole({ operatorId, role }) {
		const member = house.member(operatorId);
		if (role !== 'admin' && house.isLastAdmin(operatorId)) throw new Refused('last-admin');
		const updated = { ...member, role };
		await Promise.all([house.store.members.put(updated), ...(role === 'admin' ? [] : house.revokeInvitesOf(operatorId))]);
		house.tellOperator(operatorId);
		return house.shown(updated);
	},

	async remove({ operatorId }) {
		house.member(operatorId);
		if (house.isLastAdmin(operatorId)) throw new Refused('last-admin');
		await house.dismiss(operatorId, 'removed');
		house.cutSoon((identity) => identity.operatorId === operatorId, CLOSE.removed);
		return { operatorId };
	},

	async leave(_, { operatorId }) {
		if (house.isLastAdmin(operatorId)) throw new Refused('last-admin');
		await house.dismiss(operatorId, 'signed-out');
		house.cutSoon((identity) => identity.operatorId === operatorId, CLOSE.revoked);
		return { operatorId };
	},
});

/** Colours are shared only once all of them are in use. */
function isTaken(house: House, color: string): boolean {
	const used = new Set(house.store.members.all().map((member) => member.color));
	return used.has(color) && used.size < PALETTE.length;
}
