/** `pylon policy`: what a room lets agents tell, and what this member shares of that. */

import type { z } from 'zod';
import { roomApi } from '../../shared/api/room.ts';
import { POLICIES, type Policy } from '../../shared/report/facts.ts';
import { bothAllow, POLICY_NAMES } from '../../shared/report/policy.ts';
import { UserError } from '../base/user-error.ts';
import { answerLocally } from '../cli/local-answer.ts';
import { reloadBridge } from '../daemon/daemon.ts';
import { findAnyRoom, findRoom } from '../rooms/config.ts';
import { relayOf, shapedAnswer } from '../rooms/relay-answer.ts';
import { readSettings, saveSettings } from '../rooms/settings.ts';
import type { Shell } from '../terminal/shell.ts';

interface PolicyOptions {
	room?: string;
	/** Own settings instead of the room's. */
	mine?: boolean;
	json?: boolean;
}

export async function policy(shell: Shell, changes: string[], options: PolicyOptions): Promise<void> {
	const wanted = parseChanges(changes);
	const settings = readSettings(shell.home);
	if (options.mine === true && changes.length > 0) {
		const shares = { ...settings.shares, ...wanted };
		saveSettings(shell.home, { ...settings, shares });
		const silence = await reloadBridge(shell.home);
		if (silence !== undefined) shell.note(silence);
		if (options.json === true) return shell.json({ room: null, mine: shares, both: null });
		return shell.done(`You share ${wordsOf(shares)}, as far as a room’s policy allows`);
	}
	const config = changes.length === 0 ? findAnyRoom(shell.home, options.room) : findRoom(shell.home, options.room);
	if (config === undefined) {
		const answer = { room: null, mine: settings.shares, both: null };
		return answerLocally(shell, options, `in a room you would share ${wordsOf(settings.shares)}, as far as its policy allows`, answer);
	}
	const relay = relayOf(config);
	const told = <Out>(shape: z.ZodType<Out>, call: Promise<unknown>) => shapedAnswer(config.server, shape, call, shell.signal);
	const before = (await told(roomApi.get.out, relay.room.get.query())).policy;
	const room = changes.length === 0 ? before : await told(roomApi.setPolicy.out, relay.room.setPolicy.mutate({ ...before, ...wanted }));
	const both = bothAllow(room, settings.shares);
	if (options.json === true) return shell.json({ room, mine: settings.shares, both });
	if (changes.length > 0) shell.done(`The policy of ${config.room} is changed; every bridge obeys at once`);
	shell.say(`${shell.style.bold(config.room)}            room  you`);
	for (const field of POLICY_NAMES)
		shell.say(
			`${field.padEnd(config.room.length + 12)}${mark(shell, room[field])}  ${mark(shell, settings.shares[field])}  ${shell.style.dim(POLICIES[field])}`,
		);
	shell.say(shell.style.dim('Change: pylon policy reads=off (admins, for all), pylon policy --mine reads=off (for you)'));
}

const mark = ({ style }: Shell, isOn: boolean): string => (isOn ? `${style.green('on')}  ` : `${style.amber('off')} `);

function wordsOf(shares: Policy): string {
	const shared = POLICY_NAMES.filter((field) => shares[field]);
	return shared.length === 0 ? 'none of tasks, plans, reads and tokens' : shared.join(', ');
}

function parseChanges(changes: string[]): Partial<Policy> {
	const wanted: Partial<Policy> = {};
	for (const change of changes) {
		const [, field, value] = /^(\w+)=(on|off)$/.exec(change) ?? [];
		const known = POLICY_NAMES.find((each) => each === field);
		if (known === undefined || value === undefined) {
			throw new UserError(`${change} is no change of a policy.`, `Write it like reads=off. There are: ${POLICY_NAMES.join(', ')}.`);
		}
		wanted[known] = value === 'on';
	}
	return wanted;
}
