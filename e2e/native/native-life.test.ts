/**
 * The native host through a browser's life, in Firefox, whose idle time can be set: windows, profiles, an idle background, and an extension
 * that is installed anew while its host runs.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { Member } from '../../testing/member.ts';
import { hostsOf } from '../../testing/native-hosts.ts';
import { type ClaudeSession, Scratch } from '../../testing/scratch.ts';
import { type Firefox, startFirefox } from '../firefox.ts';

const SOON_MS = 60_000;
type Page = Awaited<ReturnType<Firefox['open']>>;

let scratch: Scratch;
let jake: Member;
let session: ClaudeSession;
let firefox: Firefox;
let popup: Page;

beforeAll(async () => {
	scratch = new Scratch();
	jake = Member.inScratch(scratch.home, 'jake');
	const cwd = scratch.repository('jake/work/api', 'https://github.com/acme/api.git');
	session = scratch.claude('11111111-1111-4111-8111-111111111111', cwd);
	Object.assign(session, { file: `jake/${session.file}` });
	session.prompt();
	session.edit(join(cwd, 'login.ts'));
	expect(await jake.pylon(['browser', 'install', '--firefox'])).toMatchObject({ code: 0, stderr: '' });
	firefox = await startFirefox({ home: jake.home, idleMs: 2_000 });
	popup = await firefox.open('popup');
	await says(popup, 'Editing login.ts');
});

afterAll(async () => {
	await firefox?.close();
	scratch?.remove();
});

const says = (page: Page, words: string) =>
	eventually(
		async () => String(await page.evaluate('document.body.innerText')),
		(text) => text.includes(words),
		SOON_MS,
	);

const hostsAre = (holds: (hosts: number[]) => boolean) => eventually(() => hostsOf(jake.home), holds, SOON_MS);

test('all windows of a browser have one host', async () => {
	await popup.evaluate("browser.windows.create({ url: 'dashboard.html' }).then(() => 'open')");
	const inWindow = "browser.extension.getViews({ type: 'tab' }).find(({ location }) => location.pathname === '/dashboard.html')";
	await eventually(
		async () => String(await popup.evaluate(`${inWindow}?.document.body.innerText ?? ''`)),
		(text) => text.includes('Editing login.ts'),
		SOON_MS,
	);
	expect(hostsOf(jake.home)).toHaveLength(1);
	await popup.evaluate(`${inWindow}.close()`);
});

test('[P12] another profile has a host of its own, which ends with it; meanwhile an idle background is kept by its port', async () => {
	const [starts, hosts] = [await firefox.backgroundStarts(), hostsOf(jake.home)];
	await popup.close();
	// To start, look and end takes another browser longer than this one lets a background be idle.
	const other = await startFirefox({ home: jake.home });
	try {
		const there = await other.open('popup');
		await says(there, 'Editing login.ts');
		await hostsAre((now) => now.length === 2);
	} finally {
		await other.close();
	}
	expect(await hostsAre((now) => now.length === 1)).toEqual(hosts);
	expect([await firefox.isBackgroundRunning(), await firefox.backgroundStarts()]).toEqual([true, starts]);
	popup = await firefox.open('popup');
	session.edit(join(session.cwd, 'later.ts'));
	await says(popup, 'Editing later.ts');
});

test('an extension that is installed anew while its host runs has another one, and shows what it tells', async () => {
	const hosts = hostsOf(jake.home);
	await firefox.installAnew();
	await hostsAre((now) => now.length === 1 && !hosts.includes(now[0] ?? 0));
	popup = await firefox.open('popup');
	session.edit(join(session.cwd, 'newest.ts'));
	await says(popup, 'Editing newest.ts');
});
