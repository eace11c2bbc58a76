/** The board that stays, at a real terminal, while its relay goes away and comes back. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scratchFolder } from '../../scripts/demo/team.ts';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { home as project } from '../../scripts/run.ts';
import { eventually } from '../../testing/eventually.ts';
import { Member } from '../../testing/member.ts';
import { openTerminal, type Terminal } from '../../testing/terminal.ts';
import { openSprint, type Sprint } from '../extension/sprint.ts';

const SOON_MS = 60_000;
const PYLON = join(project, 'bridge/pylon.ts');

let dir: string;
let remove: () => Promise<void>;
let relay: Relay;
let team: Sprint;
let board: Terminal | undefined;
beforeAll(async () => {
	({ dir, remove } = await scratchFolder());
	relay = await startRelay({ persist: join(dir, 'relay') });
	team = await openSprint(relay.url, 'acme-sprint');
});
afterAll(async () => {
	board?.kill();
	team?.close();
	await relay?.stop();
	await remove();
});

test('says as of when, keeps what was known, and retries when it is told to', { timeout: 4 * SOON_MS }, async () => {
	const jake = Member.inScratch(dir, 'jake');
	execFileSync(process.execPath, [PYLON, 'join', '-', '--yes'], { env: jake.env, input: await team.jake.link(), stdio: 'pipe' });
	const env = { ...jake.env, TERM: 'xterm-256color' };
	board = openTerminal({ command: process.execPath, args: [PYLON, 'status', '--all', '--watch'], cwd: jake.home, env });
	await board.shows('Rate limits on sign-in');
	expect(board.screen()).not.toMatch(/as of|Retry now/);

	await relay.stop();
	const away = await board.shows('r Retry now');
	expect(away).toMatch(/acme-sprint · Everyone · as of \d\d:\d\d · /);
	expect(away).toContain('does not answer. Showing what was known');
	expect(away).toMatch(/Andrew +Codex .*Rate limits on sign-in/);

	relay = await startRelay({ persist: join(dir, 'relay'), port: Number(new URL(relay.url).port) });
	board.type('r');
	await eventually(board.screen, (screen) => !/as of|Retry now/.test(screen), SOON_MS);
	board.type('q');
	expect((await board.end()).code).toBe(0);
});
