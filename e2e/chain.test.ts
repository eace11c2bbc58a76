/**
 * The whole chain, with real parts: a relay, two people with homes and clones of their own, their bridges as processes, session
 * files that grow, and a browser with the built extension beside a pull request. A recorder reads all that crosses the wire.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Replay } from '../scripts/demo/replay.ts';
import { makeOrigin } from '../scripts/demo/repository.ts';
import { expectSuccess, linkToken, openRoom, scratchFolder } from '../scripts/demo/team.ts';
import { type Relay, startRelay } from '../scripts/relay.ts';

import { fromBase64Url, sha256Hex } from '../shared/bytes.ts';
import { eventually } from '../testing/eventually.ts';
import { Member } from '../testing/member.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { login } from './github/pull.ts';
import { site } from './github/site.ts';
import { marksOf } from './marks/chromium-eye.ts';
import { openedTexts } from './opened.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { claudeEdit, claudeSaying, codexEdit, codexSaying } from './records.ts';

const SOON_MS = 60_000;
const BACK_MS = 60_000;
const CREATE_KEY = 'only-who-has-this-opens-rooms';
const CONTESTED = 'src/auth/login.ts';
/** Said in a prompt, a reply, a command and its output, and written into a file: nobody else may ever read it. */
const PLANTED = 'heliotrope umbrella';

const status = z.object({
	agents: z.array(
		z.object({ operatorId: z.string(), kind: z.string(), task: z.string().nullable(), touches: z.array(z.object({ path: z.string() })) }),
	),
	collisions: z.array(z.object({ path: z.string(), level: z.string(), contenders: z.array(z.object({ operatorId: z.string() })) })),
});
type Status = z.infer<typeof status>;

const statusOf = async (member: Member): Promise<Status> =>
	status.parse(JSON.parse(expectSuccess(await member.pylon(['status', '--all', '--json']))));
const operatorsIn = (seen: Status): string[] => [...new Set(seen.agents.map((agent) => agent.operatorId))].sort();
const touched = (seen: Status, path: string): boolean => seen.agents.some((agent) => agent.touches.some((touch) => touch.path === path));

