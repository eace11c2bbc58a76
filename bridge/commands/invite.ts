/** `pylon invite`: tokens that let somebody join. */
import { z } from 'zod';
import { type Invite, inviteApi, inviteId as inviteIdShape, inviteUses } from '../../shared/api/invite.ts';
import { INVITE_MAX_MS, INVITE_USES_MAX } from '../../shared/limits.ts';
import { refusalOf } from '../../shared/relay.ts';
import { time } from '../../shared/report/report.ts';
import { type Role, role } from '../../shared/room/events.ts';
import { writeToken } from '../../shared/token.ts';
import { counted } from '../../shared/words.ts';
import { durationWords, parseDuration } from '../base/duration.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { findRoom } from '../rooms/config.ts';
import { answerAs, answerOf, relayOf, unlessAborted } from '../rooms/relay-answer.ts';
import { roomKey } from '../rooms/room-key.ts';
import { copy } from '../terminal/clipboard.ts';
import { padEnd } from '../terminal/columns.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';

const list = defineCommand({
	name: 'list',
	summary: 'all invites and their state',
	flags: { room: ROOM },
	json: inviteApi.list.out,
	async run({ shell, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const invites = await answerAs(config.server, inviteApi.list.out, relayOf(config).invite.list.query(), shell.signal);
		if (flags.json === true) return json(invites);
		if (invites.length === 0) return shell.say('No invites. `pylon invite` makes one.');
		const now = shell.clock();
		for (const each of invites.sort(byUse)) {
			const left = each.usesLeft === 'unlimited' ? 'any number of uses' : counted(each.usesLeft, 'use left', 'uses left');
			const state = each.state === 'open' ? `${left}, expires in ${durationWords(each.expiresAt - now)}` : each.state;
			const row = `${each.inviteId}  ${padEnd(each.role, 6)}  ${state}  by ${each.createdBy}`;
			shell.say(each.state === 'open' ? row : shell.style.dim(row));
		}
	},
});

/** Those that still let somebody in, then the others, newest first. */
const byUse = (one: Invite, other: Invite): number =>
	Number(other.state === 'open') - Number(one.state === 'open') || other.createdAt - one.createdAt;

const revoke = defineCommand({
	name: 'revoke',
	summary: 'take an invite back',
	args: { id: {} },
	flags: { room: ROOM },
	json: z.strictObject({ inviteId: inviteIdShape }),
	async run({ shell, args: { id: inviteId }, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		if (!inviteIdShape.safeParse(inviteId).success)
			throw new UserError(`${inviteId} is no invite’s id.`, '`pylon invite list` shows them.');
		try {
			await unlessAborted(relayOf(config).invite.revoke.mutate({ inviteId }), shell.signal);
		} catch (error) {
			const isUnknown = refusalOf(error) === 'invite-unknown';
			if (isUnknown) throw new UserError(`There is no invite ${inviteId}.`, '`pylon invite list` shows them.', EXIT.refused);
			await answerOf(config.server, Promise.reject(error), shell.signal);
		}
		if (flags.json === true) return json({ inviteId });
		shell.success(`Invite ${inviteId} is revoked`);
	},
});

export const command = defineCommand({
	name: 'invite',
	section: 'Rooms',
	summary: 'make an invite and print the line to send',
	details: '`--uses` takes a number or `unlimited`.',
	examples: ['pylon invite', 'pylon invite --role admin --expires 2d', 'pylon invite --uses unlimited', 'pylon invite list'],
	flags: {
		role: {
			text: 'member (views all, shares their agents) or admin (invites, manages the room)',
			value: 'role',
			choices: ['member', 'admin'],
			initial: 'member',
		},
		expires: { text: 'how long it is valid, like 12h or 7d', value: 'time', initial: '7d' },
		uses: { text: 'how many may use it, or "unlimited"', value: 'count', initial: '1' },
		room: ROOM,
	},
	json: z.strictObject({ token: z.string(), inviteId: inviteIdShape, role, expiresAt: time, uses: inviteUses, line: z.string() }),
	jsonDetails: 'line is what to send',
	commands: [list, revoke],
	async run({ shell, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const expiresInMs = parseDuration(flags.expires, '--expires');
		if (expiresInMs > INVITE_MAX_MS)
			throw new UserError('An invite is valid for a year at the most.', 'Pass a shorter time: --expires 30d');
		const uses = parseUses(flags.uses);
		const call = relayOf(config).invite.create.mutate({ role: flags.role, expiresInMs, uses });
		const made = await answerAs(config.server, inviteApi.create.out, call, shell.signal);
		const token = writeToken({ kind: 'invite', server: config.server, room: config.room, secret: made.secret, roomKey: roomKey(config) });
		const line = `Run "npx pylon-rooms join" and paste this: ${token}`;
		if (flags.json === true) return json({ token, inviteId: made.inviteId, role: made.role, expiresAt: made.expiresAt, uses, line });
		shell.paragraph(`Invite to ${config.room}: ${roleWords(made.role)}; valid for ${durationWords(expiresInMs)}, ${usesWords(uses)}.`);
		shell.paragraph(
			'Send this line to your teammate, and to nobody else: it holds the room’s key. They need Node 22 or newer; whoever has `pylon`, or a clone of it (`npm run -s pylon -- join`), pastes it there.',
		);
		shell.say();
		shell.print([line]);
		shell.say();
		if (shell.isWatched && (await copy(line, shell.env))) shell.success('Copied to the clipboard');
		shell.say(shell.style.dim(`Take it back: pylon invite revoke ${made.inviteId}`));
	},
});
const roleWords = (of: Role): string =>
	of === 'admin' ? 'admin (can invite others, manage the room)' : 'member (can view all, share their agents)';

function usesWords(uses: number | 'unlimited'): string {
	if (uses === 'unlimited') return 'as often as needed';
	return uses === 1 ? 'once' : `${uses} times`;
}

function parseUses(text: string): number | 'unlimited' {
	const uses = inviteUses.safeParse(text === 'unlimited' ? text : Number(text));
	if (uses.success) return uses.data;
	throw new UserError(`${text} is no number of uses.`, `Pass a number up to ${INVITE_USES_MAX}, or --uses unlimited.`);
}
