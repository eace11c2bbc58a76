/** `pylon join`: enters a room, and lets the user tick what to share with it. */

import { inviteApi } from '../../shared/api/invite.ts';
import { chosenName } from '../../shared/names.ts';
import { REFUSALS } from '../../shared/refusal.ts';
import { refusalOf } from '../../shared/relay.ts';
import { switchesInWords } from '../../shared/report/policy.ts';
import type { Token } from '../../shared/token.ts';
import { counted } from '../../shared/words.ts';
import { EXIT, hostOf, UserError } from '../base/user-error.ts';
import { ensureCanKeepRoom, refuseSecondRoom, saveRoom } from '../rooms/config.ts';
import { keepRoom, publicConfig, publicRoom, sayProfile } from '../rooms/enter-room.ts';
import { deviceLabel, suggestedName } from '../rooms/profile.ts';
import { answerAs, answerOf, relayOf, unlessAborted } from '../rooms/relay-answer.ts';
import { normalizeSharedPaths } from '../rooms/shared-paths.ts';
import { printable } from '../terminal/columns.ts';
import { askText } from '../terminal/prompts.ts';
import type { Shell } from '../terminal/shell.ts';
import { askWhatToShare } from './parts/ask-what-to-share.ts';
import { defineCommand } from './parts/define-command.ts';
import { NAME, SHARE, YES } from './parts/flags.ts';
import { joinToken } from './parts/join-token.ts';
import { offerManner } from './parts/manner.ts';
import { offerHooks } from './parts/offer-hooks.ts';
import { OFFERS, offerBrowser, offerStart } from './parts/offers.ts';

interface JoinOptions {
	name?: string;
	yes?: boolean;
	json?: boolean;
}

export const command = defineCommand({
	name: 'join',
	section: 'Rooms',
	summary: 'enter a room that you were invited to',
	details:
		'Asks for the token without showing it; `pylon join -` takes it from standard input, and then asks nothing; `pylon join TOKEN` works too. The whole ' +
		'message that it came in will do. A link token adds this machine to you. You choose then what to share.',
	examples: ['pylon join', 'pylon join --name Andrew --share ~/work/acme-api', 'pylon join - --yes < token.txt'],
	// Whoever pastes the line that they were sent after `pylon join` has its words here.
	args: { token: { isOptional: true, isRepeatable: true } },
	flags: { name: NAME, share: SHARE, ...OFFERS, yes: YES },
	json: publicRoom,
	async run({ shell, script, args: { token: words }, flags, json }) {
		const token = await joinToken(shell, words);
		// Where the token came over standard input, no answer will.
		const options = words[0] === '-' ? { ...flags, yes: true } : flags;
		const { room, server } = token;
		refuseSecondRoom(shell.home, room);
		ensureCanKeepRoom(shell.home);
		const chosen = await normalizeSharedPaths(options.share, shell);
		const { joined, comparesLines } = token.kind === 'link' ? await claim(shell, token, options) : await accept(shell, token, options);
		const config = keepRoom(shell, { server, room, roomKey: token.roomKey, joined, sharedPaths: chosen });
		if (options.json === true) return json(publicConfig(config));
		shell.success(`Joined ${room}`);
		shell.success('Config saved to ~/.pylon/room.json');
		sayProfile(shell, config);
		shell.say();
		sayConsent(shell, room, comparesLines);
		const isAsked = chosen.length === 0 && options.yes !== true && shell.isInteractive;
		const sharedPaths = isAsked ? await askWhatToShare(shell, room) : chosen;
		if (isAsked) saveRoom(shell.home, { ...config, sharedPaths });
		sayShared(shell, sharedPaths);
		const offer = { shell, script, yes: options.yes };
		await offerStart(offer, options.start);
		await offerBrowser(offer, options.browser);
		await offerHooks(offer, options.hooks);
		await offerManner(offer, config);
	},
});

async function accept(shell: Shell, { server, room, secret }: Token, options: JoinOptions) {
	const relay = relayOf({ server, room });
	const preview = await answerAs(server, inviteApi.preview.out, relay.invite.preview.query({ secret }), shell.signal);
	const comparesLines = preview.policy.lines;
	if (options.json !== true) {
		shell.say(`Room: ${shell.style.bold(room)} on ${hostOf(server)}`);
		const people = counted(preview.members, 'member');
		shell.say(
			shell.style.dim(`${people}; ${printable(preview.invitedBy)} invites you as ${preview.role === 'admin' ? 'an admin' : 'a member'}`),
		);
	}
	for (let taken: string | undefined; ; ) {
		const name = await nameFor(shell, options, taken);
		const answer = relay.invite.accept.mutate({ secret, name, device: deviceLabel() });
		try {
			return { joined: await unlessAborted(answer, shell.signal), comparesLines };
		} catch (error) {
			if (refusalOf(error) !== 'name-taken') return { joined: await answerOf(server, answer, shell.signal), comparesLines };
			const isAsked = options.name === undefined && options.yes !== true && shell.isInteractive;
			if (!isAsked) throw takenError(name, room);
			shell.say(`${shell.style.red('✗')} ${REFUSALS['name-taken'].message}`);
			shell.say(shell.style.dim(IS_IT_YOU));
			taken = name;
		}
	}
}

const IS_IT_YOU = 'Is this you? Run `pylon link` where you are in the room already, and join with what it prints.';

const takenError = (name: string, room: string): UserError =>
	new UserError(
		`Somebody in ${room} is called ${name}, or something that looks the same.`,
		`${IS_IT_YOU} Else pass another name with --name.`,
		EXIT.refused,
	);

/** A link token adds this machine to an operator who is in the room already. */
async function claim(shell: Shell, { server, room, secret }: Token, options: JoinOptions) {
	if (options.json !== true) shell.say(`Room: ${shell.style.bold(room)} on ${hostOf(server)}`);
	const joined = await answerOf(server, relayOf({ server, room }).device.claim.mutate({ secret, label: deviceLabel() }), shell.signal);
	return { joined, comparesLines: true };
}

const nameFor = async (shell: Shell, options: JoinOptions, taken: string | undefined): Promise<string> =>
	askText(
		{ shell, yes: options.yes },
		{
			label: 'Your name',
			flag: '--name',
			given: options.name,
			schema: chosenName,
			suggestion: taken === undefined ? await suggestedName(shell) : undefined,
			isOptional: true,
			vanishes: true,
		},
	);

/** Exactly the kinds of data that docs/facts.md names. */
function sayConsent({ say, paragraph, style }: Shell, room: string, comparesLines: boolean): void {
	paragraph(
		`Of repositories that you share, members of ${room} see: which agents run, their status, task and plan titles, the repository, ` +
			'branch and paths of files they touch, whether those changes are merged, and counts of errors and tokens' +
			(comparesLines
				? '; and, in files where others’ changes live too, which lines yours are in, as numbers.'
				: '. Which lines change is not compared.'),
	);
	paragraph(`\`pylon policy --mine NAME=off\` keeps back: ${switchesInWords()}.`, style.dim);
	paragraph('Never code, diffs, prompts, replies or commands. The relay can read none of the texts.', style.dim);
	say();
}

function sayShared(shell: Shell, sharedPaths: readonly string[]): void {
	for (const path of sharedPaths) shell.success(`Sharing ${path} from now on`);
	if (sharedPaths.length === 0) {
		shell.say('Nothing is shared. Share a repository at any time:');
		shell.say('  pylon share add ~/work/acme-api');
	} else {
		shell.say('Take it back at any time:');
		shell.say(`  pylon share remove ${sharedPaths[0]}`);
	}
}