describe('two people, one room, one pull request', () => {
	const ending: (() => Promise<unknown> | unknown)[] = [];
	let dir: string;
	let relay: Relay;
	let recorder: Recorder;
	let jake: Member;
	let andrew: Member;
	let chromium: Chromium;
	let popup: Page;
	let panel: Page;
	let pullRequest: Page;
	let jakesAgent: Replay;
	let andrewsAgent: Replay;
	let diary: Replay;

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		relay = await startRelay({ port: 0, persist: join(dir, 'relay'), createKey: CREATE_KEY });
		ending.push(() => relay.stop());
		recorder = await startRecorder(relay.url);
		ending.push(() => recorder.stop());

		jake = Member.inScratch(dir, 'jake');
		andrew = Member.inScratch(dir, 'andrew');
		ending.push(
			() => jake.stop(),
			() => andrew.stop(),
		);
		const origin = makeOrigin(dir);
		jakesAgent = new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: jake.clone(origin, 'work/api', 'feature/login-limit') });
		andrewsAgent = new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: andrew.clone(origin, 'work/api', 'fix/session-expiry') });
		diary = new Replay({
			sample: 'andrew-codex',
			home: jake.home,
			cwd: jake.clone(makeOrigin(join(dir, 'private')), 'private/diary', 'dear-diary'),
		});
		await openRoom(jake, andrew, recorder.url, CREATE_KEY);
		for (const member of [jake, andrew]) member.startBridge();

		chromium = await startChromium();
		chromium.serve(site([login]));
		ending.push(() => chromium.close());
	});

	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	test('both agents are visible to both operators within seconds of an append', async () => {
		jakesAgent.skip(10);
		jakesAgent.append(...claudeSaying(PLANTED));
		andrewsAgent.skip(10);
		andrewsAgent.append(...codexSaying(PLANTED));
		for (const member of [jake, andrew]) {
			const seen = await eventually(
				() => statusOf(member),
				(now) => operatorsIn(now).length === 2 && touched(now, 'src/auth/session.ts'),
				SOON_MS,
			);
			expect(seen.agents.map((agent) => agent.kind).sort()).toEqual(['claude-code', 'codex']);
			expect(seen.collisions).toEqual([]);
		}
	});

	test('a pasted link token pairs the extension, and popup and side panel show the room', async () => {
		popup = await chromium.open('popup');
		await popup.getByRole('textbox').fill(await linkToken(jake));
		await popup.getByRole('button', { name: /connect/i }).click();
		panel = await chromium.open('sidepanel');
		await popup.getByText('Andrew').first().waitFor({ timeout: SOON_MS });
		await panel.getByText('Claude Code').first().waitFor({ timeout: SOON_MS });
	});

	test('[C1] two people edit one file: status, popup, side panel and the file’s header all say so', async () => {
		pullRequest = await chromium.visit('https://github.com/acme/api/pull/7/changes');
		jakesAgent.skip();
		andrewsAgent.skip();
		for (const member of [jake, andrew]) {
			const { collisions } = await eventually(
				() => statusOf(member),
				(now) => now.collisions.some((collision) => collision.path === CONTESTED && collision.level === 'conflict'),
				SOON_MS,
			);
			const contenders = collisions.find((collision) => collision.path === CONTESTED)?.contenders ?? [];
			expect(contenders.map((contender) => contender.operatorId).sort()).toEqual(['andrew', 'jake']);
		}
		for (const surface of [popup, panel]) {
			await surface
				.getByText(/Andrew's Codex (is editing|changed) the same lines/)
				.first()
				.waitFor({ timeout: SOON_MS });
		}
		const marks = marksOf(pullRequest).in(`[id="diff-${await sha256Hex(CONTESTED)}"]`);
		expect((await marks.one('conflict-mine')).name).toContain('Andrew');
	});

	test('a killed relay that starts again has lost no member, and the room is live again by itself', async () => {
		await kill(relay);
		// Both write the same new file.
		for (const member of [jake, andrew]) writeFileSync(join(member.home, 'work/api/src/renewal.ts'), `${member.home}\n`);
		jakesAgent.append(...claudeEdit('src/renewal.ts'));
		relay = await startRelay({ port: 0, persist: join(dir, 'relay'), createKey: CREATE_KEY });
		recorder.passTo(relay.url);
		const seen = await eventually(
			() => statusOf(andrew).catch((error: unknown) => ({ agents: [], collisions: [], error: String(error) })),
			(now) => operatorsIn(now).length === 2 && touched(now, 'src/renewal.ts'),
			BACK_MS,
		);
		expect(seen.collisions.map((collision) => collision.path)).toContain(CONTESTED);
		andrewsAgent.append(...codexEdit('src/renewal.ts'));
		for (const surface of [popup, panel]) await surface.getByText('src/renewal.ts').first().waitFor({ timeout: BACK_MS });
	});

	test('[P3] a session outside the shared paths never shows', async () => {
		diary.skip();
		await eventually(
			() => jake.pylon(['status', '--mine', '--json']),
			({ stdout }) => stdout.includes('dear-diary'),
			SOON_MS,
		);
		await sleep(3_000);
		const seen = await statusOf(andrew);
		expect(JSON.stringify(seen)).not.toContain('dear-diary');
		expect(opened().join('\n')).not.toContain('dear-diary');
	});

	test('[P2] no word of a prompt, reply, command, output or file, no absolute path and no session id ever crossed the wire', async () => {
		const crossed = [...recorder.crossed, ...opened()].join('\n');
		expect(crossed).toContain('claude-code');
		expect(opened()).toContain(CONTESTED);
		for (const secret of [PLANTED, dir, jakesAgent.session, andrewsAgent.session, diary.session, roomKeyOf(jake)]) {
			expect(crossed).not.toContain(secret);
		}
	});

	test('[P7] [P9] without the room’s key names, roles and statuses can be read; no path, branch, task or repository', () => {
		const crossed = recorder.crossed.join('\n');
		for (const text of ['Andrew', 'admin', 'claude-code', 'working']) expect(crossed).toContain(text);
		for (const text of [CONTESTED, 'feature/login-limit', 'github.com/acme/api', 'Cover the limit with tests']) {
			expect(opened()).toContain(text);
			expect(crossed).not.toContain(text);
		}
	});

	const opened = (): string[] => openedTexts(fromBase64Url(roomKeyOf(jake)) ?? new Uint8Array(), recorder.crossed);
});

/** As if the machine had lost power: no process of the relay gets to say or save anything. */
async function kill(relay: Relay): Promise<void> {
	process.kill(-relay.pid, 'SIGKILL');
	await relay.ended;
}

const roomKeyOf = (member: Member): string =>
	z.object({ roomKey: z.string() }).parse(JSON.parse(readFileSync(join(member.home, '.pylon', 'room.json'), 'utf8'))).roomKey;
