/** `pylon notify`: what this machine's person is told of away from their browser, and how. */
import { z } from 'zod';
import { mutedIn } from '../../shared/alerts/quiet.ts';
import { clockTime } from '../../shared/alerts/quiet-hours.ts';
import { HOW_TO_NOTIFY, hasDesktopCommand, showOnDesktop } from '../attention/desktop.ts';
import type { Message } from '../attention/message.ts';
import { postOnce } from '../attention/post.ts';
import { SHAPE_NAMES, SHAPES } from '../attention/shapes/index.ts';
import { readWebhook, removeWebhook, saveWebhook } from '../attention/webhook.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { reloadBridge, runningBridge } from '../daemon/daemon.ts';
import { findRoom } from '../rooms/config.ts';
import { readQuiet, takeInQuiet } from '../rooms/quiet-file.ts';
import { readSettings, type Settings, saveSettings, WAITS_MINUTES_MAX } from '../rooms/settings.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';
import { nameOfMuted, setMuted } from './parts/mute.ts';
import { webhookFrom } from './parts/webhook-address.ts';

const state = z.strictObject({
	desktop: z.boolean(),
	webhook: z.enum(SHAPE_NAMES).nullable(),
	afterMinutes: z.int(),
	quiet: z.strictObject({ from: clockTime, to: clockTime }).nullable(),
	muted: z.int(),
});
type State = z.infer<typeof state>;

const JSON_DETAILS = 'webhook is its kind, never its address; quiet is null where there are no quiet hours';

function stateOf({ home }: Shell): State {
	const { desktop, afterMinutes } = readSettings(home).notify;
	const { hours } = readQuiet(home);
	const quiet = hours.isOn ? { from: hours.from, to: hours.to } : null;
	return { desktop, webhook: readWebhook(home)?.shape ?? null, afterMinutes, quiet, muted: mutedOf(home).length };
}

/** In all rooms. */
const mutedOf = (home: string): string[] =>
	Object.values(readQuiet(home).muted).flatMap((room) => Object.values(mutedIn(room)).flat().map(nameOfMuted));

const status = defineCommand({
	name: 'status',
	isDefault: true,
	summary: 'what is on',
	json: state,
	jsonDetails: JSON_DETAILS,
	async run({ shell, flags, json }) {
		if (flags.json === true) return json(stateOf(shell));
		sayState(shell, stateOf(shell));
		await sayBridge(shell);
	},
});

const MUTED_SHOWN = 5;

function sayState({ home, say, style }: Shell, { desktop, webhook, afterMinutes, quiet }: State): void {
	const mark = (isOn: boolean) => (isOn ? style.green('on') : style.dim('off'));
	say(`Desktop   ${mark(desktop)}${desktop ? '' : style.dim('   pylon notify desktop on')}`);
	say(`Webhook   ${mark(webhook !== null)}${webhook === null ? style.dim('   pylon notify webhook') : `, ${SHAPES[webhook].name}`}`);
	say(`Waiting   told ${afterMinutes === 0 ? 'at once' : `after ${afterMinutes} min, once`}; conflicts once for each pair of branches`);
	say(`Quiet     ${quiet === null ? 'never' : `from ${quiet.from} to ${quiet.to}`}; this machine’s browsers have the same`);
	const muted = mutedOf(home);
	const more = muted.length > MUTED_SHOWN ? `, and ${muted.length - MUTED_SHOWN} more` : '';
	if (muted.length > 0) say(`Muted     ${muted.slice(0, MUTED_SHOWN).join(', ')}${more}`);
}

/** It is the bridge that tells. */
async function sayBridge({ home, say }: Shell): Promise<void> {
	const { desktop } = readSettings(home).notify;
	if (!desktop && readWebhook(home) === undefined) return;
	if ((await runningBridge(home)) === undefined) say('The bridge does not run, so nothing is told: pylon start --background');
}

/** Keeps it, and has a running bridge know. */
async function change(shell: Shell, chosen: Partial<Settings['notify']>): Promise<void> {
	const settings = readSettings(shell.home);
	saveSettings(shell.home, { ...settings, notify: { ...settings.notify, ...chosen } });
	await tellBridge(shell);
}

