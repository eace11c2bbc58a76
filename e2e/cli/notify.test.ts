/**
 * Two people, real bridges, a real relay: Jake is away from his browser. What his bridge tells his desktop, of which a stand-in for
 * notify-send keeps what it is given, and his webhook, a real server with TLS.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Replay } from '../../scripts/demo/replay.ts';
import { expectSuccess, scratchFolder } from '../../scripts/demo/team.ts';
import { eventually } from '../../testing/eventually.ts';
import { type FakeDesktop, fakeDesktop } from '../../testing/fake-notify-send.ts';
import { changeLine, FILE, type HearingTeam, startHearingTeam } from '../../testing/hearing-team.ts';
import { NativeClient } from '../../testing/native-client.ts';
import { SECRET, type TriedWebhook, tryWebhook } from '../../testing/try-webhook.ts';

const SOON_MS = 90_000;
const HOSTILE_NAME = '@everyone <!channel>';
/** Two files are in conflict, changed within a moment: either may be the newest, which is named first. */
const CONFLICT = 'A conflict in ';
const WAITS = 'Your Claude Code waits for you';

describe('Jake is away from his browser', { timeout: 3 * SOON_MS }, () => {
	let team: HearingTeam;
	let remove: () => Promise<void>;
	let hook: TriedWebhook;
	let desktop: FakeDesktop;
	const lines: string[] = [];

	beforeAll(async () => {
		const scratch = await scratchFolder();
		remove = scratch.remove;
		[team, hook] = await Promise.all([startHearingTeam(), tryWebhook(scratch.dir)]);
		desktop = fakeDesktop(scratch.dir);
		const { jake, andrew } = team;
		await jake.stop();
		Object.assign(jake.env, { PATH: desktop.path, NODE_EXTRA_CA_CERTS: hook.ca });
		expectSuccess(await andrew.pylon(['rename', HOSTILE_NAME]));
		expectSuccess(await jake.pylon(['notify', 'webhook', '-', '--shape', 'slack'], {}, hook.address));
		expectSuccess(await jake.pylon(['notify', 'desktop', 'on']));
		expectSuccess(await jake.pylon(['notify', 'after', '0']));
	}, 3 * SOON_MS);
	afterAll(async () => {
		await team.stop();
		await hook.stop();
		await remove();
	});

	const startBridge = () => team.jake.startBridge((line) => void lines.push(line));
	const texts = () => hook.told.map(({ body }) => String(JSON.parse(body).text));
	const toldWith = (words: string) => texts().filter((text) => text.includes(words));
	const shownWith = (words: string) => desktop.shown().filter((args) => args.join(' ').includes(words));
	const become = (ask: () => unknown[], count: number) => eventually(ask, (found) => found.length === count, SOON_MS);

	test('[N1] [N4] [N5] [N6] a conflict is told once by both; outside nobody is named, and on the desktop a name is no markup', async () => {
		hook.answers.push({ status: 503, body: HOSTILE_NAME });
		team.jakesAgent.skip();
		changeLine(team.clones.andrew, 4);
		startBridge();
		await become(() => shownWith(CONFLICT), 1);
		// The first time it was not taken, and came again.
		await become(() => toldWith(CONFLICT), 2);
		expect(new Set(toldWith(CONFLICT))).toHaveLength(1);
		expect(toldWith(CONFLICT)[0]).toContain('with a teammate’s work');
		expect(texts().join()).not.toMatch(/everyone|channel/);
		expect(shownWith(CONFLICT)[0]?.at(-1)).toContain('with @everyone ‹!channel›’s work');
	});

	test('[N3] while a browser of this machine is there the desktop is silent, and the webhook is told', async () => {
		const browser = new NativeClient(team.jake.env);
		browser.hello();
		await browser.heard('event');
		const shown = desktop.shown().length;
		new Replay({ sample: 'jake-claude-code-waiting', home: team.jake.home, cwd: team.clones.jake, pid: process.pid }).skip();
		await become(() => toldWith(WAITS), 1);
		expect(desktop.shown()).toHaveLength(shown);
		await browser.close();
	});

	test('[N1] a bridge that starts anew tells nothing twice; [N6] names go along once the room allows it, and ping nobody', async () => {
		const { jake } = team;
		const before = hook.told.length;
		await jake.stop();
		expectSuccess(await jake.pylon(['policy', 'names=on']));
		startBridge();
		const told = join(jake.home, '.pylon/told.json');
		expect(readFileSync(told, 'utf8')).not.toMatch(/andrew|server\.ts|expiry/);
		// It is told what it never heard of, and of nothing else.
		await eventually(
			() => lines.filter((line) => line.includes('Connected to')).length,
			(count) => count === 2,
			SOON_MS,
		);
		new Replay({ sample: 'jake-claude-code-waiting', home: jake.home, cwd: team.clones.jake, pid: process.pid }).skip();
		await become(() => toldWith(WAITS), 2);
		expect(hook.told).toHaveLength(before + 1);
		// The first one was while the browser was there.
		await become(() => shownWith(WAITS), 1);
		await jake.stop();
		rmSync(told);
		startBridge();
		const [named] = await eventually(
			() => toldWith('everyone'),
			(found) => found.length > 0,
			SOON_MS,
		);
		expect(named).toContain('with @\u200beveryone &lt;!channel&gt;’s work');
	});

	test('[N2] a file in conflict and a person are muted by name, and heard of again', async () => {
		const { jake } = team;
		const muted = async (...args: string[]) =>
			(JSON.parse(expectSuccess(await jake.pylon(['notify', ...args, '--json']))) as { muted: number }).muted;
		expect(await muted('mute', FILE)).toBe(1);
		expect(await muted('mute', HOSTILE_NAME)).toBe(2);
		expect(expectSuccess(await jake.pylon(['notify']))).toMatch(new RegExp(`Muted +${FILE}, andrew`));
		const { muted: kept } = JSON.parse(readFileSync(join(jake.home, '.pylon/quiet.json'), 'utf8'));
		expect(Object.values(kept)).toEqual([
			{ andrew: { isMuted: true, at: expect.any(Number) }, [`github.com/acme/api\0${FILE}`]: { isMuted: true, at: expect.any(Number) } },
		]);
		expect(await muted('unmute', FILE)).toBe(1);
		expect(await muted('unmute', HOSTILE_NAME)).toBe(0);
		for (const name of [FILE, 'Jake']) expect((await jake.pylon(['notify', 'unmute', name])).code).toBe(2);
		expect((await jake.pylon(['notify', 'mute', 'Jake'])).code).toBe(2);
	});

	test('[N4] neither the bridge’s own words nor what it keeps say the address', () => {
		expect(lines.join('\n')).not.toContain(SECRET);
		expect(readFileSync(join(team.jake.home, '.pylon/settings.json'), 'utf8')).not.toContain(SECRET);
	});
});
