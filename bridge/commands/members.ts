/** `pylon members`: who is in the room; admins remove them and change their role. */
import { z } from 'zod';
import { operatorApi } from '../../shared/api/operator.ts';
import { operatorId as operatorIdShape } from '../../shared/names.ts';
import { namesApart } from '../../shared/names-apart.ts';
import { byName } from '../../shared/order.ts';
import type { Operator } from '../../shared/room/events.ts';
import { ago, STATUS_WORDS } from '../../shared/words.ts';
import { findAnyRoom, findRoom, keepProfile, type RoomConfig } from '../rooms/config.ts';
import { findOperator } from '../rooms/find-operator.ts';
import { answerAs, answerOf, relayOf } from '../rooms/relay-answer.ts';
import { columns, padEnd, printable } from '../terminal/columns.ts';
import { askConfirm } from '../terminal/prompts.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM, YES } from './parts/flags.ts';
import { sayNoRoom } from './parts/no-room.ts';

const membersOf = (config: RoomConfig, signal: AbortSignal): Promise<Operator[]> =>
	answerAs(config.server, operatorApi.list.out, relayOf(config).operator.list.query(), signal);

const list = defineCommand({
	name: 'list',
	isDefault: true,
	summary: 'everyone, with role and when they were last seen',
	flags: { room: ROOM },
	json: operatorApi.list.out,
	async run({ shell, flags, json }) {
		const config = findAnyRoom(shell.home, flags.room);
		if (config === undefined) return flags.json === true ? json([]) : sayNoRoom(shell, 'there are no members');
		const members = (await membersOf(config, shell.signal)).sort(
			(one, other) => order(one, config) - order(other, config) || byName(one.name, other.name),
		);
		const me = members.find(({ operatorId }) => operatorId === config.operatorId);
		keepProfile(shell.home, config, me);
		if (flags.json === true) return json(members);
		show(shell, members, config.operatorId);
	},
});

/** You, then who is there. */
function order({ operatorId, online }: Operator, config: RoomConfig): number {
	if (operatorId === config.operatorId) return 0;
	return online ? 1 : 2;
}

function show({ clock, say, style: { hex, dim } }: Shell, members: readonly Operator[], you: string): void {
	const width = Math.max(...members.map(({ name }) => columns(printable(name))));
	const ids = Math.max(...members.map(({ operatorId }) => operatorId.length));
	for (const { operatorId, name, color, role, online, paused, lastSeen } of members) {
		const when = online ? 'online' : `last seen ${ago(clock() - lastSeen)}`;
		const state = paused ? `${when}, ${STATUS_WORDS.paused}` : when;
		const dot = online ? hex(color, '●') : dim('○');
		const shown = hex(color, padEnd(printable(name), width));
		say(`${dot} ${shown}  ${dim(padEnd(operatorId, ids))}  ${padEnd(role, 6)}  ${dim(state + (operatorId === you ? ' (you)' : ''))}`);
	}
}

/** A name says who is meant to a person, and an id to a script. */
const WHO = 'NAME is a name or an id; where it could be two of them the command lists them and asks for the id: `id:jake-2`.';

const remove = defineCommand({
	name: 'remove',
	summary: 'take somebody out of the room (admins)',
	details: WHO,
	args: { name: {} },
	flags: { room: ROOM, yes: YES },
	json: z.strictObject({ operatorId: operatorIdShape }),
	async run({ shell, args, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const members = await membersOf(config, shell.signal);
		const { operatorId } = findOperator(members, args.name, config.room);
		const name = namesApart(members).get(operatorId) ?? operatorId;
		await askConfirm({ shell, yes: flags.yes }, `Remove ${printable(name)} from ${config.room}?`);
		await answerOf(config.server, relayOf(config).operator.remove.mutate({ operatorId }), shell.signal);
		if (flags.json === true) return json({ operatorId });
		shell.success(`${printable(name)} is no longer in ${config.room}`);
		shell.say(shell.style.dim('They still know the room’s key: open a new room where that matters.'));
	},
});

const role = defineCommand({
	name: 'role',
	summary: 'make somebody an admin or a member (admins)',
	details: WHO,
	examples: ['pylon members role Andrew admin'],
	args: { name: {}, role: { choices: ['admin', 'member'] } },
	flags: { room: ROOM },
	json: operatorApi.setRole.out,
	async run({ shell, args, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const members = await membersOf(config, shell.signal);
		const { operatorId } = findOperator(members, args.name, config.room);
		const call = relayOf(config).operator.setRole.mutate({ operatorId, role: args.role });
		const changed = await answerAs(config.server, operatorApi.setRole.out, call, shell.signal);
		if (flags.json === true) return json(changed);
		const name = namesApart(members).get(operatorId) ?? operatorId;
		shell.success(`${printable(name)} is ${changed.role === 'admin' ? 'an admin' : 'a member'} of ${config.room}`);
	},
});

export const command = defineCommand({
	name: 'members',
	section: 'Rooms',
	summary: 'who is in the room',
	examples: ['pylon members', 'pylon members role Andrew admin', 'pylon members remove Andrew'],
	commands: [list, remove, role],
});
