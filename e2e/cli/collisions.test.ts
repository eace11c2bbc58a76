/** Two people, two clones, two agents, real files and real bridges: what the room says of their work in one file. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { currentRoom } from '../../bridge/rooms/config.ts';
import { roomKey } from '../../bridge/rooms/room-key.ts';
import { Replay } from '../../scripts/demo/replay.ts';
import { makeOrigin } from '../../scripts/demo/repository.ts';
import { openRoom, scratchFolder } from '../../scripts/demo/team.ts';
import { callRelay } from '../../shared/relay.ts';
import { unsealAgent } from '../../shared/report/sealing.ts';
import { unseal } from '../../shared/seal.ts';
import { Member } from '../../testing/member.ts';
import { CREATE_KEY, type TriedRelay, tryRelay } from '../../testing/try-relay.ts';

/** The sample sessions change its fourth line and its 32nd. */
const FILE = 'src/server.ts';
/** The relay takes twenty calls a second. */
const PATIENTLY = { timeout: 90_000, interval: 400 };
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

/** `line` counts from 0. */
function change(clone: string, line: number): void {
	const lines = readFileSync(join(clone, FILE), 'utf8').split('\n');
	lines[line] = 'CANARY';
	writeFileSync(join(clone, FILE), lines.join('\n'));
}

describe('work in one file', () => {
	let dir: string;
	let relay: TriedRelay;
	let jake: Member;
	let andrew: Member;
	let clones: { jake: string; andrew: string };
	const ending: (() => Promise<unknown>)[] = [];

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		relay = await tryRelay();
		ending.push(() => relay.stop());
		const origin = originOf(dir);
		jake = Member.inScratch(dir, 'jake');
		andrew = Member.inScratch(dir, 'andrew');
		clones = { jake: jake.clone(origin, 'work/api', 'feature/limit'), andrew: andrew.clone(origin, 'work/api', 'fix/expiry') };
		await openRoom(jake, andrew, relay.url, CREATE_KEY);
		for (const member of [jake, andrew]) {
			member.startBridge();
			ending.push(() => member.stop());
		}
	});
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	test('[C1] [C4] is one file while the lines lie apart, and a conflict once they meet', async () => {
		new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: clones.jake }).skip();
		new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: clones.andrew }).skip();
		await sees('same file');
		change(clones.andrew, 4);
		await sees('conflict');
	});

	test('[C11] a save of a person’s own is judged too, and undone', async () => {
		const saved = readFileSync(join(clones.andrew, FILE), 'utf8');
		writeFileSync(
			join(clones.andrew, FILE),
			saved
				.split('\n')
				.with(4, LINES[4] as string)
				.join('\n'),
		);
		await sees('same file');
		writeFileSync(join(clones.andrew, FILE), saved);
		await sees('conflict');
	});

	test('[P2] [C11] of what the lines hold nothing leaves a machine, not even sealed', async () => {
		const { agents, key } = await held();
		const texts = JSON.stringify(agents.map((agent) => unsealAgent(key, agent)));
		expect(texts).toContain(FILE);
		expect(texts).toMatch(/"lines":"[0-9a-f]{40}:/);
		expect(texts).not.toContain('CANARY');
	});

	test('[C9] a closed laptop merges nothing: also where the room restarts meanwhile, the others know', async () => {
		const remembered = join(jake.home, '.pylon/memory/acme-sprint.json');
		await expect.poll(() => existsSync(remembered), PATIENTLY).toBe(true);
		await andrew.stop();
		await relay.crash();
		await expect.poll(() => levelFor(jake), PATIENTLY).toBe('conflict');
		andrew.startBridge();
		await sees('conflict');
	});

	test('[C10] is over when one of them lands', async () => {
		git(clones.andrew, 'commit', '--quiet', '--all', '--message=Expiry');
		await sees('conflict');
		git(clones.andrew, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
		await sees(undefined);
	});

	async function held() {
		const config = currentRoom(jake.home);
		if (config === undefined) throw new Error('There is no room.');
		const { credential, room } = config;
		const call = callRelay({ server: relay.url, room, credential });
		const [{ agents }, { collisions }] = await Promise.all([call.agent.list.query(), call.collision.list.query()]);
		return { agents, collisions, key: roomKey(config) };
	}

	/** The level at which the relay has the file. */
	async function sees(level: string | undefined): Promise<void> {
		const seen = async () => {
			const { collisions, key } = await held();
			return collisions.find(({ path }) => unseal(key, 'path', path) === FILE)?.level;
		};
		await expect.poll(seen, PATIENTLY).toBe(level);
	}

	async function levelFor(member: Member): Promise<string | undefined> {
		const { stdout } = await member.pylon(['collisions', '--json']);
		return z
			.array(z.object({ path: z.string(), level: z.string() }))
			.parse(JSON.parse(stdout || '[]'))
			.find(({ path }) => path === FILE)?.level;
	}
});
