/**
 * Cursor's agent, in the terminal and in the editor: `~/.cursor/projects/<dashed path>/agent-transcripts/<id>/<id>.jsonl`, subagents in
 * `<id>/subagents/<id>.jsonl`. Not run here: known from published transcripts and readers of 2026. A line is {role, message: {content}}
 * or {type: 'turn_ended', status}; the file is written anew with each turn. There are no times, no tokens, no results of tools.
 * What the editor keeps of its chats in a database, which says more, is read by `editor.ts`.
 * Never read: prompts, replies, commands, `prompt_history.json`, the `store.db` of a chat, terminals.
 */

import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StepState } from '../../../shared/report/facts.ts';
import { wholeFile } from '../../base/whole-file.ts';
import type { AgentReader, SessionSighting } from '../agent-reader.ts';
import { FirstSeen } from '../first-seen.ts';
import { patchedFiles } from '../patch.ts';
import type { Action, Call, Sighting, Touched, Turn } from '../sighting.ts';
import { either, flag, list, type Seen, shape, text } from '../skim/record-shape.ts';
import { Held, Skim } from '../skim/skim.ts';
import { EDITOR_DATABASE, EditorChats } from './editor.ts';
import { workspaceOf } from './workspace.ts';

const PATH_MAX = 4096;
const PATCH_MAX = 256 * 1024;
const NEWLINE = 0x0a;

const block = shape({
	type: text(40),
	name: text(80),
	input: either(
		text(PATCH_MAX),
		shape({
			path: text(PATH_MAX),
			file_path: text(PATH_MAX),
			target_file: text(PATH_MAX),
			target_notebook: text(PATH_MAX),
			patch: text(PATCH_MAX),
			merge: flag,
			todos: list(shape({ id: text(80), content: text(1000), status: text(40) })),
		}),
	),
});
const record = shape({
	type: text(40),
	status: text(40),
	role: text(20),
	message: shape({ content: list(block) }),
});
type Block = Seen<typeof block>;
type Input = Exclude<Block['input'], string | undefined>;

export function cursor(): AgentReader<'cursor'> {
	const records = new Skim(record);
	const firstSeen = new FirstSeen();
	const editor = new EditorChats();
	return {
		kind: 'cursor',

		roots(home, env) {
			const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
			const places = [config, join(home, 'Library', 'Application Support'), join(home, 'AppData', 'Roaming')];
			return [join(home, '.cursor'), ...places.map((place) => join(place, 'Cursor', 'User', 'globalStorage'))];
		},

		enters([top, , transcripts, , subagents, ...below]) {
			if (top !== undefined && top !== 'projects') return false;
			return (
				(transcripts ?? 'agent-transcripts') === 'agent-transcripts' && (subagents ?? 'subagents') === 'subagents' && below.length === 0
			);
		},

		source(file) {
			if (file.length === 1 && file[0] === EDITOR_DATABASE) return { as: 'snapshot' };
			if (file.length === 1 && file[0] === `${EDITOR_DATABASE}-wal`) return { as: 'snapshot', of: EDITOR_DATABASE };
			const isTranscript = file[0] === 'projects' && file[2] === 'agent-transcripts' && file.at(-1)?.endsWith('.jsonl');
			return isTranscript && file.length <= 6 ? { as: 'snapshot' } : undefined;
		},

		*snapshot(path, since) {
			if (basename(path) === EDITOR_DATABASE) return yield* editor.sightings(path, since);
			const { birthtimeMs, mtimeMs } = statSync(path);
			const bytes = wholeFile(path);
			const session = basename(path, '.jsonl');
			const isSubagent = basename(dirname(path)) === 'subagents';
			const cwd = workspaceOf(path, session);
			const parent = isSubagent ? basename(dirname(dirname(path))) : undefined;
			yield { session, ...(cwd && { cwd }), ...(parent && { parent }) };
			const lines = [...linesOf(records, bytes)];
			const times = firstSeen.timesOf(
				path,
				lines.map((line) => line?.role),
				{ born: Math.min(birthtimeMs, mtimeMs), now: mtimeMs },
			);
			for (const [place, line] of lines.entries()) {
				yield { session, at: times[place] ?? mtimeMs, ...sightingOf(line, place) } satisfies SessionSighting;
			}
		},
	};
}

