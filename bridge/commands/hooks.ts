/** `pylon hooks`: tells agents themselves who else is in a file, through the hooks of their own clients. */
import { z } from 'zod';
import { MANNER_NAMES } from '../../shared/manners.ts';
import { runningBridge } from '../daemon/daemon.ts';
import { hasOtherLine, hooksOf, hooksState } from '../hooks/installed-hooks.ts';
import { currentRoom, findAnyRoom, findRoom } from '../rooms/config.ts';
import { recommendedBy, recommend as recommendTo } from '../rooms/recommended-manner.ts';
import { readSettings } from '../rooms/settings.ts';
import { MANNERS } from '../warn/manner.ts';
import {
	addToClients,
	CLIENT_FLAGS,
	clientChange,
	clientState,
	clientStates,
	removeFromClients,
	sayStates,
} from './parts/client-additions.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM, YES } from './parts/flags.ts';
import { chooseManner, sayManner, sayRecommended } from './parts/manner.ts';

const SAID = {
	absent: 'no hooks',
	current: 'hooks are installed',
	other: 'hooks of another Pylon: pylon hooks install mends them',
} as const;

const oneManner = z.enum(MANNER_NAMES);
/** Null where no room was asked, or it did not answer, or recommends nothing. */
const recommended = oneManner.nullable();

const status = defineCommand({
	name: 'status',
	isDefault: true,
	summary: 'which clients have them',
	json: z.strictObject({ manner: oneManner, recommended, clients: z.array(clientState) }),
	async run({ shell, script, flags, json }) {
		const clients = clientStates({ shell, script }, hooksOf, hooksState);
		const { manner: own } = readSettings(shell.home);
		const room = currentRoom(shell.home);
		const advice = room && (await recommendedBy(room, shell.signal));
		if (flags.json === true) return json({ manner: own, recommended: advice ?? null, clients });
		sayStates(shell, clients, SAID);
		shell.say();
		sayManner(shell, own);
		if (room !== undefined) sayRecommended(shell, room, advice, own);
	},
});

const install = defineCommand({
	name: 'install',
	summary: 'put them into the clients’ own settings',
	details:
		'Shows what would change, and asks. Without a client’s flag: those that are on this machine. `--status-line` has Claude Code show what ' +
		'`pylon status --line` says, where it shows nothing yet.',
	flags: { ...CLIENT_FLAGS, statusLine: { text: 'show the line of a prompt in Claude Code, where it shows none' }, yes: YES },
	json: z.array(clientChange),
	async run(call) {
		const { shell, script, flags } = call;
		const isRunning = (await runningBridge(shell.home)) !== undefined;
		const line = flags.statusLine;
		const isTaken = line === true && hasOtherLine('claude-code', { home: shell.home, env: shell.env, script });
		return addToClients(call, (kind, at) => hooksOf(kind, { ...at, line }), {
			done: 'hooks are installed',
			nothing: 'has them already',
			after: () => {
				if (isTaken) shell.say('Claude Code has a status line of its own: it stays. docs/agents-hear.md says how it can show ours too.');
				sayManner(shell, readSettings(shell.home).manner);
				if (!isRunning) shell.say('They ask the bridge, which does not run: pylon start --background');
				shell.say('Take them out: pylon hooks remove');
			},
		});
	},
});

const remove = defineCommand({
	name: 'remove',
	summary: 'take them out again; nothing of them stays',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	run: (call) => removeFromClients(call, hooksOf, { done: 'the hooks are gone', nothing: 'has none' }),
});

const details = MANNER_NAMES.map((name) => `\`${name}\`: ${MANNERS[name]}.`).join(' ');

const manner = defineCommand({
	name: 'manner',
	summary: 'what they do: tell, ask or deny',
	details: `${details} It is your own setting; what a room recommends is shown beside it.`,
	args: { manner: { choices: MANNER_NAMES, isOptional: true } },
	flags: { room: ROOM },
	json: z.strictObject({ manner: oneManner, recommended }),
	async run({ shell, args, flags, json }) {
		if (args.manner !== undefined) await chooseManner(shell, args.manner);
		const { manner: own } = readSettings(shell.home);
		const room = args.manner === undefined ? findAnyRoom(shell.home, flags.room) : undefined;
		const advice = room && (await recommendedBy(room, shell.signal));
		if (flags.json === true) return json({ manner: own, recommended: advice ?? null });
		sayManner(shell, own);
		if (room !== undefined) sayRecommended(shell, room, advice, own);
	},
});

const recommend = defineCommand({
	name: 'recommend',
	summary: 'recommend a manner to all of a room (admins)',
	details: 'Members see it, and take it over if they like: it binds nobody. `none` takes it back.',
	args: { manner: { choices: [...MANNER_NAMES, 'none'] } },
	flags: { room: ROOM },
	json: z.strictObject({ room: z.string(), recommended }),
	async run({ shell, args, flags, json }) {
		const room = findRoom(shell.home, flags.room);
		const told = await recommendTo(room, args.manner === 'none' ? null : args.manner, shell.signal);
		if (flags.json === true) return json({ room: room.room, recommended: told });
		if (told === null) return shell.success(`${room.room} recommends no manner any more`);
		shell.success(`${room.room} recommends ${told}: its members see it, and choose by themselves`);
	},
});

export const command = defineCommand({
	name: 'hooks',
	section: 'Day to day',
	summary: 'tell agents themselves who else is in a file',
	details: 'They hear it before they edit, in one sentence of facts. docs/agents-hear.md says what, when, and of whom.',
	examples: ['pylon hooks install', 'pylon hooks install --claude-code --codex --yes', 'pylon hooks manner deny', 'pylon hooks remove'],
	commands: [status, install, remove, manner, recommend],
});
