/** What the extension asks the network for while there is no room, by the browser's own log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Member } from '../../testing/member.ts';
import { type ClaudeSession, Scratch } from '../../testing/scratch.ts';
import { startChromium } from '../chromium.ts';
import { picture } from '../extension/picture.ts';

const SOON = { timeout: 60_000 };
/** https://www.chromium.org/developers/design-documents/network-stack/netlog/ */
const netLog = z.object({
	events: z.array(z.object({ params: z.object({ url: z.string().optional(), initiator: z.string().optional() }).optional() })),
});

let scratch: Scratch;
beforeAll(() => {
	scratch = new Scratch();
});
afterAll(() => scratch.remove());

test('[P11] without a room the extension shows this machine’s agents, and asks the network for nothing', async () => {
	const jake = Member.inScratch(scratch.home, 'jake');
	writeAgents();
	expect(await jake.pylon(['browser', 'install', '--chromium'])).toMatchObject({ code: 0 });
	const log = join(scratch.home, 'net-log.json');
	const chromium = await startChromium({ home: jake.home, profile: join(jake.home, '.config/chromium'), netLog: log });
	const popup = await chromium.open('popup');
	await popup.getByText('Editing login.ts').first().waitFor(SOON);
	const dashboard = await chromium.open('dashboard');
	await dashboard.getByText('Editing login.ts').first().waitFor(SOON);
	for (const page of [popup, dashboard]) await page.locator('[data-testid=collision-row][data-level=conflict]').waitFor(SOON);
	await picture(popup, 'popup-local');
	await picture(dashboard, 'dashboard-local');
	const options = await chromium.open('options');
	await options.getByTestId('host').waitFor(SOON);
	// A witness: what the log would say of a call.
	await (await chromium.worker()).evaluate("fetch('http://127.0.0.1:9/witness').catch(() => undefined)");
	await chromium.close();
	const { events } = netLog.parse(JSON.parse(readFileSync(log, 'utf8')));
	const asked = events.flatMap(({ params }) =>
		params?.initiator === `chrome-extension://${chromium.extensionId}` && /^(https?|wss?):/.test(params.url ?? '') ? [params.url] : [],
	);
	expect([...new Set(asked)]).toEqual(['http://127.0.0.1:9/witness']);
});

/** Three at work on this machine: two of them in worktrees of one repository, which meet in a file; the third waits for its person. */
function writeAgents(): void {
	const api = scratch.repository('jake/api', 'https://github.com/acme/api.git');
	scratch.write('jake/api/src/login.ts', 'export const login = 1;\n');
	scratch.git('jake/api', 'add', '.');
	scratch.git('jake/api', 'commit', '--quiet', '-m', 'Log in');
	scratch.git('jake/api', 'update-ref', 'refs/remotes/origin/main', 'main');
	scratch.git('jake/api', 'worktree', 'add', '--quiet', '-b', 'fix/session-expiry', '../api-session');
	const session = join(scratch.home, 'jake/api-session');
	for (const [digit, cwd, branch] of [
		['1', api, 'main'],
		['2', session, 'fix/session-expiry'],
	] as const) {
		const writer = agent(digit, cwd);
		writer.branch = branch;
		writer.edit(scratch.write(`${cwd.slice(scratch.home.length + 1)}/src/login.ts`, `export const login = '${branch}';\n`));
	}
	agent('3', scratch.repository('jake/docs', 'https://github.com/acme/docs.git')).call('AskUserQuestion', { questions: [] });
}

function agent(digit: string, cwd: string): ClaudeSession {
	const started = scratch.claude(`${digit.repeat(8)}-1111-4111-8111-111111111111`, cwd);
	Object.assign(started, { file: `jake/${started.file}` });
	started.prompt();
	return started;
}