async function tellBridge(shell: Shell): Promise<void> {
	const problem = await reloadBridge(shell.home);
	if (problem !== undefined) shell.warn(problem);
}

const desktop = defineCommand({
	name: 'desktop',
	summary: 'notifications of the desktop, while no browser shows them',
	args: { state: { choices: ['on', 'off'] } },
	json: state,
	jsonDetails: JSON_DETAILS,
	async run({ shell, args, flags, json }) {
		await change(shell, { desktop: args.state === 'on' });
		if (flags.json === true) return json(stateOf(shell));
		shell.success(
			args.state === 'on' ? 'The desktop tells you while no browser does. Try it: pylon notify test' : 'The desktop tells you nothing',
		);
		await sayBridge(shell);
	},
});

const webhook = defineCommand({
	name: 'webhook',
	summary: 'tell a channel of yours: Slack, Discord, Teams or ntfy',
	details:
		'Asks for the address and does not show it; `-` reads it from standard input. Whoever has it can write there: it is kept as a secret is, and no command says it again.',
	args: { from: { isOptional: true } },
	flags: { shape: { text: 'what it is, where its address does not tell', value: 'shape', choices: SHAPE_NAMES } },
	json: state,
	jsonDetails: JSON_DETAILS,
	async run({ shell, args, flags, json }) {
		const chosen = await webhookFrom(shell, args.from, flags.shape);
		saveWebhook(shell.home, chosen);
		await tellBridge(shell);
		if (flags.json === true) return json(stateOf(shell));
		shell.success(`${SHAPES[chosen.shape].name} is told of your agents. Try it: pylon notify test`);
		shell.say('Others’ names go along only where their room allows it: pylon policy names=on (admins).');
		await sayBridge(shell);
	},
});

const after = defineCommand({
	name: 'after',
	summary: 'for how many minutes an agent waits before it is told',
	args: { minutes: {} },
	json: state,
	jsonDetails: JSON_DETAILS,
	async run({ shell, args, flags, json }) {
		const minutes = minutesOf(args.minutes);
		if (minutes === undefined)
			throw new UserError(
				`“${args.minutes}” is no number of minutes from 0 to ${WAITS_MINUTES_MAX}.`,
				'Write it like: pylon notify after 8',
			);
		await change(shell, { afterMinutes: minutes });
		if (flags.json === true) return json(stateOf(shell));
		sayState(shell, stateOf(shell));
	},
});

/** Digits alone: `1e2` and nothing at all are numbers too. */
function minutesOf(text: string): number | undefined {
	const minutes = /^\d{1,4}$/.test(text) ? Number(text) : undefined;
	return minutes !== undefined && minutes <= WAITS_MINUTES_MAX ? minutes : undefined;
}

const quiet = defineCommand({
	name: 'quiet',
	summary: 'when nothing may disturb, in this machine’s browsers too',
	args: { hours: {} },
	examples: ['pylon notify quiet 18:00-09:00', 'pylon notify quiet off'],
	json: state,
	jsonDetails: JSON_DETAILS,
	async run({ shell, args, flags, json }) {
		const { hours } = readQuiet(shell.home);
		takeInQuiet(shell.home, { hours: { ...hours, ...hoursIn(args.hours), at: shell.clock() }, muted: {} });
		await tellBridge(shell);
		if (flags.json === true) return json(stateOf(shell));
		sayState(shell, stateOf(shell));
	},
});

const mutes = (name: 'mute' | 'unmute', summary: string, said: string, isMuted: boolean) =>
	defineCommand({
		name,
		summary,
		details: 'By the path that `pylon collisions` says, or by their name. This machine’s browsers have the same.',
		examples: [`pylon notify ${name} src/auth/login.ts`, `pylon notify ${name} Andrew`],
		args: { what: {} },
		flags: { room: ROOM },
		json: state,
		jsonDetails: JSON_DETAILS,
		async run({ shell, args, flags, json }) {
			const named = await setMuted(shell, findRoom(shell.home, flags.room), args.what, isMuted);
			await tellBridge(shell);
			if (flags.json === true) return json(stateOf(shell));
			shell.success(`You are ${said} of conflicts: ${named}`);
		},
	});

