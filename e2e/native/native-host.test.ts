/**
 * Install and it is there: real browsers start the real native host of a scratch home, which `pylon browser install` showed them. First
 * without a room and without a relay, then with one.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { Member } from '../../testing/member.ts';
import { hostsOf } from '../../testing/native-hosts.ts';
import { type ClaudeSession, Scratch } from '../../testing/scratch.ts';
import { CREATE_KEY, type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { startChromium } from '../chromium.ts';
import { startFirefox } from '../firefox.ts';
import type { Surface } from '../surface.ts';

const SOON_MS = 60_000;

/** A surface of the extension, as both browsers show it. */
interface Shown {
	evaluate(expression: string): Promise<unknown>;
	close(): Promise<void>;
}

interface Browser {
	open(surface: Surface): Promise<Shown>;
	stopBackground(): Promise<void>;
	close(): Promise<void>;
}

const BROWSERS: Readonly<Record<'chromium' | 'firefox', (home: string) => Promise<Browser>>> = {
	chromium: async (home) => {
		const chromium = await startChromium({ home, profile: join(home, '.config/chromium') });
		return {
			open: async (surface) => {
				const page = await chromium.open(surface);
				return { evaluate: (expression) => page.evaluate(expression), close: () => page.close() };
			},
			stopBackground: () => chromium.killWorker(),
			close: () => chromium.close(),
		};
	},
	firefox: async (home) => {
		const firefox = await startFirefox({ home });
		return {
			open: async (surface) => {
				const page = await firefox.open(surface);
				return { evaluate: (expression) => page.evaluate(expression), close: () => page.close() };
			},
			stopBackground: () => firefox.stopBackground(),
			close: () => firefox.close(),
		};
	},
};

const says = (shown: Shown, words: string) =>
	eventually(
		async () => String(await shown.evaluate('document.body.innerText')),
		(text) => text.includes(words),
		SOON_MS,
	);
const saysNot = (shown: Shown, words: string) =>
	eventually(
		async () => String(await shown.evaluate('document.body.innerText')),
		(text) => !text.includes(words),
		SOON_MS,
	);
const has = (shown: Shown, testid: string) =>
	eventually(() => shown.evaluate(`document.querySelector('[data-testid="${testid}"]') !== null`), Boolean, SOON_MS);
const click = async (shown: Shown, name: string) => {
	const button = `[...document.querySelectorAll('button')].find((each) => each.innerText.trim() === ${JSON.stringify(name)})`;
	await eventually(() => shown.evaluate(`${button} !== undefined`), Boolean, SOON_MS);
	await shown.evaluate(`${button}.click()`);
};

