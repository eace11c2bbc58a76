/**
 * A room for this machine's own agents. The user's room is used where there is one; else one is opened on a relay on this
 * machine, and every repository with recent sessions is shared with it: no other machine can reach or enter that room.
 */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { pylonFolder } from '../../bridge/base/home.ts';
import { offerHooks } from '../../bridge/commands/parts/offer-hooks.ts';
import type { LocalAgent } from '../../bridge/local-agents/local-agent.ts';
import { readLocalAgents } from '../../bridge/local-agents/local-agents.ts';
import { currentRoom } from '../../bridge/rooms/config.ts';
import { openShell } from '../../bridge/terminal/shell.ts';
import { counted } from '../../shared/words.ts';
import { Member } from '../../testing/member.ts';
import { expectSuccess, linkToken } from '../demo/team.ts';
import { startRelay } from '../relay.ts';
import { home as project } from '../run.ts';
import { createKeyIn } from './create-key.ts';
import { offerHost } from './offer-host.ts';
import { sayPairing } from './pairing.ts';
import { dim, say, step } from './progress.ts';

const HOOKS = 'npm run -s pylon -- hooks install';
const RECENT_MS = 30 * 24 * 60 * 60 * 1_000;

/** The agents of the last thirty days, newest first. */
export async function recentAgents(home: string): Promise<LocalAgent[]> {
	const now = Date.now();
	const { agents } = await readLocalAgents({ home, env: process.env, since: now - RECENT_MS, now });
	return agents;
}

export async function showOwnRoom(home: string, port: number, agents: LocalAgent[], signal: AbortSignal): Promise<void> {
	const me = Member.ofThisMachine(home);
	const ending: (() => Promise<unknown>)[] = [() => me.stop()];
	try {
		const room = currentRoom(home);
		const server = room?.server ?? `http://127.0.0.1:${port}`;
		if (isThisMachine(server)) {
			const folder = join(pylonFolder(home), 'relay');
			const createKey = createKeyIn(folder);
			const relay = await step(
				'Starting a relay',
				() => startRelay({ port: portOf(server), persist: folder, createKey, signal }),
				({ url }) => `A relay runs at ${url}`,
			);
			ending.push(() => relay.stop());
			if (room === undefined) await openOwnRoom(me, relay.url, createKey, agents);
		}
		me.startBridge();
		await offerHooks({ shell: openShell(process, signal), script: join(project, 'bridge/pylon.ts'), yes: undefined }, undefined, HOOKS);
		sayPairing(await linkToken(me), { hasHost: await offerHost(home, signal) });
		await me.watchBoard(signal);
	} finally {
		for (const end of ending.reverse()) await end();
	}
}

async function openOwnRoom(me: Member, server: string, createKey: string, agents: LocalAgent[]): Promise<void> {
	const user = userInfo().username;
	const name = roomNameOf(user);
	const roots = [...new Set(agents.flatMap((agent) => agent.root ?? []))];
	const shares = roots.flatMap((root) => ['--share', root]);
	const args = ['init', '--room', name, '--server', server, '--name', user, ...shares, '--yes'];
	const open = async () => expectSuccess(await me.pylon(args, { PYLON_CREATE_KEY: createKey }));
	await step('Opening a room', open, () => `Opened the room ${name}, which no other machine can enter`);
	say(
		dim(
			`    It holds ${counted(roots.length, 'repository', 'repositories')} with recent sessions; \`npm run -s pylon -- share list\` names them.`,
		),
	);
}

const isThisMachine = (server: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(server).hostname);
const portOf = (server: string): number => Number(new URL(server).port || 80);

/** `Jake` → `jake-room`. */
function roomNameOf(user: string): string {
	const slug = user
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '');
	return `${slug === '' ? 'my' : slug.slice(0, 40)}-room`;
}
