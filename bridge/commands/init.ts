/** `pylon init`: opens a room on a relay and makes this machine's user its admin. */
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { roomApi } from '../../shared/api/room.ts';
import { chosenName, roomSlug } from '../../shared/names.ts';
import { refusalOf } from '../../shared/relay.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { serverUrl } from '../../shared/token.ts';
import { hostOf } from '../base/user-error.ts';
import { ensureCanKeepRoom, type RoomConfig, refuseSecondRoom, saveRoom } from '../rooms/config.ts';
import { keepRoom, publicConfig, publicRoom, sayProfile } from '../rooms/enter-room.ts';
import { deviceLabel, suggestedName } from '../rooms/profile.ts';
import { answerAs, answerOf, relayOf, unlessAborted } from '../rooms/relay-answer.ts';
import { normalizeSharedPaths } from '../rooms/shared-paths.ts';
import { askSecret, askText, askYes } from '../terminal/prompts.ts';
import type { Shell } from '../terminal/shell.ts';
import { askWhatToShare } from './parts/ask-what-to-share.ts';
import { defineCommand } from './parts/define-command.ts';
import { NAME, SHARE, YES } from './parts/flags.ts';
import { offerHooks } from './parts/offer-hooks.ts';
import { OFFERS, offerBrowser, offerStart } from './parts/offers.ts';

const THIS_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/;

/** As people type it: `pylon.acme.dev` is reached over TLS, `localhost:1999` is this machine. */
export const typedServer = z
	.string()
	.transform((typed) => typed.trim())
	.transform((typed) => (/^$|:\/\//.test(typed) ? typed : `${THIS_MACHINE.test(typed) ? 'http' : 'https'}://${typed}`))
	.pipe(serverUrl);

const isThisMachine = (server: string): boolean => THIS_MACHINE.test(new URL(server).host);

/** As people say it: `Acme Sprint` is the room acme-sprint. */
export const typedRoom = z
	.string()
	.transform((typed) => slugOf(typed))
	.pipe(roomSlug);

const slugOf = (typed: string): string =>
	typed
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[\s_.-]+/g, '-')
		.replace(/^-+|-+$/g, '');

export const command = defineCommand({
	name: 'init',
	section: 'Rooms',
	summary: 'open a room on a relay; you become its admin',
	details: 'The relay’s address may be as short as `pylon.acme.dev`.',
	examples: ['pylon init', 'pylon init --room acme-sprint --server https://pylon.acme.dev --name Jake --yes'],
	flags: {
		room: { text: 'the room’s name, like acme-sprint', value: 'name' },
		server: { text: 'the relay’s address', value: 'url' },
		name: NAME,
		createKey: { text: 'the relay’s create key, or - for stdin (or PYLON_CREATE_KEY)', value: 'key' },
		lines: { text: 'compare no lines where two people’s work is in one file', isNegated: true },
		share: SHARE,
		...OFFERS,
		yes: YES,
	},
	json: publicRoom,
	async run({ shell, script, flags, json }) {
		const asking = { shell, yes: flags.yes };
		const sharedPaths = await normalizeSharedPaths(flags.share, shell);
		const room = await askText(asking, { label: 'Room name', flag: '--room', given: flags.room, schema: typedRoom });
		refuseSecondRoom(shell.home, room);
		ensureCanKeepRoom(shell.home);
		const server = await askText(asking, { label: 'Server', flag: '--server', given: flags.server, schema: typedServer });
		const name = await askText(asking, {
			label: 'Your name',
			flag: '--name',
			given: flags.name,
			schema: chosenName,
			suggestion: await suggestedName(shell),
			isOptional: true,
			vanishes: true,
		});
		const hasLines = flags.lines && (await askYes(asking, LINES_QUESTION));
		const joined = await create(shell, { server, room, name, createKey: await createKeyOf(shell, flags.createKey) });
		const config = keepRoom(shell, { server, room, roomKey: newRoomKey(), joined, sharedPaths });
		if (!hasLines) await compareNoLines(shell, config);
		if (flags.json === true) return json(publicConfig(config));
		sayCreated(shell, config);
		if (!hasLines) shell.say('Lines are not compared. Change: pylon policy lines=on');
		const isAsked = sharedPaths.length === 0 && flags.yes !== true && shell.isInteractive;
		const shared = isAsked ? await askWhatToShare(shell, room) : sharedPaths;
		if (isAsked) saveRoom(shell.home, { ...config, sharedPaths: shared });
		sayShared(shell, shared);
		const offer = { shell, script, yes: flags.yes };
		await offerStart(offer, flags.start);
		await offerBrowser(offer, flags.browser);
		await offerHooks(offer, flags.hooks);
	},
});

const LINES_QUESTION = 'Compare lines where two people’s work is in one file? Numbers only, sealed.';

/** A room begins with everything allowed. */
async function compareNoLines(shell: Shell, config: RoomConfig): Promise<void> {
	const { setPolicy } = relayOf(config).room;
	await answerAs(config.server, roomApi.setPolicy.out, setPolicy.mutate({ ...OPEN_POLICY, lines: false }), shell.signal);
}

function sayCreated(shell: Shell, config: RoomConfig): void {
	shell.success(`Room created: ${config.room}`);
	shell.success('You are the admin');
	shell.success('Config saved to ~/.pylon/room.json');
	sayProfile(shell, config);
	if (isThisMachine(config.server)) {
		shell.paragraph(
			'Its relay is on this machine: nobody else can reach it, invited or not. A team needs one that all reach (docs/hosting.md).',
		);
	}
	shell.say('Invite teammates:');
	shell.say('  pylon invite');
}

function sayShared(shell: Shell, sharedPaths: readonly string[]): void {
	for (const path of sharedPaths) shell.success(`Sharing ${path}`);
	if (sharedPaths.length > 0) return;
	shell.say('Share a repository with the room:');
	shell.say('  pylon share add ~/work/acme-api');
}

/** `-` reads it from standard input: an argument is visible to others on this machine. */
async function createKeyOf({ env, stdin }: Shell, typed: string | undefined): Promise<string | undefined> {
	if (typed !== '-') return typed ?? env.PYLON_CREATE_KEY;
	return (await text(stdin)).trim();
}

interface Creation {
	server: string;
	room: string;
	name: string;
	createKey: string | undefined;
}

/** Where the relay wants a create key and none was given, a person is asked for it. */
async function create(shell: Shell, { server, room, name, createKey }: Creation) {
	const call = (key: string | undefined) =>
		relayOf({ server, room }).room.create.mutate({ name, device: deviceLabel(), ...(key !== undefined && { createKey: key }) });
	const first = call(createKey);
	if (createKey !== undefined || !shell.isInteractive) return answerOf(server, first, shell.signal);
	for (let answer = first; ; ) {
		try {
			return await unlessAborted(answer, shell.signal);
		} catch (error) {
			if (refusalOf(error) !== 'create-key-wrong') return answerOf(server, answer, shell.signal);
			if (answer !== first) shell.say(`${shell.style.red('✗')} That is not its create key.`);
			answer = call(await askSecret(shell, `Create key of ${hostOf(server)}`));
		}
	}
}