const mute = mutes('mute', 'hear no more of conflicts in a file, or with somebody', 'no longer told', true);
const unmute = mutes('unmute', 'hear of them again', 'told again', false);

function hoursIn(text: string): { isOn: boolean; from?: string; to?: string } {
	if (text === 'off') return { isOn: false };
	const [from, to, ...more] = text.split('-').map((time) => clockTime.safeParse(time).data);
	if (from === undefined || to === undefined || more.length > 0)
		throw new UserError(`“${text}” are no hours.`, 'Write them like: pylon notify quiet 18:00-09:00');
	if (from === to) throw new UserError('Quiet hours that end when they begin are none.', 'pylon notify quiet off');
	return { isOn: true, from, to };
}

const TEST: Message = { title: 'Pylon reaches you here', lines: ['Of agents that wait for you, and of conflicts, you hear the same way.'] };

const test = defineCommand({
	name: 'test',
	summary: 'send a trial by all that is on',
	json: z.strictObject({ desktop: z.boolean().nullable(), webhook: z.boolean().nullable() }),
	jsonDetails: 'whether it went out; null where that is off',
	async run({ shell, flags, json }) {
		const { home, env, signal } = shell;
		const hook = readWebhook(home);
		const isOnDesktop = readSettings(home).notify.desktop;
		if (hook === undefined && !isOnDesktop)
			throw new UserError('Nothing is on.', 'Turn one on: pylon notify desktop on, or pylon notify webhook');
		const onDesktop = isOnDesktop ? ((await showOnDesktop(TEST, env, signal)) ?? '') : undefined;
		const posted = hook && (await postOnce(hook, TEST, signal));
		signal.throwIfAborted();
		const byWebhook = posted && (posted.is === 'sent' ? '' : posted.why);
		if (flags.json === true) await json({ desktop: wentOut(onDesktop), webhook: wentOut(byWebhook) });
		else {
			sayOutcome(shell, onDesktop, {
				good: 'The desktop was given a notification',
				bad: 'The desktop shows none',
				hint: hasDesktopCommand(process.platform, env) ? '`pylon doctor` looks closer.' : HOW_TO_NOTIFY,
			});
			sayOutcome(shell, byWebhook, {
				good: `${SHAPES[hook?.shape ?? 'slack'].name} took a message`,
				bad: 'The webhook was not told',
				hint: 'Try again, or set it anew: pylon notify webhook',
			});
		}
		return [onDesktop, byWebhook].some(Boolean) ? EXIT.unreachable : EXIT.ok;
	},
});

/** `problem`: undefined where it is off, empty where there is none. */
const wentOut = (problem: string | undefined): boolean | null => (problem === undefined ? null : problem === '');

function sayOutcome(
	{ success, warn, style }: Shell,
	problem: string | undefined,
	{ good, bad, hint }: Record<'good' | 'bad' | 'hint', string>,
): void {
	if (problem === undefined) return;
	if (problem === '') return success(good);
	warn(`${style.red('✗')} ${bad}: ${problem}.`);
	warn(`  ${style.dim(hint)}`);
}

const off = defineCommand({
	name: 'off',
	summary: 'tell nothing, and forget the webhook’s address',
	json: state,
	jsonDetails: JSON_DETAILS,
	async run({ shell, flags, json }) {
		removeWebhook(shell.home);
		await change(shell, { desktop: false });
		if (flags.json === true) return json(stateOf(shell));
		shell.success('You are told nothing away from the browser, and the webhook’s address is gone');
	},
});

export const command = defineCommand({
	name: 'notify',
	section: 'Day to day',
	summary: 'be told away from the browser: by the desktop, or a webhook',
	details:
		'Of your agents that wait for you, and of your conflicts. The bridge tells it, from your machine. docs/notify.md says what, when and to whom.',
	examples: ['pylon notify desktop on', 'pylon notify webhook', 'pylon notify quiet 18:00-09:00', 'pylon notify test', 'pylon notify off'],
	commands: [status, desktop, webhook, after, quiet, mute, unmute, test, off],
});