describe.for(['chromium', 'firefox'] as const)('in %s', (name) => {
	let scratch: Scratch;
	let jake: Member;
	let session: ClaudeSession;
	let browser: Browser;
	let popup: Shown;
	let relay: TriedRelay | undefined;
	let bridge: ReturnType<Member['startBridge']> | undefined;
	const bridgeSays: string[] = [];

	beforeAll(async () => {
		scratch = new Scratch();
		jake = Member.inScratch(scratch.home, 'jake');
		scratch.repository('jake/work/api', 'https://github.com/acme/api.git');
		scratch.repository('jake/work/diary', 'https://github.com/jake/diary.git');
		scratch.git('jake/work/diary', 'update-ref', 'refs/remotes/origin/main', 'main');
		scratch.git('jake/work/diary', 'worktree', 'add', '--quiet', '-b', 'second', '../second');
		session = agent('11111111-1111-4111-8111-111111111111', 'api');
		session.edit(join(session.cwd, 'src/login.ts'));
		const installed = await jake.pylon(['browser', 'install', `--${name}`]);
		expect(installed).toMatchObject({ code: 0, stderr: '' });
		browser = await BROWSERS[name](jake.home);
		popup = await browser.open('popup');
	});

	afterAll(async () => {
		await jake?.stop();
		await browser?.close();
		await relay?.stop();
		scratch?.remove();
	});

	function agent(id: string, folder: string): ClaudeSession {
		const cwd = join(scratch.home, 'jake/work', folder);
		const started = scratch.claude(id, cwd);
		Object.assign(started, { file: `jake/${started.file}` });
		started.prompt();
		return started;
	}

	test('[P11] without a room a session file grows, and the popup shows it', async () => {
		await says(popup, 'This machine');
		expect(await says(popup, 'local')).toContain('Nothing is shared, nothing is connected.');
		await has(popup, 'agent-row');
		await says(popup, 'Editing login.ts');
		session.read(join(session.cwd, 'README.md'));
		await says(popup, 'Reading README.md');
	});

	test('the dashboard has all views of it', async () => {
		const dashboard = await browser.open('dashboard');
		await says(dashboard, 'Reading README.md');
		await has(dashboard, 'views');
		await dashboard.close();
	});

	test('options say that it is connected, and which Pylon it is', async () => {
		const options = await browser.open('options');
		expect(await says(options, 'Connected: Pylon')).toContain('This machine');
		await options.close();
	});

	test('a background that was stopped has it again', async () => {
		await popup.close();
		await browser.stopBackground();
		popup = await browser.open('popup');
		await says(popup, 'This machine');
		session.edit(join(session.cwd, 'src/after-stop.ts'));
		await says(popup, 'Editing after-stop.ts');
	});

	test('[P12] then a room is opened: its person is asked, agrees, and the room shows, without a token', async () => {
		relay = await tryRelay();
		const args = ['init', '--room', 'acme-sprint', '--server', relay.url, '--name', 'Jake', '--share', session.cwd, '--yes'];
		expect(await jake.pylon(args, { PYLON_CREATE_KEY: CREATE_KEY })).toMatchObject({ code: 0 });
		bridge = jake.startBridge((line) => bridgeSays.push(line));
		await says(popup, 'This machine is in acme-sprint.');
		await click(popup, 'Show');
		await eventually(
			() => popup.evaluate(`document.querySelector('[data-testid="room-name"]')?.innerText`),
			(room) => room === 'acme-sprint',
			SOON_MS,
		);
		await says(popup, 'live');
		await says(popup, 'Editing after-stop.ts');
		await saysNot(popup, 'private');
	});

	test('the browser is a device of its own, listed', async () => {
		const { stdout } = await jake.pylon(['link', 'list', '--json']);
		const labels = (JSON.parse(stdout) as { label: string }[]).map(({ label }) => label);
		expect(labels).toContain(`${name === 'firefox' ? 'Firefox' : 'Chrome'} on Linux`);
	});

	test('[P12] agents of repositories that are not shared are in My View, marked private, and not in the room', async () => {
		const diary = agent('22222222-2222-4222-8222-222222222222', 'diary');
		diary.edit(join(diary.cwd, 'src/secret-plan.ts'));
		await says(popup, 'Editing secret-plan.ts');
		await has(popup, 'private');
		const { stdout } = await jake.pylon(['status', '--all', '--json']);
		expect(stdout).not.toContain('secret-plan');
		const dashboard = await browser.open('dashboard');
		await click(dashboard, 'My View');
		await says(dashboard, 'Editing secret-plan.ts');
		await click(dashboard, 'All View');
		await saysNot(dashboard, 'Editing secret-plan.ts');
		await dashboard.close();
	});

	test('[P12] worktrees of such a repository that meet are told beside the room, marked private, and the room hears nothing', async () => {
		for (const [id, folder] of [
			['33333333-3333-4333-8333-333333333333', 'diary'],
			['44444444-4444-4444-8444-444444444444', 'second'],
		] as const) {
			const writer = agent(id, folder);
			if (folder === 'second') writer.branch = 'second';
			writer.edit(scratch.write(`jake/work/${folder}/README.md`, `# Mine in ${folder}\n`));
		}
		const collision = '[data-testid=collision-row][data-level=conflict]';
		await eventually(() => popup.evaluate(`document.querySelector('${collision} [data-testid=private]') !== null`), Boolean, SOON_MS);
		const { stdout } = await jake.pylon(['peek', '--json']);
		expect(stdout).toContain('acme-sprint');
		expect(stdout).not.toMatch(/diary|second/);
		const dashboard = await browser.open('dashboard');
		await click(dashboard, 'My View');
		await eventually(() => dashboard.evaluate(`document.querySelector('${collision}') !== null`), Boolean, SOON_MS);
		await click(dashboard, 'All View');
		await eventually(() => dashboard.evaluate(`document.querySelector('${collision}') === null`), Boolean, SOON_MS);
		await dashboard.close();
	});

	test('a host that is killed is started again, and nothing is lost', async () => {
		const hosts = await eventually(
			() => hostsOf(jake.home),
			(running) => running.length === 1,
			SOON_MS,
		);
		for (const pid of hosts) process.kill(pid, 'SIGKILL');
		session.edit(join(session.cwd, 'src/meanwhile.ts'));
		await says(popup, 'Editing meanwhile.ts');
		expect(await says(popup, 'acme-sprint')).toContain('live');
		await eventually(
			() => hostsOf(jake.home),
			(now) => now.some((pid) => !hosts.includes(pid)),
			SOON_MS,
		);
		await says(popup, 'Editing secret-plan.ts');
		expect([bridge?.exitCode, bridge?.signalCode], `The bridge lives on.\n${bridgeSays.join('\n')}`).toEqual([null, null]);
	});

	test('a room that is joined later comes by itself', async () => {
		const args = ['init', '--room', 'later-sprint', '--server', relay?.url ?? '', '--name', 'Jake', '--yes'];
		expect(await jake.pylon(args, { PYLON_CREATE_KEY: CREATE_KEY })).toMatchObject({ code: 0 });
		const rooms = "[...document.querySelectorAll('[data-testid=room-switch] option')].map((each) => each.innerText)";
		await eventually(
			() => popup.evaluate(rooms),
			(found) => JSON.stringify(found) === '["acme-sprint","later-sprint"]',
			SOON_MS,
		);
	});

	test.runIf(name === 'chromium')('a browser that starts again has rooms and agents without being asked again', async () => {
		await browser.close();
		browser = await BROWSERS[name](jake.home);
		popup = await browser.open('popup');
		await says(popup, 'Editing secret-plan.ts');
		expect(await says(popup, 'live')).not.toContain('Show it in this browser');
	});

	test('hosts end with the browser', async () => {
		await browser.close();
		await eventually(
			() => hostsOf(jake.home),
			(left) => left.length === 0,
			SOON_MS,
		);
	});
});
