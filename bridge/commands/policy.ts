/** `pylon policy`: what a room lets agents tell, and what this member shares of that. */

import { z } from 'zod';
import { roomApi } from '../../shared/api/room.ts';
import { POLICIES, type Policy } from '../../shared/report/facts.ts';
import { bothAllow, POLICY_NAMES } from '../../shared/report/policy.ts';
import { policy } from '../../shared/report/report.ts';
import { UserError } from '../base/user-error.ts';
import { reloadBridge } from '../daemon/daemon.ts';
import { findAnyRoom, findRoom, type RoomConfig } from '../rooms/config.ts';
import { answerAs, relayOf } from '../rooms/relay-answer.ts';
import { readSettings, saveSettings } from '../rooms/settings.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';
import { sayNoRoom } from './parts/no-room.ts';

const answer = z.strictObject({ room: policy.nullable(), mine: policy, both: policy.nullable() });

export const command = defineCommand({
	name: 'policy',
	section: 'Look closer',
	summary: 'what the room lets agents tell',
	details: `There are: ${POLICY_NAMES.join(', ')}. \`pylon policy reads=off\` changes it for all (admins), \`pylon policy --mine reads=off\` shares less yourself.`,
	examples: ['pylon policy', 'pylon policy reads=off tokens=off', 'pylon policy --mine tasks=off'],
	args: { change: { isOptional: true, isRepeatable: true } },
	flags: { mine: { text: 'change what you share instead of what the room allows' }, room: ROOM },
	json: answer,
	jsonDetails: 'room and both are null where no room was asked',
	async run({ shell, args: { change: changes }, flags, json }) {
		const wanted = parseChanges(changes);
		const settings = readSettings(shell.home);
		if (flags.mine === true && changes.length > 0) {
			const shares = { ...settings.shares, ...wanted };
			saveSettings(shell.home, { ...settings, shares });
			const problem = await reloadBridge(shell.home);
			if (problem !== undefined) shell.warn(problem);
			if (flags.json === true) return json({ room: null, mine: shares, both: null });
			return shell.success(`You share ${wordsOf(shares)}, as far as a room’s policy allows`);
		}
		const config = changes.length === 0 ? findAnyRoom(shell.home, flags.room) : findRoom(shell.home, flags.room);
		if (config === undefined) {
			if (flags.json === true) return json({ room: null, mine: settings.shares, both: null });
			return sayNoRoom(shell, `in a room you would share ${wordsOf(settings.shares)}, as far as its policy allows`);
		}
		const room = await changedPolicy(shell, config, changes.length === 0 ? undefined : wanted);
		if (flags.json === true) return json({ room, mine: settings.shares, both: bothAllow(room, settings.shares) });
		if (changes.length > 0) shell.success(`The policy of ${config.room} is changed; every bridge obeys at once`);
		show(shell, config.room, room, settings.shares);
	},
});

/** The room's policy, after the change where there is one. */
async function changedPolicy(shell: Shell, config: RoomConfig, change: Partial<Policy> | undefined): Promise<Policy> {
	const relay = relayOf(config);
	const before = (await answerAs(config.server, roomApi.get.out, relay.room.get.query(), shell.signal)).policy;
	if (change === undefined) return before;
	const call = relay.room.setPolicy.mutate({ ...before, ...change });
	return answerAs(config.server, roomApi.setPolicy.out, call, shell.signal);
}

function show(shell: Shell, name: string, room: Policy, mine: Policy): void {
	shell.say(`${shell.style.bold(name)}            room  you`);
	for (const field of POLICY_NAMES) {
		const label = field.padEnd(name.length + 12);
		shell.say(`${label}${mark(shell, room[field])}  ${mark(shell, mine[field])}  ${shell.style.dim(POLICIES[field])}`);
	}
	shell.say(shell.style.dim('Change: pylon policy reads=off (admins, for all), pylon policy --mine reads=off (for you)'));
}

const mark = ({ style }: Shell, isOn: boolean): string => (isOn ? `${style.green('on')}  ` : `${style.amber('off')} `);

function wordsOf(shares: Policy): string {
	const shared = POLICY_NAMES.filter((field) => shares[field]);
	return shared.length === 0 ? `none of ${POLICY_NAMES.join(', ')}` : shared.join(', ');
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
