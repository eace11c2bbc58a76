/** Records of type `response_item`: the calls that the model makes, and what they answer. */
import { absolutePath } from '../../base/agent-path.ts';
import { patchedFiles } from '../patch.ts';
import type { Action, Answer, Call, Sighting, Touched, Turn } from '../sighting.ts';
import { either, list, shape, text } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';
import { scriptedSteps, stepsOf } from './plan.ts';
import { ARGUMENTS_MAX, IGNORED_PAYLOADS, PATH_MAX, type Payload } from './record.ts';

const SHELLS = new Set(['shell', 'shell_command', 'exec_command', 'container.exec', 'local_shell', 'write_stdin']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		apply_patch: 'edit',
		update_plan: 'plan',
		spawn_agent: 'delegate',
		wait_agent: 'delegate',
		send_message: 'delegate',
		view_image: 'read',
		web_search: 'browse',
		request_user_input: 'ask',
	}),
);

export function responseOf(payload: Payload): Sighting {
	const type = payload.type ?? '';
	if (type === 'function_call' || type === 'custom_tool_call') return callOf(payload);
	if (type === 'function_call_output' || type === 'custom_tool_call_output') return { ...answerOf(payload), turn: 'working' };
	if (type === 'message') return payload.role === 'assistant' ? { turn: 'settled' } : {};
	if (IGNORED_PAYLOADS.has(type)) return {};
	return { unknown: `response_item/${type}` };
}

function callOf({ name = '', call_id, arguments: args, input }: Payload): Sighting {
	if (!call_id) return { turn: 'working' };
	const given = args ?? input ?? '';
	const touches = patched(name, given);
	const call: Call = { id: call_id, action: actionOf(name, touches), touches, ...(touches.length > 0 && { isToldWhenDone: true }) };
	const plan = name === 'update_plan' ? stepsOf(given) : scriptedSteps(name, given);
	return { calls: [{ ...call, ...(plan && { plan }) }], turn: turnOf(name) };
}

/** That its human is asked to allow a call is not written down: a patch is made at once where it may be, a command may take its time. */
function turnOf(name: string): Turn {
	if (name === 'request_user_input') return 'asking';
	if (name === 'apply_patch') return 'held';
	return (SHELLS.has(name) && name !== 'write_stdin') || name === 'exec' ? 'open' : 'working';
}

function actionOf(name: string, touches: Touched[]): Action {
	const path = touches.at(-1)?.path;
	if (path !== undefined) return { verb: 'edit', path };
	return { verb: SHELLS.has(name) || name === 'exec' ? 'run' : (VERBS.get(name) ?? 'run') };
}

const commandArguments = shape({
	command: either(text(ARGUMENTS_MAX), list(text(ARGUMENTS_MAX))),
	cmd: text(ARGUMENTS_MAX),
	input: text(ARGUMENTS_MAX),
	workdir: text(PATH_MAX),
});

/**
 * What a patch names, alone or as a command's words, relative to the folder that the command was given. A script's patch is not looked
 * into: records of its own say what it did.
 */
function patched(name: string, given: string): Touched[] {
	if (name === 'exec' || !given.includes('*** Begin Patch')) return [];
	if (!given.startsWith('{')) return name === 'apply_patch' ? patchedFiles(given) : [];
	const { command = [], cmd = '', input = '', workdir = '' } = skim(commandArguments, Buffer.from(given)) ?? {};
	const words = [command, cmd, input].flat().join('\n');
	if (name !== 'apply_patch' && !words.includes('apply_patch')) return [];
	return patchedFiles(words).map(({ path, mode }) => ({ path: absolutePath(path, workdir), mode }));
}

const EXIT_CODES = [
	/^(?:Wall time: [\d.]+ seconds\\nOutput:\\n)?Exit code: (-?\d+)/,
	/Process exited with code (-?\d+)/,
	/\\"exit_code\\":(-?\d+)/,
];
/** How a patch that was made is answered where no exit code stands. */
const PATCHED = /^(?:\{\\"output\\":\\")?Success\. Updated the following files:/;
/** The client's own words where its human said no, or stopped it. */
const DENIED = /^(?:(?:patch |exec command )?rejected by user|aborted\b)/;

function answerOf({ call_id, output }: Payload): { answers?: Answer[] } {
	return call_id ? { answers: [{ call: call_id, ...outcomeOf(output) }] } : {};
}

function outcomeOf(output: Payload['output']): Pick<Answer, 'outcome' | 'isVague'> {
	if (Array.isArray(output)) return { outcome: output.some(({ text: mark }) => mark === 'Script failed') ? 'failed' : 'done' };
	const said = output ?? '';
	for (const pattern of EXIT_CODES) {
		const code = pattern.exec(said)?.[1];
		if (code !== undefined) return { outcome: code === '0' ? 'done' : 'failed' };
	}
	if (DENIED.test(said)) return { outcome: 'denied' };
	return PATCHED.test(said) ? { outcome: 'done' } : { outcome: 'done', isVague: true };
}
