/** `pylon invite`: tokens that let somebody join. */
import { type Invite, inviteApi, inviteId as inviteIdShape, inviteUses } from '../../shared/api/invite.ts';
import { INVITE_DEFAULT_MS, INVITE_MAX_MS, INVITE_USES_MAX } from '../../shared/limits.ts';
import { refusalOf } from '../../shared/relay.ts';
import type { Role } from '../../shared/room/events.ts';
import { writeToken } from '../../shared/token.ts';
import { counted } from '../../shared/words.ts';
import { durationWords, parseDuration } from '../base/duration.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { findRoom } from '../rooms/config.ts';
import { answerOf, relayOf, shapedAnswer, unlessAborted } from '../rooms/relay-answer.ts';
import { roomKey } from '../rooms/room-key.ts';
import { copy } from '../terminal/clipboard.ts';
import { padEnd } from '../terminal/columns.ts';
import type { Shell } from '../terminal/shell.ts';

interface InRoom {
	room?: string;
	json?: boolean;
}

export interface InviteOptions extends InRoom {
	role: Role;
	expires?: string;
	uses: string;
}

export async function invite(shell: Shell, options: InviteOptions): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const expiresInMs = options.expires === undefined ? INVITE_DEFAULT_MS : parseDuration(options.expires, '--expires');
	if (expiresInMs > INVITE_MAX_MS) throw new UserError('An invite is valid for a year at the most.', 'Pass a shorter time: --expires 30d');
	const uses = parseUses(options.uses);
	const call = relayOf(config).invite.create.mutate({ role: options.role, expiresInMs, uses });
	const made = await shapedAnswer(config.server, inviteApi.create.out, call, shell.signal);
	const token = writeToken({ kind: 'invite', server: config.server, room: config.room, secret: made.secret, roomKey: roomKey(config) });
	const line = `Run "pylon join" and paste this: ${token}`;
	if (options.json === true) return shell.json({ token, inviteId: made.inviteId, role: made.role, expiresAt: made.expiresAt, uses, line });
	shell.tell(`Invite to ${config.room}: ${roleWords(made.role)}; valid for ${durationWords(expiresInMs)}, ${usesWords(uses)}.`);
	shell.tell('Send this line to your teammate, and to nobody else: it holds the room’s key. They run `pylon join` and paste it.');
	shell.say();
	shell.print([line]);
	shell.say();
	if (shell.isWatched && (await copy(line, shell.env))) shell.done('Copied to the clipboard');
	shell.say(shell.style.dim(`Take it back: pylon invite revoke ${made.inviteId}`));
}

const roleWords = (role: Role): string =>
	role === 'admin' ? 'admin (can invite others, manage the room)' : 'member (can view all, share their agents)';

function usesWords(uses: number | 'unlimited'): string {
	if (uses === 'unlimited') return 'as often as needed';
	return uses === 1 ? 'once' : `${uses} times`;
}

function parseUses(text: string): number | 'unlimited' {
	const uses = inviteUses.safeParse(text === 'unlimited' ? text : Number(text));
	if (uses.success) return uses.data;
	throw new UserError(`${text} is no number of uses.`, `Pass a number up to ${INVITE_USES_MAX}, or --uses unlimited.`);
}

export async function listInvites(shell: Shell, options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const invites = await shapedAnswer(config.server, inviteApi.list.out, relayOf(config).invite.list.query(), shell.signal);
	if (options.json === true) return shell.json(invites);
	if (invites.length === 0) return shell.say('No invites. `pylon invite` makes one.');
	const now = shell.clock();
	for (const each of invites.sort(byUse)) {
		const left = each.usesLeft === 'unlimited' ? 'any number of uses' : counted(each.usesLeft, 'use left', 'uses left');
		const state = each.state === 'open' ? `${left}, expires in ${durationWords(each.expiresAt - now)}` : each.state;
		const row = `${each.inviteId}  ${padEnd(each.role, 6)}  ${state}  by ${each.createdBy}`;
		shell.say(each.state === 'open' ? row : shell.style.dim(row));
	}
}

/** Those that still let somebody in, then the others, newest first. */
const byUse = (one: Invite, other: Invite): number =>
	Number(other.state === 'open') - Number(one.state === 'open') || other.createdAt - one.createdAt;

export async function revokeInvite(shell: Shell, inviteId: string, options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	if (!inviteIdShape.safeParse(inviteId).success) throw new UserError(`${inviteId} is no invite’s id.`, '`pylon invite list` shows them.');
	try {
		await unlessAborted(relayOf(config).invite.revoke.mutate({ inviteId }), shell.signal);
	} catch (error) {
		if (refusalOf(error) !== 'invite-unknown') return answerOf(config.server, Promise.reject(error), shell.signal);
		throw new UserError(`There is no invite ${inviteId}.`, '`pylon invite list` shows them.', EXIT.refused);
	}
	if (options.json === true) return shell.json({ inviteId });
	shell.done(`Invite ${inviteId} is revoked`);
}
