/** `npm start -- --demo`: the demo team's room, as Jake sees it, until the signal. */
import { join } from 'node:path';
import { startRelay } from '../relay.ts';
import { newCreateKey } from '../start/create-key.ts';
import { sayPairing } from '../start/pairing.ts';
import { say, step } from '../start/progress.ts';
import { linkToken, scratchFolder, startTeam } from './team.ts';

export async function showDemo(port: number, signal: AbortSignal): Promise<void> {
	const ending: (() => Promise<unknown>)[] = [];
	try {
		const scratch = await scratchFolder();
		ending.push(scratch.remove);
		const createKey = newCreateKey();
		const relay = await step(
			'Starting a relay',
			() => startRelay({ port, persist: join(scratch.dir, 'relay'), createKey, signal }),
			({ url }) => `A relay runs at ${url}`,
		);
		ending.push(() => relay.stop());
		const team = await step(
			'Opening a room for the demo team',
			() => startTeam(scratch.dir, relay.url, createKey),
			() => 'Jake and Andrew are in the room acme-sprint',
		);
		ending.push(
			() => team.andrew.stop(),
			() => team.jake.stop(),
		);
		sayPairing(await linkToken(team.jake));
		say('  The demo team, as Jake sees it:\n');
		await team.jake.watchBoard(signal);
	} finally {
		for (const end of ending.reverse()) await end();
	}
}
