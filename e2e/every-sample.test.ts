/**
 * Every sample session of every agent, in one home, through a real bridge to a real relay, with a recorder in between that is given the
 * room's key. CANARY stands in every string of theirs that is not told, databases and archives included.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeOrigin } from '../scripts/demo/repository.ts';
import { expectSuccess, scratchFolder } from '../scripts/demo/team.ts';
import { startRelay } from '../scripts/relay.ts';
import { home as project } from '../scripts/run.ts';
import { fromBase64Url } from '../shared/bytes.ts';
import { eventually } from '../testing/eventually.ts';
import { Member } from '../testing/member.ts';
import { isWrittenDatabase, writeDatabase } from '../testing/sample-database.ts';
import { openedTexts } from './opened.ts';
import { archiveCodex, migrateOpencode, planOfCopilot } from './packed-samples.ts';
import { plantedIn } from './planted.ts';
import { type Recorder, startRecorder } from './recorder.ts';

const SAMPLES = join(project, 'bridge/agents/samples');
const CREATE_KEY = 'only-who-has-this-opens-rooms';
/** Where the samples say that they worked. */
const CWDS = /\/home\/(?:mara\/code|jake\/work)\/shop/g;
const DASHED_CWDS = /-?home-(?:mara-code|jake-work)-shop/g;
const DAY_MS = 86_400_000;

const expected = z.array(z.object({ session: z.string() }));
const listing = z.object({ agents: z.array(z.object({ kind: z.string() })) });
const room = z.object({ roomKey: z.string() });

describe('every sample, over the wire', () => {
	const ending: (() => Promise<unknown>)[] = [];
	const sessions: string[] = [];
	let dir: string;
	let recorder: Recorder;
	let member: Member;

	beforeAll(async () => {
		const scratch = await scratchFolder();
		dir = scratch.dir;
		ending.push(scratch.remove);
		const relay = await startRelay({ port: 0, persist: join(dir, 'relay'), createKey: CREATE_KEY });
		ending.push(() => relay.stop());
		recorder = await startRecorder(relay.url);
		ending.push(() => recorder.stop());
		member = Member.inScratch(dir, 'hearthside');
		ending.push(() => member.stop());
		const cwd = member.clone(makeOrigin(dir), 'burrow/shopfront', 'chore/samples');
		for (const kind of readdirSync(SAMPLES)) {
			for (const sample of readdirSync(join(SAMPLES, kind))) sessions.push(...moveIn(kind, sample, member.home, cwd));
		}
		sessions.push(archiveCodex(member.home));
		planOfCopilot(member.home);
		const init = ['init', '--room', 'acme-sprint', '--server', recorder.url, '--name', 'Iris', '--share', '~/burrow/shopfront', '--yes'];
		expectSuccess(await member.pylon(init, { PYLON_CREATE_KEY: CREATE_KEY }));
		member.startBridge();
	});

	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	});

	const roomKey = () => fromBase64Url(room.parse(JSON.parse(readFileSync(join(member.home, '.pylon/room.json'), 'utf8'))).roomKey);
	const opened = () => openedTexts(roomKey() ?? new Uint8Array(), recorder.crossed);

	test('agents of every kind arrive', async () => {
		const seen = await eventually(
			async () => listing.parse(JSON.parse(expectSuccess(await member.pylon(['status', '--all', '--json'])))).agents,
			(agents) => agents.length >= sessions.length - 3 && new Set(agents.map(({ kind }) => kind)).size === readdirSync(SAMPLES).length,
			60_000,
		);
		expect([...new Set(seen.map(({ kind }) => kind))].sort()).toEqual(readdirSync(SAMPLES).sort());
	});

	test('and from the database that a newer version puts in place of its files', async () => {
		sessions.push(...migrateOpencode(member.home));
		await eventually(
			async () => opened(),
			(texts) => texts.includes('Ask OpenCode’s database'),
			30_000,
		);
	});

	test('[P2] no canary, no absolute path, no home folder’s name and no session id crossed, not even sealed', () => {
		const crossed = [...recorder.crossed, ...opened()].join('\n');
		expect(opened()).toEqual(
			expect.arrayContaining(['src/cart.ts', 'Run the shop tests', 'Ask the database', 'chore/samples', 'github.com/acme/api']),
		);
		for (const secret of ['CANARY', dir, 'hearthside', 'burrow', '/home/', ...sessions]) expect(crossed).not.toContain(secret);
	});

	test('[P7] without the key nothing that was sealed can be read', () => {
		const crossed = recorder.crossed.join('\n');
		const words = opened().filter((text) => text.length > 8);
		expect(words.length).toBeGreaterThan(10);
		for (const text of words) expect(crossed).not.toContain(text);
	});
});

/** Copies a sample into the home, as if it had happened just now in that clone. Returns its sessions' ids. */
function moveIn(agent: string, name: string, home: string, cwd: string): string[] {
	const sample = join(SAMPLES, agent, name);
	const dashed = cwd.replaceAll(/[^A-Za-z0-9]/g, '-');
	for (const entry of readdirSync(sample, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || entry.name === 'expected.json') continue;
		const from = join(entry.parentPath, entry.name);
		const to = join(
			home,
			relative(sample, from).replaceAll(DASHED_CWDS, (found) => (found.startsWith('-') ? dashed : dashed.slice(1))),
		);
		const content = plantedIn(readFileSync(from, 'utf8'), agent)
			.replaceAll(CWDS, cwd)
			// A step in progress would be the task, and hide the title.
			.replaceAll('in_progress', 'completed')
			.replaceAll(/2026-10-0\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (time) => recent(Date.parse(time)).toISOString())
			.replaceAll(/2026-10-0\d \d\d:\d\d:\d\d/g, (time) =>
				recent(Date.parse(`${time}Z`))
					.toISOString()
					.replace('T', ' ')
					.slice(0, 19),
			)
			.replaceAll(/\b179\d{7}\b/g, (time) => String(Math.floor(recent(Number(time) * 1000).getTime() / 1000)))
			.replaceAll(/\b17\d{11}\b/g, (time) => String(recent(Number(time)).getTime()));
		mkdirSync(dirname(to), { recursive: true });
		if (isWrittenDatabase(to)) {
			writeDatabase(to.replace(/\.json$/, ''), JSON.parse(content));
			continue;
		}
		// Samples of one agent may have a file in common: the first one's stays, and the other's sessions may be missed.
		if (!existsSync(to)) writeFileSync(to, content);
	}
	return expected.parse(JSON.parse(readFileSync(join(sample, 'expected.json'), 'utf8'))).map(({ session }) => session);
}

/** Within the last three hours; what happened on one day keeps its order. */
function recent(time: number): Date {
	return new Date(Date.now() - DAY_MS / 8 + Math.round((time % DAY_MS) / 8));
}
