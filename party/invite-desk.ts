/** Letting people in. */
import { sha256Hex } from '../shared/bytes.ts';
import { INVITE_DEFAULT_MS, OPERATORS_PER_ROOM } from '../shared/limits.ts';
import { newSecret } from '../shared/token.ts';
import type { Desk } from './context.ts';
import type { House } from './house.ts';
import { inviteRefusal, shownInvite, useOnce } from './invites.ts';
import { newName } from './new-name.ts';
import { Refused } from './procedure.ts';
import { newCredential, newId } from './secrets.ts';
import type { KeptInvite } from './store.ts';

export const inviteDesk = (house: House): Desk['invite'] => ({
	async create({ role, expiresInMs = INVITE_DEFAULT_MS, uses }, { operatorId }) {
		const secret = newSecret();
		const invite: KeptInvite = {
			inviteId: newId(),
			hash: await sha256Hex(secret),
			role,
			createdBy: operatorId,
			createdAt: house.now(),
			expiresAt: house.now() + expiresInMs,
			usesLeft: uses,
			revoked: false,
		};
		await house.store.invites.put(invite);
		await house.sweep();
		return { ...shownInvite(invite, house.now()), secret };
	},

	list: () => house.store.invites.all().map((invite) => shownInvite(invite, house.now())),

	async revoke({ inviteId }) {
		const invite = house.store.invites.get(inviteId);
		if (invite === undefined) throw new Refused('invite-unknown');
		await house.store.invites.put({ ...invite, revoked: true });
		return { inviteId };
	},

	async preview({ secret }) {
		const invite = openInvite(house, await sha256Hex(secret));
		const { role, expiresAt, createdBy } = invite;
		return { room: house.slug, members: house.store.members.size, role, invitedBy: house.member(createdBy).name, expiresAt };
	},

	async accept({ secret, name: typed, device }) {
		const hash = await sha256Hex(secret);
		const credential = await newCredential();
		// From here to the last change nothing is awaited: two who hold the same invite come one after the other.
		const invite = openInvite(house, hash);
		if (house.store.members.size >= OPERATORS_PER_ROOM) throw new Refused('room-full');
		const name = newName(typed, house.store.members.all());
		const used = house.store.invites.put(useOnce(invite));
		const joined = house.admit(name, device, invite.role, credential);
		await used;
		return joined;
	},
});

function openInvite(house: House, hash: string): KeptInvite {
	const invite = house.store.invites.all().find((each) => each.hash === hash);
	const refusal = inviteRefusal(invite, house.now());
	if (invite === undefined || refusal !== undefined) throw new Refused(refusal ?? 'invite-unknown');
	return invite;
}
