/** Two people, real bridges, a real relay: what agents ask by themselves over MCP, what they announce, and what their hooks tell of them. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectSuccess } from '../../scripts/demo/team.ts';
import { eventually } from '../../testing/eventually.ts';
import { callHook, changeLine, connectMcp, FILE, type HearingTeam, startHearingTeam } from '../../testing/hearing-team.ts';
import { hookInput } from '../../testing/hook-samples.ts';
import type { Member } from '../../testing/member.ts';

const SOON_MS = 60_000;
const status = z.object({ agents: z.array(z.object({ operatorId: z.string(), kind: z.string(), status: z.string() })) });
const answer = z.object({
	isError: z.boolean().optional(),
	content: z.array(z.object({ text: z.string() })),
	structuredContent: z.record(z.string(), z.unknown()).optional(),
});

describe('an agent asks', () => {
	let team: HearingTeam;
	let jakes: Client;
	let andrews: Client;
	beforeAll(async () => {
		team = await startHearingTeam();
		team.jakesAgent.skip();
		jakes = await connectMcp(team.jake, team.clones.jake, 'claude-code');
		andrews = await connectMcp(team.andrew, team.clones.andrew, 'codex-mcp-client');
	});
	afterAll(async () => {
		await Promise.all([jakes.close(), andrews.close()]);
		await team.stop();
	});

	async function ask(client: Client, name: string, args: Record<string, unknown> = {}) {
		const { isError = false, content, structuredContent } = answer.parse(await client.callTool({ name, arguments: args }));
		return { isError, text: content.map((each) => each.text).join('\n'), structuredContent };
	}
	type Answered = Awaited<ReturnType<typeof ask>>;
	const asked = (client: Client, name: string, args: Record<string, unknown>, holds: (said: Answered) => boolean) =>
		eventually(() => ask(client, name, args), holds, SOON_MS);
	const beforeEdit = (member: Member, session: string, path = FILE) =>
		callHook(member, 'claude-code', 'before', hookInput('claude-code', 'before', { cwd: team.clones.jake, session, path }) ?? '');

	test('[W9] what it can ask has words and shapes', async () => {
		const { tools } = await jakes.listTools();
		expect(tools.map(({ name }) => name)).toEqual(['who_is_here', 'who_touches', 'plan_to_edit', 'my_conflicts']);
		for (const { outputSchema } of tools) expect(outputSchema).toMatchObject({ type: 'object' });
	});

	test('[W9] who works here, and who changed a file', async () => {
		const here = await asked(jakes, 'who_is_here', {}, ({ text }) => text.includes('Andrew'));
		expect(here.structuredContent).toMatchObject({
			agents: expect.arrayContaining([expect.objectContaining({ who: 'Andrew', agent: 'codex', branch: 'another' })]),
		});
		const touches = await asked(jakes, 'who_touches', { paths: [FILE, 'README.md'] }, ({ text }) => text.includes('Andrew'));
		expect(touches.text).toMatch(/^Pylon: Andrew's Codex has unmerged changes in src\/server\.ts/);
		expect(touches.structuredContent).toMatchObject({
			paths: [
				{ path: FILE, others: [{ who: 'Andrew', agent: 'codex' }] },
				{ path: 'README.md', others: [] },
			],
		});
		expect(JSON.stringify([here, touches])).not.toContain('fix/expiry');
	});

	test('[W9] where its own changes conflict', async () => {
		changeLine(team.clones.andrew, 4);
		const { structuredContent } = await asked(jakes, 'my_conflicts', {}, ({ text }) => text.includes(`${FILE}, line`));
		expect(structuredContent).toMatchObject({ paths: expect.arrayContaining([expect.objectContaining({ path: FILE })]) });
		const { paths } = z
			.object({ paths: z.array(z.object({ others: z.array(z.object({ who: z.string(), is: z.string() })) })) })
			.parse(structuredContent);
		for (const { others } of paths) expect(others).toMatchObject([{ who: 'Andrew', is: 'conflict' }]);
		const line = await eventually(
			() => team.jake.pylon(['status', '--line']),
			({ stdout }) => stdout.includes('conflict'),
			SOON_MS,
		);
		expect(line.stdout).toMatch(/^(\d+ agents? · )?\d+ conflicts? with Andrew\n$/);
	});

	test('[W10] what it plans is told to the others, who are refused where it is reserved and they want that', async () => {
		const planned = await asked(
			andrews,
			'plan_to_edit',
			{ paths: ['src/auth', 'README.md'], minutes: 20, reserve: true },
			({ isError }) => !isError,
		);
		expect(planned.structuredContent).toMatchObject({
			planned: [
				{ path: 'src/auth', reserved: true },
				{ path: 'README.md', reserved: true },
			],
		});
		const said = await eventually(
			() => beforeEdit(team.jake, `s-${Math.random()}`, 'src/auth/session.ts'),
			({ stdout }) => stdout.includes('reserved'),
			SOON_MS,
		);
		expect(JSON.parse(said.stdout).hookSpecificOutput.additionalContext).toContain(
			"Pylon: Andrew's Codex has reserved src/auth/session.ts, for 20 more min.",
		);
		const board = await eventually(
			() => team.jake.pylon(['status', '--all', '--json']),
			({ stdout }) => stdout.includes('README.md'),
			SOON_MS,
		);
		expect(board.stdout).toContain('"claim": "reserves"');
		expectSuccess(await team.jake.pylon(['hooks', 'manner', 'deny']));
		const refused = JSON.parse((await beforeEdit(team.jake, 's-deny', 'src/auth/session.ts')).stdout).hookSpecificOutput;
		expect(refused).toMatchObject({ permissionDecision: 'deny' });
		expectSuccess(await team.jake.pylon(['hooks', 'manner', 'tell']));
	});

	test('[W10] first come, first served', async () => {
		const { structuredContent, text } = await ask(jakes, 'plan_to_edit', { paths: ['src/auth/session.ts', 'docs'], reserve: true });
		expect(structuredContent).toMatchObject({
			planned: [
				{ path: 'src/auth/session.ts', reserved: false },
				{ path: 'docs', reserved: true },
			],
		});
		expect(text).toContain('Not reserved, somebody else was first: src/auth/session.ts.');
	});

	test('[W10] a plan ends with whoever announced it', async () => {
		await andrews.close();
		await asked(jakes, 'who_touches', { paths: ['README.md'] }, ({ text }) => text === 'Nobody else has unmerged changes or plans there.');
		andrews = await connectMcp(team.andrew, team.clones.andrew, 'codex-mcp-client');
	});

	test('[W10] and with its session', async () => {
		await asked(andrews, 'plan_to_edit', { paths: ['package.json'] }, ({ isError }) => !isError);
		await asked(jakes, 'who_touches', { paths: ['package.json'] }, ({ text }) =>
			text.includes("Andrew's Codex plans to edit package.json, for 30 more min."),
		);
		await callHook(
			team.andrew,
			'codex',
			'gone',
			hookInput('codex', 'gone', { cwd: team.clones.andrew, session: team.andrewsAgent.session }) ?? '',
		);
		await asked(jakes, 'who_touches', { paths: ['package.json'] }, ({ text }) => text.startsWith('Nobody else'));
	});

	test('[A14] that it waits, and that it has ended, its hooks tell at once', async () => {
		const { session } = team.jakesAgent;
		const tell = (moment: 'waiting' | 'ended') =>
			callHook(team.jake, 'claude-code', moment, hookInput('claude-code', moment, { cwd: team.clones.jake, session }) ?? '');
		const seen = (wanted: string) =>
			eventually(
				async () => status.parse(JSON.parse(expectSuccess(await team.andrew.pylon(['status', '--all', '--json'])))),
				({ agents }) => agents.some(({ operatorId, status: now }) => operatorId === 'jake' && now === wanted),
				SOON_MS,
			);
		expect(await tell('waiting')).toEqual({ code: 0, stdout: '', stderr: '' });
		await seen('waiting');
		await tell('ended');
		await seen('idle');
	});

	test('[A14] an approval that Codex asks for is told at once, and is over with the next edit', async () => {
		const { session } = team.andrewsAgent;
		const tell = (moment: 'waiting' | 'before') =>
			callHook(team.andrew, 'codex', moment, hookInput('codex', moment, { cwd: team.clones.andrew, session, path: 'README.md' }) ?? '');
		const isWaiting = async () => {
			const { agents } = status.parse(JSON.parse(expectSuccess(await team.jake.pylon(['status', '--all', '--json']))));
			return agents.some(({ operatorId, kind, status: now }) => operatorId === 'andrew' && kind === 'codex' && now === 'waiting');
		};
		expect(await tell('waiting')).toEqual({ code: 0, stdout: '', stderr: '' });
		await eventually(isWaiting, (is) => is, SOON_MS);
		await tell('before');
		await eventually(isWaiting, (is) => !is, SOON_MS);
	});

	test('[W9] without a bridge it is told so', async () => {
		await team.jake.stop();
		const { isError, text } = await ask(jakes, 'who_is_here');
		expect([isError, text]).toEqual([true, expect.stringContaining('its bridge does not run')]);
	});
});
