/** An agent as `pylon status --json` prints it, and the board draws it. Ages are ms; null is what is not known or not shared. */
import { z } from 'zod';
import { CLAIMS } from '../../shared/report/facts.ts';
import { age, agentId, agentKind, agentStatus, factSchema, stepState, touchState } from '../../shared/report/report.ts';

const claim = z.enum(CLAIMS);

export const listedAgent = z.strictObject({
	agentId: agentId.describe('16 hex digits, the same for as long as the session lives'),
	kind: agentKind,
	status: agentStatus.describe('waiting: for its human'),
	statusAge: age.describe('for how long'),
	lastActiveAge: age.nullable().describe('since it last did anything; one that works and is silent for minutes may be stuck'),
	title: z.string().nullable().describe('that it gave its session'),
	task: z.string().nullable().describe('one line: a step of its plan, else its title, or a phrase'),
	plan: z.array(z.strictObject({ subject: z.string(), state: stepState })).nullable(),
	planned: z
		.array(z.strictObject({ path: z.string(), claim, age, minutes: z.int() }))
		.describe('files and folders that it says it will edit, for so many minutes since then'),
	repo: z.string().nullable().describe('`github.com/acme/api`'),
	branch: z.string().nullable(),
	head: z.string().nullable().describe('the fork where it differs'),
	touches: z.array(z.strictObject({ path: z.string(), mode: touchState, age })).describe('newest first'),
	errors: z.int().describe('failed tool calls'),
	tokens: factSchema('tokens').nullable(),
	cwd: z.string().nullable().describe('absolute; null for agents of other machines'),
});
export type ListedAgent = z.infer<typeof listedAgent>;
