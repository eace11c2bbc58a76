/** Everything that `pylon doctor` looks at. Without a room nothing of it opens a network connection. */

import { VERSION } from '../base/version.ts';
import { runningBridge } from '../daemon/daemon.ts';
import { checkAttention } from './attention.ts';
import { checkBridge, checkServed } from './bridge-process.ts';
import { checkBrowsers } from './browsers.ts';
import { type Examination, type Finding, note } from './finding.ts';
import { checkHooks } from './hooks.ts';
import { checkLogin } from './login.ts';
import { checkGit, checkNode } from './machine.ts';
import { checkConfig, checkFiles } from './private-files.ts';
import { checkReach } from './reach.ts';
import { checkMembership, checkSharing } from './room.ts';
import { checkSessions } from './sessions.ts';
import { checkWayOut } from './way-out.ts';

export interface Patient {
	home: string;
	env: NodeJS.ProcessEnv;
	/** The script that is `pylon`. */
	script: string;
	clock: () => number;
	signal: AbortSignal;
	since: number | 'all';
	/** `since` in words. */
	period: string;
}

export async function examine({ home, env, script, clock, signal, since, period }: Patient): Promise<Examination> {
	const { rooms, isPaused, shares, findings: config } = checkConfig(home);
	const [git, sessions, bridge, attention, wayOut] = await Promise.all([
		checkGit(env),
		checkSessions({ home, env, since, period, now: clock() }),
		runningBridge(home),
		checkAttention({ home, env, signal }),
		checkWayOut(env),
	]);
	const ofRooms = await Promise.all(
		rooms.map(async (room) => {
			const reach = await checkReach(room.server, env, signal);
			const isReached = reach.every(({ state }) => state !== 'problem');
			const membership = isReached ? await checkMembership(room, shares, { clock, signal }) : [];
			const found = [...reach, ...membership, ...checkServed(room, bridge), ...checkSharing(room, home)];
			return found.map((finding): Finding => ({ ...finding, room: room.room }));
		}),
	);
	const none =
		rooms.length === 0 && config.length === 0 ? [note('config', 'This machine is in no room: everything stays local.', 'pylon join')] : [];
	return {
		version: VERSION,
		node: process.versions.node,
		platform: `${process.platform} ${process.arch}`,
		rooms: rooms.map(({ room, server }) => ({ room, server })),
		findings: [
			checkNode(process.versions.node),
			git,
			...checkFiles(home),
			...config,
			...sessions.findings,
			...checkBridge({ bridge, version: VERSION, rooms, isPaused, now: clock() }),
			...checkLogin({ home, env }, script),
			...checkHooks({ home, env, script }, bridge !== undefined),
			...attention,
			...checkBrowsers({ home, env, script }),
			...wayOut,
			...none,
			...ofRooms.flat(),
		],
		drift: sessions.drift,
	};
}
