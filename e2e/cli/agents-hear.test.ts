/** Two people, real bridges, a real relay: what an agent of the one hears of the other's, through the hook that its client runs. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOOK_KINDS, type HookKind } from '../../bridge/hooks/clients/index.ts';
import type { Moment } from '../../bridge/hooks/hook-client.ts';
import { Replay } from '../../scripts/demo/replay.ts';
import { makeOrigin } from '../../scripts/demo/repository.ts';
import { expectSuccess, openRoom, scratchFolder } from '../../scripts/demo/team.ts';
import { home as project } from '../../scripts/run.ts';
import { eventually } from '../../testing/eventually.ts';
import { HOOK_WORDS, hookInput } from '../../testing/hook-samples.ts';
import { Member } from '../../testing/member.ts';
import { CREATE_KEY, type TriedRelay, tryRelay } from '../../testing/try-relay.ts';

const HOOK = join(project, 'dist/pylon-hook.cjs');
const SOON_MS = 20_000;
/** However busy the machine is. */
const PATIENTLY = '20000';
/** The sample sessions change its fourth line and its 32nd. */
const FILE = 'src/server.ts';
const LINES = Array.from({ length: 40 }, (_, line) => `const line${line} = ${line};`);

interface Said {
	code: number | null;
	stdout: string;
	stderr: string;
}

function hook(member: Member, kind: string, moment: string, input: string): Promise<Said> {
	return new Promise((resolve) => {
		const child = execFile(process.execPath, [HOOK, kind, moment, PATIENTLY], { env: member.env, cwd: member.home }, (_, stdout, stderr) =>
			resolve({ code: child.exitCode, stdout, stderr }),
		);
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
	});
}

function git(cwd: string, ...args: string[]): void {
	execFileSync('git', ['-c', 'user.name=Pylon', '-c', 'user.email=pylon@localhost', '-c', 'commit.gpgsign=false', ...args], {
		cwd,
		stdio: 'pipe',
	});
}

/** `line` counts from 0. */
function change(clone: string, line: number): void {
	const lines = readFileSync(join(clone, FILE), 'utf8').split('\n');
	lines[line] = 'CANARY';
	writeFileSync(join(clone, FILE), lines.join('\n'));
}

describe('an agent hears of another’s changes', { timeout: 120_000 }, () => {
	let relay: TriedRelay;
	let jake: Member;
	let andrew: Member;
	let clones: { jake: string; andrew: string };
	let jakesAgent: Replay;
	let sessions = 0;
	const ending: (() => Promise<unknown>)[] = [];

	beforeAll(async () => {
		const { dir, remove } = await scratchFolder();
		ending.push(remove);
		relay = await tryRelay();
		ending.push(() => relay.stop());
		const origin = makeOrigin(dir);
		writeFileSync(join(origin, FILE), `${LINES.join('\n')}\n`);
		git(origin, 'commit', '--quiet', '--all', '--message=Lines');
		jake = Member.inScratch(dir, 'jake');
		andrew = Member.inScratch(dir, 'andrew');
		clones = { jake: jake.clone(origin, 'work/api', 'feature/limit'), andrew: andrew.clone(origin, 'work/api', 'fix/expiry') };
		await openRoom(jake, andrew, relay.url, CREATE_KEY);
		for (const member of [jake, andrew]) {
			member.startBridge();
			ending.push(() => member.stop());
		}
		jakesAgent = new Replay({ sample: 'jake-claude-code', home: jake.home, cwd: clones.jake });
		new Replay({ sample: 'andrew-codex', home: andrew.home, cwd: clones.andrew }).skip();
	}, 120_000);
	afterAll(async () => {
		for (const end of ending.reverse()) await end();
	}, 60_000);

	const called = (kind: HookKind, session: string, moment: Moment = 'before', path = FILE) =>
		hook(jake, kind, moment, hookInput(kind, moment, { cwd: clones.jake, session, path }) ?? '');
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
		jakesAgent.skip();
		const { session } = jakesAgent;
		expect((await called('claude-code', session)).stdout).not.toContain('deny');
		change(clones.andrew, 4);
		const { stdout } = await eventually(
			() => called('claude-code', session),
			({ stdout: said }) => said.includes('conflict'),
			SOON_MS,
		);
		const { additionalContext } = JSON.parse(stdout).hookSpecificOutput;
		expect(additionalContext).toMatch(
			/has unmerged changes in src\/server\.ts, lines? [\d–, ]+, on another branch, .*\. Yours there conflict with them\.$/,
		);
		expectSuccess(await jake.pylon(['hooks', 'manner', 'deny']));
		for (const each of [1, 2]) {
			const refused = JSON.parse((await called('claude-code', session)).stdout).hookSpecificOutput;
			expect([each, refused]).toMatchObject([each, { permissionDecision: 'deny', permissionDecisionReason: additionalContext }]);
		}
		// A session that has not changed the file itself is told, and goes on.
		expect(JSON.parse((await called('claude-code', newSession())).stdout).hookSpecificOutput.permissionDecision).toBeUndefined();
		expectSuccess(await jake.pylon(['hooks', 'manner', 'ask']));
		expect((await called('claude-code', session)).stdout).toBe('');
		expectSuccess(await jake.pylon(['hooks', 'manner', 'tell']));
	});
});
