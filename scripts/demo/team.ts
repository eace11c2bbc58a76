/**
 * The demo team: Jake and Andrew, two people in scratch homes, each with a clone of one repository, agents that play sample
 * sessions, a bridge of their own, and one room on a relay. They meet in `src/auth/login.ts`. Nothing of the user's is touched.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Member, type Outcome } from '../../testing/member.ts';
import { makeOrigin } from './repository.ts';

const ROOM = 'acme-sprint';

export interface Team {
	jake: Member;
	andrew: Member;
}

/** A folder for all that a demo or a test writes, and the way to be rid of it. */
export async function scratchFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
	const dir = await mkdtemp(join(tmpdir(), 'pylon-'));
	return { dir, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Opens the room, lets Andrew in, starts bridges and agents. They run until `member.stop()`. */
export async function startTeam(dir: string, server: string, createKey: string): Promise<Team> {
	const jake = Member.inScratch(dir, 'jake');
	const andrew = Member.inScratch(dir, 'andrew');
	const origin = makeOrigin(dir);
	const limit = jake.clone(origin, 'work/api', 'feature/login-limit');
	const deps = jake.clone(origin, 'work/api-deps', 'chore/deps');
	const expiry = andrew.clone(origin, 'work/api', 'fix/session-expiry');
	await openRoom(jake, andrew, server, createKey);
	expectSuccess(await jake.pylon(['share', 'add', '~/work/api-deps']));
	for (const member of [jake, andrew]) member.startBridge();
	jake.startAgent('jake-claude-code', limit);
	jake.startAgent('jake-claude-code-waiting', deps);
	andrew.startAgent('andrew-codex', expiry);
	return { jake, andrew };
}

/** Jake opens the room and shares `~/work/api`; Andrew joins by invite and shares his clone of it. */
export async function openRoom(jake: Member, andrew: Member, server: string, createKey: string): Promise<void> {
	const shared = ['--share', '~/work/api', '--yes'];
	expectSuccess(
		await jake.pylon(['init', '--room', ROOM, '--server', server, '--name', 'Jake', ...shared], { PYLON_CREATE_KEY: createKey }),
	);
	const invite = z.object({ token: z.string() }).parse(JSON.parse(expectSuccess(await jake.pylon(['invite', '--json']))));
	expectSuccess(await andrew.pylon(['join', '-', '--name', 'Andrew', ...shared], {}, invite.token));
}

/** A token that pairs a browser with the member's room. */
export async function linkToken(member: Member): Promise<string> {
	return z.object({ token: z.string() }).parse(JSON.parse(expectSuccess(await member.pylon(['link', '--json'])))).token;
}

/** What a command printed; its own words as the error where it failed. */
export function expectSuccess(outcome: Outcome): string {
	if (outcome.code !== 0) throw new Error(`pylon ended with ${outcome.code}:\n${outcome.stderr}${outcome.stdout}`);
	return outcome.stdout;
}
