/** Two people, two clones, two agents, real files and real bridges: what the room says of their work in one file. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentRoom } from '../../bridge/rooms/config.ts';
import { roomKey } from '../../bridge/rooms/room-key.ts';
import { Replay } from '../../scripts/demo/replay.ts';
import { makeOrigin } from '../../scripts/demo/repository.ts';
import { openRoom, scratchFolder } from '../../scripts/demo/team.ts';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { callRelay } from '../../shared/relay.ts';
import { unseal } from '../../shared/seal.ts';
import { Member } from '../../testing/member.ts';
import { until } from '../../testing/try-relay.ts';

const FILE = 'src/auth/login.ts';
const LINES = Array.from({ length: 40 }, (_, line) => `const line${line} = ${line};`);

function git(cwd: string, ...args: string[]): void {
	execFileSync('git', ['-c', 'user.name=Pylon', '-c', 'user.email=pylon@localhost', '-c', 'commit.gpgsign=false', ...args], {
		cwd,
		stdio: 'pipe',
	});
}

/** With a file of many lines. */
function originOf(dir: string): string {
	const origin = makeOrigin(dir);
	writeFileSync(join(origin, FILE), `${LINES.join('\n')}\n`);
	git(origin, 'commit', '--quiet', '--all', '--message=Lines');
	return origin;
}

function change(clone: string, line: number, by: string): void {
	const lines = readFileSync(join(clone, FILE), 'utf8').split('\n');
	lines[line] = `changed by ${by};`;
	writeFileSync(join(clone, FILE), lines.join('\n'));
}

describe('work in one file', { timeout: 120_000 }, () => {
	let dir: string;
	let relay: Relay;
	let jake: Member;
	let andrew: Member;
	let clones: { jake: string; andrew: string };
	const ending: (() => Promise<unknown>)[] = [];

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		relay = await startRelay({ persist: join(dir, 'relay') });
		ending.push(() => relay.stop());
		const origin = originOf(dir);
		jake = Member.inScratch(dir, 'jake');
		andrew = Member.inScratch(dir, 'andrew');
		clones = { jake: jake.clone(origin, 'work/api', 'feature/limit'), andrew: andrew.clone(origin, 'work/api', 'fix/expiry') };
		await openRoom(jake, andrew, relay.url, '');
		for (const member of [jake, andrew]) {
			member.startBridge();
			ending.push(() => member.stop());
		}
	}, 120_000);
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	}, 60_000);

	test('[C1] [C4] is one file while the lines lie apart, and a conflict once they meet', async () => {
		change(clones.jake, 4, 'jake');
		change(clones.andrew, 30, 'andrew');
		new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: clones.jake }).skip();
		new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: clones.andrew }).skip();
		await sees('same file');
		change(clones.andrew, 5, 'andrew');
		await sees('conflict');
	});

	test('[C10] is over when one of them lands', async () => {
		git(clones.andrew, 'commit', '--quiet', '--all', '--message=Expiry');
		await sees('conflict');
		git(clones.andrew, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
		await sees(undefined);
	});

	/** The level at which the room has the file. */
	async function sees(level: string | undefined): Promise<void> {
		const config = currentRoom(jake.home);
		if (config === undefined) throw new Error('There is no room.');
		const { credential, room } = config;
		const key = roomKey(config);
		let found: unknown;
		const ask = async () => {
			const { collisions } = await callRelay({ server: relay.url, room, credential }).collision.list.query();
			found = collisions.find(({ path }) => unseal(key, 'path', path) === FILE)?.level;
		};
		const asking = setInterval(() => void ask(), 500);
		try {
			await until(() => found === level, `the level ${level}, and not ${String(found)}`, 30_000);
		} finally {
			clearInterval(asking);
		}
	}
});