type Line = Seen<typeof record> | undefined;

function* linesOf(records: Skim<NonNullable<Line>>, bytes: Buffer): Iterable<Line> {
	const held = new Held();
	for (let start = 0; start < bytes.length && !held.isTooMuch; ) {
		const newline = bytes.indexOf(NEWLINE, start);
		const end = newline === -1 ? bytes.length : newline;
		const line = end > start ? records.read(bytes, start, end, held) : {};
		// The last line may be half written.
		if (end > start && (line || newline !== -1)) yield line;
		start = end + 1;
	}
}

function sightingOf(line: Line, place: number): Sighting {
	if (line?.type === 'turn_ended') return line.status === 'error' ? { errors: 1, turn: 'failed' } : { turn: 'ended' };
	if (line?.role === 'user') return { turn: 'working' };
	if (line?.role === 'assistant') return replyOf(line.message?.content ?? [], place);
	return { unknown: line ? (line.type ?? '(untyped)') : '(broken)' };
}

function replyOf(content: Block[], place: number): Sighting {
	const tools = content.filter(({ type }) => type === 'tool_use');
	const calls = tools.map((tool, index) => callOf(tool, `${place}.${index}`));
	return {
		// What a tool answered is not written down: it is taken for done.
		...(calls.length > 0 && { calls, answers: calls.map(({ id }) => ({ call: id, outcome: 'done' as const })) }),
		...planOf(tools),
		turn: turnOf(tools),
	};
}

/** Versions before summer 2026 do not say when a turn ends. */
function turnOf(tools: Block[]): Turn {
	if (tools.length === 0) return 'unsure';
	return tools.some(({ name }) => name === 'AskQuestion') ? 'asking' : 'working';
}

const EDITS = new Set([
	'Write',
	'StrReplace',
	'Delete',
	'EditNotebook',
	'MultiStrReplace',
	'ApplyPatch',
	'edit_file',
	'search_replace',
	'write',
	'delete_file',
]);
const READS = new Set(['Read', 'read_file']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		Grep: 'search',
		Glob: 'search',
		LS: 'search',
		SemanticSearch: 'search',
		ReadLints: 'search',
		WebSearch: 'browse',
		WebFetch: 'browse',
		Task: 'delegate',
		Subagent: 'delegate',
		TodoWrite: 'plan',
		CreatePlan: 'plan',
		SwitchMode: 'plan',
		AskQuestion: 'ask',
	}),
);

function callOf({ name = '', input }: Block, id: string): Call {
	const touches = touchesOf(name, typeof input === 'string' ? { patch: input } : (input ?? {}));
	const last = touches.at(-1);
	const action: Action = last ? { verb: last.mode, path: last.path } : { verb: EDITS.has(name) ? 'edit' : (VERBS.get(name) ?? 'run') };
	return { id, action, touches };
}

function touchesOf(tool: string, { path, file_path, target_file, target_notebook, patch }: Input): Touched[] {
	const named = path ?? file_path ?? target_file ?? target_notebook;
	if (READS.has(tool)) return named ? [{ path: named, mode: 'read' }] : [];
	if (!EDITS.has(tool)) return [];
	return named ? [{ path: named, mode: 'edit' }] : patchedFiles(patch ?? '');
}

const STATES = new Map(
	Object.entries<StepState | null>({
		pending: 'pending',
		in_progress: 'in_progress',
		completed: 'completed',
		cancelled: null,
	}),
);

/** A plan is given whole, or some of its steps anew. */
function planOf(tools: Block[]): Sighting {
	const input = tools.findLast(({ name }) => name === 'TodoWrite')?.input;
	if (typeof input !== 'object' || !input.todos) return {};
	const steps = input.todos.flatMap(({ id, content, status = '' }) => {
		const state = STATES.get(status.replace(/^TODO_STATUS_/, '').toLowerCase());
		return id ? [{ id, ...(content && { subject: content }), ...(state !== undefined && { state }) }] : [];
	});
	return { ...(!input.merge && { plan: [] }), steps };
}
