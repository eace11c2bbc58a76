/** A native host that is missing, ends at once, is too new or says nothing: the room goes on over its relay, and the options say what is wrong. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frame } from '../../bridge/native/frames.ts';
import { NATIVE_PROTOCOL } from '../../shared/native-messages.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { openSprint, type Sprint } from '../extension/sprint.ts';

const SOON = { timeout: 60_000 };

let scratch: Scratch;
let jake: Member;
let relay: TriedRelay;
let team: Sprint;
let chromium: Chromium;

beforeAll(async () => {
	scratch = new Scratch();
	jake = Member.inScratch(scratch.home, 'jake');
	relay = await tryRelay({ createKey: undefined });
	team = await openSprint(relay.url, 'host-sprint');
	chromium = await startChromium({ home: jake.home, profile: join(jake.home, '.config/chromium') });
	const popup = await chromium.open('popup');
	await popup.getByTestId('token').fill(await team.jake.link());
	await popup.getByTestId('connect').click();
	await popup.getByTestId('people').waitFor(SOON);
	await popup.close();
});
afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
	scratch?.remove();
});

/** A program in the place of the launcher. */
const HELLO = frame({ type: 'hello', protocol: NATIVE_PROTOCOL + 1, version: '99.0.0' });
const octal = [...HELLO].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
const PROGRAMS = {
	missing: undefined,
	ended: '#!/bin/sh\nexit 1\n',
	new: `#!/bin/sh\nprintf '${octal}'\nexec cat > /dev/null\n`,
	// It goes with its browser: one that stays holds the browser's own output open, and closing it takes half a minute.
	slow: '#!/bin/sh\nwhile read -r line; do :; done\n',
} as const;

test.each([
	['missing', 'pylon browser install'],
	['ended', 'it is started again'],
	['new', 'This extension is too old for Pylon on this machine (99.0.0).'],
	['slow', 'says nothing yet'],
] as const)('[P12] where it is %s the room is there all the same, and the options say so', async (state, words) => {
	const program = PROGRAMS[state];
	if (program !== undefined) {
		expect(await jake.pylon(['browser', 'install', '--chromium'])).toMatchObject({ code: 0 });
		writeFileSync(join(jake.home, '.pylon/native-host'), program, { mode: 0o700 });
	}
	// The background asks for it as it starts.
	await chromium.killWorker();
	const options = await chromium.open('options');
	await options.locator(`[data-testid=host][data-host=${state}]`).waitFor(SOON);
	expect(await options.getByTestId('host').innerText()).toContain(words);
	const popup = await chromium.open('popup');
	await team.andrew.change({ session: 'andrew-limits', task: `While it is ${state}` });
	await popup.getByText(`While it is ${state}`).first().waitFor(SOON);
	expect(await popup.locator('body').innerText()).not.toContain(words);
	await Promise.all([options.close(), popup.close()]);
});
