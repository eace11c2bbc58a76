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
	const call: Call = { id: call_id, action: actionOf(name, touches), touches };
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

/** Before all that the command or the patch printed, or, in old versions, as JSON. */
const EXIT_CODES = [/^(?:Wall time: [\d.]+ seconds\\nOutput:\\n)?Exit code: (-?\d+)/, /^\{.*\\"exit_code\\":(-?\d+)/s];
const PROCESS_EXIT = /Process exited with code (-?\d+)/;
/** A command that takes its time: what it did first, as to patch, is done. */
const RUNS = /Process running with session ID/;
/** Where an old version gave no code: what `apply_patch` itself says. */
const PATCHED = 'Success. Updated the following files:';
/** Of a patch that does not fit, with lines of the file. */
const NOT_PATCHED = 'apply_patch ';
/** Words of the client's own: its human refused the call, or stopped the turn. */
const DENIED = /^(?:(?:patch|exec command) rejected|rejected by user|aborted(?: by user|$))/;
/** Arguments that the client could not read, and tools that are not there. */
const REFUSED = /^(?:failed to parse function arguments|unsupported (?:custom tool )?call|unsupported payload)/;

function answerOf({ call_id, output }: Payload): { answers?: Answer[] } {
	if (!call_id) return {};
	return { answers: [{ call: call_id, outcome: outcomeOf(output) }] };
}

function outcomeOf(output: Payload['output']): Answer['outcome'] {
	if (Array.isArray(output)) return output.some(({ text: mark }) => mark === 'Script failed') ? 'failed' : 'done';
	if (typeof output === 'object') return outcomeOfPayload(output);
	return output === undefined ? 'done' : outcomeOfText(output);
}

/** Old versions wrote what failed as an object. */
function outcomeOfPayload({ success, content = '' }: Exclude<Payload['output'], string | unknown[] | undefined>): Answer['outcome'] {
	const outcome = outcomeOfText(content);
	return success === false && outcome === 'worded' ? 'failed' : outcome;
}

function outcomeOfText(output: string): Answer['outcome'] {
	if (output.startsWith(NOT_PATCHED)) return 'worded';
	const code = exitCodeOf(output);
	if (code !== undefined) return code === '0' ? 'done' : 'failed';
	if (output.startsWith(PATCHED) || RUNS.test(headerOf(output))) return 'done';
	if (DENIED.test(output)) return 'denied';
	return REFUSED.test(output) ? 'failed' : 'worded';
}

function exitCodeOf(output: string): string | undefined {
	const found = EXIT_CODES.map((pattern) => pattern.exec(output)).find((match) => match !== null) ?? PROCESS_EXIT.exec(headerOf(output));
	return found?.[1];
}

/** What the client says before what a command printed. */
const headerOf = (output: string): string => output.split('\\nOutput:', 1)[0] ?? '';
