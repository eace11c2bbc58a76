/** Two people, real bridges, a real relay: what an agent of the one hears of the other's, through the hook that its client runs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOOK_KINDS, type HookKind } from '../../bridge/hooks/clients/index.ts';
import type { Moment } from '../../bridge/hooks/hook-client.ts';
import { expectSuccess } from '../../scripts/demo/team.ts';
import { eventually } from '../../testing/eventually.ts';
import { callHook, changeLine, FILE, type HearingTeam, startHearingTeam } from '../../testing/hearing-team.ts';
import { HOOK_WORDS, hookInput } from '../../testing/hook-samples.ts';

const SOON_MS = 60_000;

describe('an agent hears of another’s changes', () => {
	let team: HearingTeam;
	let sessions = 0;
	beforeAll(async () => {
		team = await startHearingTeam();
	});
	afterAll(() => team.stop());

	const called = (kind: HookKind, session: string, moment: Moment = 'before', path = FILE) =>
		callHook(team.jake, kind, moment, hookInput(kind, moment, { cwd: team.clones.jake, session, path }) ?? '');
	const newSession = () => `00000000-0000-4000-8000-${String(++sessions).padStart(12, '0')}`;

	test('[W1] before the first edit of a file that Andrew’s Codex has changed, in one sentence', async () => {
		const { code, stdout } = await eventually(
			() => called('claude-code', newSession()),
			({ stdout: said }) => said.includes('Andrew'),
			SOON_MS,
		);
		expect(code).toBe(0);
		const { hookSpecificOutput } = JSON.parse(stdout);
		expect(hookSpecificOutput).toMatchObject({ hookEventName: 'PreToolUse' });
		expect(hookSpecificOutput.additionalContext).toMatch(
			/^Pylon: Andrew's Codex has unmerged changes in src\/server\.ts, on another branch, (just now|\d+ min ago)\.$/,
		);
	});

	test.each(HOOK_KINDS.map((kind) => [kind]))('[W1] %s: when its model can be told', async (kind) => {
		const session = newSession();
		const heard = [
			await called(kind, session),
			...(hookInput(kind, 'after', { cwd: '', session }) ? [await called(kind, session, 'after')] : []),
		];
		const said = heard.map(({ stdout }) => stdout).join('');
		expect(heard.map(({ code, stderr }) => [code, stderr])).toEqual(heard.map(() => [0, '']));
		if (kind === 'cursor') expect(said).toBe('');
		else expect(said).toContain("Andrew's Codex has unmerged changes in src/server.ts");
		expect(said).not.toContain(HOOK_WORDS);
	});

	test('[W3] once per file, person and session', async () => {
		const session = newSession();
		expect((await called('claude-code', session)).stdout).toContain('Andrew');
		expect((await called('claude-code', session)).stdout).toBe('');
		expect((await called('claude-code', newSession())).stdout).toContain('Andrew');
	});

	test('[W1] of a file that nobody else changed nothing is said', async () => {
		expect(await called('claude-code', newSession(), 'before', 'README.md')).toEqual({ code: 0, stdout: '', stderr: '' });
	});

	test('[W2] at the start of a session who works in this repository', async () => {
		const { stdout } = await called('claude-code', newSession(), 'start');
		const { additionalContext } = JSON.parse(stdout).hookSpecificOutput;
		expect(additionalContext).toMatch(/^Pylon: besides you, \d+ agents? (is|are) at work in this repository\.\n/);
		expect(additionalContext).toContain("- Andrew's Codex: ");
		expect(additionalContext).toContain(', on another branch, ');
		expect(additionalContext).not.toContain('fix/expiry');
		expect(additionalContext.split('\n').length).toBeLessThanOrEqual(10);
	});

	test('[W3] [W5] a conflict is told at once with its lines, and refused where its human said `deny`', async () => {
		team.jakesAgent.skip();
		const { session } = team.jakesAgent;
		expect((await called('claude-code', session)).stdout).not.toContain('deny');
		changeLine(team.clones.andrew, 4);
		const { stdout } = await eventually(
			() => called('claude-code', session),
			({ stdout: said }) => said.includes('conflict'),
			SOON_MS,
		);
		const { additionalContext } = JSON.parse(stdout).hookSpecificOutput;
		expect(additionalContext).toMatch(
			/has unmerged changes in src\/server\.ts, lines? [\d–, ]+, on another branch, .*\. Yours there conflict with them\.$/,
		);
		expectSuccess(await team.jake.pylon(['hooks', 'manner', 'deny']));
		for (const each of [1, 2]) {
			const refused = JSON.parse((await called('claude-code', session)).stdout).hookSpecificOutput;
			expect([each, refused]).toMatchObject([each, { permissionDecision: 'deny', permissionDecisionReason: additionalContext }]);
		}
		// A session that has not changed the file itself is told, and goes on.
		expect(JSON.parse((await called('claude-code', newSession())).stdout).hookSpecificOutput.permissionDecision).toBeUndefined();
		expectSuccess(await team.jake.pylon(['hooks', 'manner', 'ask']));
		expect((await called('claude-code', session)).stdout).toBe('');
		expectSuccess(await team.jake.pylon(['hooks', 'manner', 'tell']));
	});
});
