/** `pylon members`: who is in the room; admins remove them and change their role. */
import { operatorApi } from '../../shared/api/operator.ts';
import { namesApart } from '../../shared/names-apart.ts';
import { byName } from '../../shared/order.ts';
import type { Operator, Role } from '../../shared/room/events.ts';
import { ago, STATUS_WORDS } from '../../shared/words.ts';
import { answerLocally } from '../cli/local-answer.ts';
import { findAnyRoom, findRoom, keepProfile, type RoomConfig } from '../rooms/config.ts';
import { findOperator } from '../rooms/find-operator.ts';
import { answerOf, relayOf, shapedAnswer } from '../rooms/relay-answer.ts';
import { columns, padEnd, printable } from '../terminal/columns.ts';
import { askConfirm } from '../terminal/prompts.ts';
import type { Shell } from '../terminal/shell.ts';

interface InRoom {
	room?: string;
	json?: boolean;
	yes?: boolean;
}

const membersOf = (config: RoomConfig, signal: AbortSignal): Promise<Operator[]> =>
	shapedAnswer(config.server, operatorApi.list.out, relayOf(config).operator.list.query(), signal);

export async function listMembers(shell: Shell, options: InRoom): Promise<void> {
	const config = findAnyRoom(shell.home, options.room);
	if (config === undefined) return answerLocally(shell, options, 'there are no members');
	const members = (await membersOf(config, shell.signal)).sort(
		(one, other) => order(one, config) - order(other, config) || byName(one.name, other.name),
	);
	keepProfile(
		shell.home,
		config,
		members.find(({ operatorId }) => operatorId === config.operatorId),
	);
	if (options.json === true) return shell.json(members);
	const { hex, dim } = shell.style;
	const width = Math.max(...members.map(({ name }) => columns(printable(name))));
	const ids = Math.max(...members.map(({ operatorId }) => operatorId.length));
	for (const { operatorId, name, color, role, online, paused, lastSeen } of members) {
		const you = operatorId === config.operatorId ? ' (you)' : '';
		const when = online ? 'online' : `last seen ${ago(shell.clock() - lastSeen)}`;
		const state = paused ? `${when}, ${STATUS_WORDS.paused}` : when;
		const dot = online ? hex(color, '●') : dim('○');
		shell.say(
			`${dot} ${hex(color, padEnd(printable(name), width))}  ${dim(padEnd(operatorId, ids))}  ${padEnd(role, 6)}  ${dim(state + you)}`,
		);
	}
}

/** You, then who is there. */
function order({ operatorId, online }: Operator, config: RoomConfig): number {
	if (operatorId === config.operatorId) return 0;
	return online ? 1 : 2;
}

export async function removeMember(shell: Shell, typed: string, options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const members = await membersOf(config, shell.signal);
	const { operatorId } = findOperator(members, typed, config.room);
	const name = namesApart(members).get(operatorId) ?? operatorId;
	await askConfirm({ shell, yes: options.yes }, `Remove ${printable(name)} from ${config.room}?`);
	await answerOf(config.server, relayOf(config).operator.remove.mutate({ operatorId }), shell.signal);
	if (options.json === true) return shell.json({ operatorId });
	shell.done(`${printable(name)} is no longer in ${config.room}`);
	shell.say(shell.style.dim('They still know the room’s key: open a new room where that matters.'));
}

export async function changeRole(shell: Shell, typed: string, role: Role, options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const members = await membersOf(config, shell.signal);
	const { operatorId } = findOperator(members, typed, config.room);
	const call = relayOf(config).operator.setRole.mutate({ operatorId, role });
	const changed = await shapedAnswer(config.server, operatorApi.setRole.out, call, shell.signal);
	if (options.json === true) return shell.json(changed);
	const name = namesApart(members).get(operatorId) ?? operatorId;
	shell.done(`${printable(name)} is ${changed.role === 'admin' ? 'an admin' : 'a member'} of ${config.room}`);
}
