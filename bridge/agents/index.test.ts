/** Each folder of `samples/<kind>/` is a home folder that one version of an agent writes, and what is to be learned from it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { AGENT_KINDS, type AgentKind } from '../../shared/report/facts.ts';
import { agentStatus, stepState } from '../../shared/report/report.ts';
import { layOut } from '../../testing/sample-database.ts';
import { Scratch } from '../../testing/scratch.ts';
import { sentReports } from '../../testing/sent-reports.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { agentIdOf } from '../local-agents/project.ts';

const expected = z.array(
	z.strictObject({
		session: z.string(),
		status: agentStatus,
		task: z.string().nullable(),
		title: z.string().nullable(),
		plan: z.array(z.strictObject({ subject: z.string(), state: stepState })).nullable(),
		branch: z.string().nullable(),
		cwd: z.string(),
		/** `edit src/a.ts`, newest first. */
		touches: z.array(z.string()),
		errors: z.number(),
		tokens: z.strictObject({ input: z.number(), cached: z.number(), output: z.number() }),
		/** Record types that are not understood. */
		drift: z.array(z.string()).default([]),
	}),
);
const NOW = Date.UTC(2026, 10, 1);

const samples = AGENT_KINDS.flatMap((kind) => {
	const folder = join(import.meta.dirname, 'samples', kind);
	return existsSync(folder) ? readdirSync(folder).map((sample): [AgentKind, string] => [kind, sample]) : [];
});

describe('samples', () => {
	test.each(samples)('[A1] %s %s: what happened, and nothing else', async (kind, sample) => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const { home } = scratch;
		layOut(join(import.meta.dirname, 'samples', kind, sample), home);
		const wanted = expected.parse(JSON.parse(readFileSync(join(home, 'expected.json'), 'utf8')));
		const { agents, drift } = await readLocalAgents({ home, env: {}, since: 'all', now: NOW });
		const found = agents.map((agent) => ({
			agentId: agent.agentId,
			kind: agent.kind,
			status: agent.status,
			task: agent.task ?? null,
			title: agent.title ?? null,
			plan: agent.plan ?? null,
			branch: agent.branch ?? null,
			cwd: agent.cwd,
			touches: agent.touches.map(({ mode, path }) => `${mode} ${path}`),
			errors: agent.errors,
			tokens: agent.tokens,
		}));
		const byId = (a: { agentId: string }, b: { agentId: string }) => a.agentId.localeCompare(b.agentId);
		const right = wanted.map(({ session, drift: _, ...rest }) => ({ agentId: agentIdOf(kind, session), kind, ...rest }));
		expect(found.sort(byId)).toEqual(right.sort(byId));
		expect(drift.map(({ record }) => record)).toEqual(wanted.flatMap((each) => each.drift));
		expect((await sentReports(agents, NOW)).whole).toHaveLength(agents.length);
		expect(JSON.stringify(agents)).not.toContain('CANARY');
	});
});

test('[A4] ids are an agent’s own: another one that has the same repeats nothing', async () => {
	const scratch = new Scratch();
	onTestFinished(() => scratch.remove());
	const tell = (path: string, ...records: object[]) => scratch.write(path, records.map((each) => `${JSON.stringify(each)}\n`).join(''));
	const timestamp = new Date(NOW).toISOString();
	const words = { type: 'text', text: 'CANARY' };
	tell(
		'.factory/sessions/-gone/one.jsonl',
		{ type: 'session_start', cwd: '/gone' },
		{ type: 'message', id: 'u1', timestamp, message: { role: 'assistant', content: [words] } },
	);
	tell('.qwen/projects/-gone/chats/two.jsonl', { uuid: 'u1', type: 'user', cwd: '/gone', timestamp, message: { parts: [words] } });
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(agents.map(({ kind, status }) => [kind, status]).sort()).toEqual([
		['droid', 'working'],
		['qwen-code', 'working'],
	]);
});
