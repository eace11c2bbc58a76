/** Letting people in. */
import { sha256Hex } from '../../shared/bytes.ts';
import { INVITE_DEFAULT_MS, OPERATORS_PER_ROOM } from '../../shared/limits.ts';
import { newSecret } from '../../shared/token.ts';
import type { Desk } from '../context.ts';
import { Refused } from '../procedure.ts';
import { newCredential, newId } from '../secrets.ts';
import type { KeptInvite } from '../store.ts';
import { inviteRefusal, shownInvite, useOnce } from './invites.ts';
import { newName } from './new-name.ts';
import type { RoomParts } from './room-parts.ts';

export const inviteDesk = (parts: RoomParts): Desk['invite'] => ({
	async create({ role, expiresInMs = INVITE_DEFAULT_MS, uses }, { operatorId }) {
		const secret = newSecret();
		const invite: KeptInvite = {
			inviteId: newId(),
			hash: await sha256Hex(secret),
			role,
			createdBy: operatorId,
			createdAt: parts.now(),
			expiresAt: parts.now() + expiresInMs,
			usesLeft: uses,
			revoked: false,
		};
		await parts.store.invites.put(invite);
		await parts.sweep();
		return { ...shownInvite(invite, parts.now()), secret };
	},

	list: () => parts.store.invites.all().map((invite) => shownInvite(invite, parts.now())),

	async revoke({ inviteId }) {
		const invite = parts.store.invites.get(inviteId);
		if (invite === undefined) throw new Refused('invite-unknown');
		await parts.store.invites.put({ ...invite, revoked: true });
		return { inviteId };
	},

	async preview({ secret }) {
		const invite = openInvite(parts, await sha256Hex(secret));
		const { role, expiresAt, createdBy } = invite;
		const { policy } = parts.charter;
		return { room: parts.slug, members: parts.store.members.size, role, invitedBy: parts.member(createdBy).name, expiresAt, policy };
	},

	async accept({ secret, name: typed, device }) {
		const hash = await sha256Hex(secret);
		const credential = await newCredential();
		// From here to the last change nothing is awaited: two who hold the same invite come one after the other.
		const invite = openInvite(parts, hash);
		if (parts.store.members.size >= OPERATORS_PER_ROOM) throw new Refused('room-full');
		const name = newName(typed, parts.store.members.all());
		const used = parts.store.invites.put(useOnce(invite));
		const joined = parts.admit(name, device, invite.role, credential);
		await used;
		return joined;
	},
});

function openInvite(parts: RoomParts, hash: string): KeptInvite {
	const invite = parts.store.invites.all().find((each) => each.hash === hash);
	const refusal = inviteRefusal(invite, parts.now());
	if (invite === undefined || refusal !== undefined) throw new Refused(refusal ?? 'invite-unknown');
	return invite;
}
