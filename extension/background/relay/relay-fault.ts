/** What went wrong with a call to the relay, for a person. */
import type { Refusal } from '../../../shared/refusal.ts';
import { refusalOf } from '../../../shared/relay.ts';
import type { Fault } from '../../contract/surface-request.ts';
import { type TextKey, text } from '../../texts.ts';

/** What happened and what to do, as the terminal says it. */
const REFUSED = {
	'signed-out': 'refusedSignedOut',
	removed: 'refusedRemoved',
	'admin-only': 'refusedAdminOnly',
	'room-unknown': 'refusedRoomUnknown',
	'room-exists': 'refusedRoomExists',
	'create-key-wrong': 'refusedCreateKeyWrong',
	'invite-unknown': 'refusedInviteUnknown',
	'invite-expired': 'refusedInviteExpired',
	'invite-revoked': 'refusedInviteRevoked',
	'invite-used-up': 'refusedInviteUsedUp',
	'link-unknown': 'refusedLinkUnknown',
	'link-expired': 'refusedLinkExpired',
	'operator-unknown': 'refusedOperatorUnknown',
	'device-unknown': 'refusedDeviceUnknown',
	'name-unfit': 'refusedNameUnfit',
	'name-taken': 'refusedNameTaken',
	'last-admin': 'refusedLastAdmin',
	'color-taken': 'refusedColorTaken',
	'agent-unknown': 'refusedAgentUnknown',
	'against-policy': 'refusedAgainstPolicy',
	'too-fast': 'refusedTooFast',
	'too-large': 'refusedTooLarge',
	'too-many-sockets': 'refusedTooManySockets',
	'too-many-devices': 'refusedTooManyDevices',
	replaced: 'refusedReplaced',
	late: 'refusedLate',
	'too-slow': 'refusedTooSlow',
	'too-many-agents': 'refusedTooManyAgents',
	'too-much-held': 'refusedTooMuchHeld',
	'room-full': 'refusedRoomFull',
	malformed: 'refusedMalformed',
	'too-old': 'refusedTooOld',
} as const satisfies Record<Refusal, TextKey>;

export const refusalText = (refusal: Refusal): string => text(REFUSED[refusal]);

export function faultOf(error: unknown): Fault {
	const refusal = refusalOf(error);
	if (refusal === undefined) return { type: 'failed' };
	return refusal === 'unreachable' ? { type: 'unreachable' } : { type: 'refused', says: refusalText(refusal) };
}
