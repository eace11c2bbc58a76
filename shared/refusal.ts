/** Every way in which the relay says no. Closed: each client can explain each of them. SPEC R9. */

interface Reason {
	/** The HTTP and tRPC code that goes with it. */
	code: 'BAD_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'TOO_MANY_REQUESTS' | 'PAYLOAD_TOO_LARGE' | 'TIMEOUT';
	/** What happened, for a person. */
	message: string;
	/** What to do. */
	hint: string;
}

export const REFUSALS = {
	'signed-out': { code: 'UNAUTHORIZED', message: 'The relay does not know this device.', hint: 'Join again with a new invite or link.' },
	removed: {
		code: 'UNAUTHORIZED',
		message: 'You are no longer a member of this room.',
		hint: 'Ask an admin of the room for a new invite.',
	},
	'admin-only': {
		code: 'FORBIDDEN',
		message: 'Only an admin of the room can do this.',
		hint: 'Ask an admin; `pylon members` shows who they are.',
	},
	'room-unknown': {
		code: 'NOT_FOUND',
		message: 'There is no such room on this relay.',
		hint: 'Check the name and the server, or open it with `pylon init`.',
	},
	'room-exists': {
		code: 'CONFLICT',
		message: 'A room of this name exists already.',
		hint: 'Choose another name, or ask one of its admins for an invite.',
	},
	'create-key-wrong': {
		code: 'FORBIDDEN',
		message: 'This relay lets only holders of its create key open rooms.',
		hint: 'Ask whoever runs the relay for the key and pass it with --create-key.',
	},
	'invite-unknown': { code: 'NOT_FOUND', message: 'The relay does not know this invite.', hint: 'Ask for a new one.' },
	'invite-expired': { code: 'FORBIDDEN', message: 'This invite has expired.', hint: 'Ask for a new one.' },
	'invite-revoked': { code: 'FORBIDDEN', message: 'This invite was revoked.', hint: 'Ask for a new one.' },
	'invite-used-up': { code: 'FORBIDDEN', message: 'This invite was used already.', hint: 'Ask for a new one.' },
	'link-unknown': { code: 'NOT_FOUND', message: 'The relay does not know this link token.', hint: 'Make a new one with `pylon link`.' },
	'link-expired': { code: 'FORBIDDEN', message: 'This link token has expired or was used.', hint: 'Make a new one with `pylon link`.' },
	'operator-unknown': { code: 'NOT_FOUND', message: 'Nobody of that name is in the room.', hint: '`pylon members` lists who is.' },
	'device-unknown': { code: 'NOT_FOUND', message: 'There is no such device.', hint: '`pylon link list` lists your devices.' },
	'name-unfit': {
		code: 'BAD_REQUEST',
		message: 'That cannot be a name: it has 1 to 40 characters, all of which can be seen.',
		hint: 'Choose another one, of letters, digits or emoji.',
	},
	'name-taken': {
		code: 'CONFLICT',
		message: 'Somebody in the room has this name, or one that looks the same.',
		hint: 'If that is you, add this device with a token of `pylon link`; else choose another name.',
	},
	'last-admin': { code: 'CONFLICT', message: 'A room always keeps an admin.', hint: 'Make somebody else an admin first.' },
	'color-taken': { code: 'CONFLICT', message: 'Somebody else in the room has this colour.', hint: 'Choose another one.' },
	'agent-unknown': { code: 'NOT_FOUND', message: 'The relay does not know this agent yet.', hint: 'It is reported whole again by itself.' },
	'against-policy': {
		code: 'FORBIDDEN',
		message: 'The report holds what the room’s policy keeps out.',
		hint: 'Restart the bridge: it follows the policy.',
	},
	'too-fast': { code: 'TOO_MANY_REQUESTS', message: 'Too many messages at once.', hint: 'It slows down and tries again by itself.' },
	'too-large': { code: 'PAYLOAD_TOO_LARGE', message: 'The message is larger than the relay takes.', hint: 'Update Pylon if this goes on.' },
	'too-many-sockets': { code: 'TOO_MANY_REQUESTS', message: 'Too many connections.', hint: 'Close other browsers or bridges of yours.' },
	'too-many-devices': {
		code: 'TOO_MANY_REQUESTS',
		message: 'You have too many devices in this room.',
		hint: '`pylon link list` shows them, `pylon link revoke` cuts one off.',
	},
	replaced: {
		code: 'CONFLICT',
		message: 'Another bridge with this device’s credential took over.',
		hint: 'Run one bridge for each device: link the other machine with `pylon link`.',
	},
	late: { code: 'UNAUTHORIZED', message: 'The connection did not say in time whose it is.', hint: 'It is tried again by itself.' },
	'too-slow': { code: 'TIMEOUT', message: 'The message took too long to arrive.', hint: 'The network may be slow: try again.' },
	'too-many-agents': { code: 'TOO_MANY_REQUESTS', message: 'Too many agents of one operator.', hint: 'The oldest idle ones are left out.' },
	'too-much-held': {
		code: 'TOO_MANY_REQUESTS',
		message: 'Your agents’ files and plans are more than the room keeps of one member.',
		hint: 'The oldest files of each agent are left out, and then the oldest idle agents.',
	},
	'room-full': { code: 'FORBIDDEN', message: 'The room is full.', hint: 'An admin can remove members who left.' },
	malformed: {
		code: 'BAD_REQUEST',
		message: 'The relay did not understand the message.',
		hint: 'Update Pylon: its version and the relay’s do not fit.',
	},
	'too-old': { code: 'BAD_REQUEST', message: 'This version of Pylon is too old for the relay.', hint: 'Update Pylon.' },
} as const satisfies Record<string, Reason>;

export type Refusal = keyof typeof REFUSALS;

/**
 * WebSocket close codes (RFC 6455: 4000 to 4999 are an application's own), each with the refusal that explains it.
 * `isFinal`: trying again is of no use. What passes by itself is tried again.
 */
export const CLOSE = {
	removed: { code: 4001, refusal: 'removed', isFinal: true },
	revoked: { code: 4002, refusal: 'signed-out', isFinal: true },
	deleted: { code: 4003, refusal: 'room-unknown', isFinal: true },
	flooded: { code: 4004, refusal: 'too-fast', isFinal: false },
	tooLarge: { code: 4005, refusal: 'too-large', isFinal: true },
	tooMany: { code: 4006, refusal: 'too-many-sockets', isFinal: false },
	unauthenticated: { code: 4007, refusal: 'signed-out', isFinal: true },
	replaced: { code: 4008, refusal: 'replaced', isFinal: true },
	late: { code: 4009, refusal: 'late', isFinal: false },
	tooOld: { code: 4010, refusal: 'too-old', isFinal: true },
} as const satisfies Record<string, { code: number; refusal: Refusal; isFinal: boolean }>;
