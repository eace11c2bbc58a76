/** What the tools of Claude Code do, and the steps of a plan, in a call or in a file of its own. */
import type { TouchMode } from '../../../shared/report/facts.ts';
import { stateOf } from '../parts/tool-call.ts';
import type { Action, Call, PlanStep, StepChange } from '../sighting.ts';
import type { Seen } from '../skim/record-shape.ts';
import type { Block, task } from './record.ts';

/** Tools that wait for their human's answer. */
export const ASKS = new Set(['AskUserQuestion', 'ExitPlanMode']);
const EDITS = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		Grep: 'search',
		Glob: 'search',
		LS: 'search',
		ToolSearch: 'search',
		Bash: 'run',
		BashOutput: 'run',
		WebFetch: 'browse',
		WebSearch: 'browse',
		Task: 'delegate',
		Agent: 'delegate',
		Workflow: 'delegate',
		TodoWrite: 'plan',
		TaskCreate: 'plan',
		TaskUpdate: 'plan',
		TaskList: 'plan',
		ExitPlanMode: 'ask',
		AskUserQuestion: 'ask',
	}),
);
/** The call that a block of type `tool_use` makes, with the plan that it changes. */
export function callIn({ id, name, input }: Block): Call | undefined {
	if (!id || !name) return undefined;
	const call = callOf(id, name, input ?? {});
	if (name === 'TodoWrite' && input?.todos) call.plan = input.todos.flatMap(stepOf);
	if (name === 'TaskUpdate' && input?.taskId) call.steps = [stepChange(input.taskId, input)];
	return call;
}

function callOf(id: string, name: string, { file_path, notebook_path }: NonNullable<Block['input']>): Call {
	const path = file_path ?? notebook_path;
	const mode = touchModeOf(name);
	if (mode === undefined) return { id, action: { verb: VERBS.get(name) ?? 'run' }, touches: [] };
	return path ? { id, action: { verb: mode, path }, touches: [{ path, mode }] } : { id, action: { verb: mode }, touches: [] };
}

function touchModeOf(tool: string): TouchMode | undefined {
	if (EDITS.has(tool)) return 'edit';
	return tool === 'Read' ? 'read' : undefined;
}

export function stepOf({ content, subject, status }: Seen<typeof task>): PlanStep[] {
	const words = subject ?? content;
	const state = stateOf(status);
	return words && state ? [{ subject: words, state }] : [];
}

function stepChange(id: string, { subject, status }: NonNullable<Block['input']>): StepChange {
	const state = status === 'deleted' ? null : stateOf(status);
	return { id, ...(subject && { subject }), ...(state !== undefined && { state }) };
}
