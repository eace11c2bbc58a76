/** What the extension asks the network for while there is no room, by the browser's own log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';
import { startChromium } from '../chromium.ts';

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
	const session = scratch.claude('11111111-1111-4111-8111-111111111111', scratch.repository('jake/api', 'https://github.com/acme/api.git'));
	Object.assign(session, { file: `jake/${session.file}` });
	session.prompt();
	session.edit(join(session.cwd, 'src/login.ts'));
	expect(await jake.pylon(['browser', 'install', '--chromium'])).toMatchObject({ code: 0 });
	const log = join(scratch.home, 'net-log.json');
	const chromium = await startChromium({ home: jake.home, profile: join(jake.home, '.config/chromium'), netLog: log });
	const popup = await chromium.open('popup');
	await popup.getByText('Editing login.ts').first().waitFor(SOON);
	const dashboard = await chromium.open('dashboard');
	await dashboard.getByText('Editing login.ts').first().waitFor(SOON);
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
