/** `pylon peek`: exactly what was sent to the rooms and what would be sent, in plain text and as it goes over the wire. */
import { z } from 'zod';
import { reportOf } from '../../shared/report/clock.ts';
import { ago, counted } from '../../shared/words.ts';
import { ask } from '../daemon/control.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { type Batch, batches } from '../report/batch.ts';
import { isShared, resolveSharedPaths } from '../report/scope.ts';
import { sharedAgent } from '../report/shared-agent.ts';
import { allRooms, type RoomConfig } from '../rooms/config.ts';
import { roomKey } from '../rooms/room-key.ts';
import { readSettings } from '../rooms/settings.ts';
import { printable } from '../terminal/columns.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { sayNoRoom } from './parts/no-room.ts';

/** From the bridge of this same machine and version: its shape is known, its content is shown as it is. */
const message = z
	.looseObject({
		whole: z.array(z.looseObject({})),
		changed: z.array(z.looseObject({})),
		gone: z.array(z.string()),
	})
	.meta({ id: 'message' });
const peeked = z.array(
	z.object({
		room: z.string(),
		sharedPaths: z.array(z.string()),
		sent: z.array(z.object({ at: z.number(), plain: message, wire: message })),
		next: z.array(z.object({ plain: message, wire: message })),
	}),
);
type Peeked = z.infer<typeof peeked>;

const DAY_MS = 24 * 60 * 60 * 1_000;

export const command = defineCommand({
	name: 'peek',
	section: 'Look closer',
	summary: 'exactly what was sent and what would be sent',
	examples: ['pylon peek', 'pylon peek --wire'],
	flags: { wire: { text: 'as it crosses the wire: sealed' } },
	json: peeked,
	async run({ shell, flags, json }) {
		const rooms = allRooms(shell.home);
		if (rooms.length === 0) return flags.json === true ? json([]) : sayNoRoom(shell, 'nothing was sent, and nothing would be');
		const bridgeSays = peeked.safeParse(await ask(shell.home, 'peek'));
		const all = bridgeSays.success ? bridgeSays.data : await foresee(shell, rooms);
		if (flags.json === true) return json(all);
		if (!bridgeSays.success) shell.say(shell.style.dim('The bridge does not run: nothing is sent. This is what would be.'));
		for (const room of all) show(shell, room, flags.wire === true ? 'wire' : 'plain');
	},
});

/** Without a bridge nothing was sent; the same steps say what would be, as far as this machine's own settings go. */
async function foresee({ home, env, clock }: Shell, rooms: RoomConfig[]): Promise<Peeked> {
	const now = clock();
	const { shares, paused } = readSettings(home);
	const { agents } = await readLocalAgents({ home, env, since: now - DAY_MS, now });
	return Promise.all(
		rooms.map(async (config) => {
			const roots = await resolveSharedPaths(config.sharedPaths, home);
			const shared = paused ? [] : agents.filter((agent) => isShared(agent, roots)).flatMap((agent) => sharedAgent(agent, shares) ?? []);
			const whole = shared.map((agent) => reportOf(agent, now));
			const next: Batch[] = batches(roomKey(config), { whole, changed: [], gone: [] });
			return { room: config.room, sharedPaths: config.sharedPaths, sent: [], next };
		}),
	);
}

function show(shell: Shell, { room, sent, next }: Peeked[number], as: 'plain' | 'wire'): void {
	const { bold, dim } = shell.style;
	const agents = next.reduce((count, batch) => count + batch.plain.whole.length, 0);
	shell.say(`${bold(room)} ${dim(`· ${counted(agents, 'agent')} shared`)}`);
	for (const { at, ...each } of [...sent].reverse()) {
		shell.say(dim(`sent ${ago(shell.clock() - at)}`));
		showMessage(shell, each[as]);
	}
	shell.say(dim('would be sent on a new connection'));
	for (const batch of next) showMessage(shell, batch[as]);
	if (next.length === 0) shell.say('  nothing');
	if (as === 'plain') shell.say(dim('As it crosses the wire: pylon peek --wire'));
	shell.say();
}

function showMessage(shell: Shell, sent: z.infer<typeof message>): void {
	const line = (text: string) => shell.say(`  ${printable(text)}`);
	for (const report of sent.whole) line(`whole    ${JSON.stringify(report)}`);
	for (const patch of sent.changed) line(`changed  ${JSON.stringify(patch)}`);
	for (const agentId of sent.gone) line(`gone     ${agentId}`);
	if (sent.paused !== undefined) line(`paused   ${String(sent.paused)}`);
}
