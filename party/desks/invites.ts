/** Whether an invite or a link still lets somebody in. Pure; time is an argument. */
import type { Invite } from '../../shared/api/invite.ts';
import type { Refusal } from '../../shared/refusal.ts';
import type { KeptInvite, Link } from '../store.ts';

export function inviteState(invite: KeptInvite, now: number): Invite['state'] {
	if (invite.revoked) return 'revoked';
	if (invite.usesLeft === 0) return 'used-up';
	return now >= invite.expiresAt ? 'expired' : 'open';
}

/** Why the invite is of no use, for the person who holds it. */
export function inviteRefusal(invite: KeptInvite | undefined, now: number): Refusal | undefined {
	if (invite === undefined) return 'invite-unknown';
	const state = inviteState(invite, now);
	return state === 'open' ? undefined : `invite-${state}`;
}

export const useOnce = (invite: KeptInvite): KeptInvite => ({
	...invite,
	usesLeft: invite.usesLeft === 'unlimited' ? 'unlimited' : invite.usesLeft - 1,
});

export function shownInvite(invite: KeptInvite, now: number): Invite {
	const { inviteId, role, createdBy, createdAt, expiresAt, usesLeft } = invite;
	return { inviteId, role, createdBy, createdAt, expiresAt, usesLeft, state: inviteState(invite, now) };
}

export function linkRefusal(link: Link | undefined, now: number): Refusal | undefined {
	if (link === undefined) return 'link-unknown';
	return link.used || now >= link.expiresAt ? 'link-expired' : undefined;
}
