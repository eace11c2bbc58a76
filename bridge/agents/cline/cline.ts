/**
 * Cline CLI 3.0: `~/.cline/data/sessions/<id>/<id>.json` (whose process it is, how it ended, where it works) and `<id>.messages.json`, both
 * written anew with each change; a subagent's messages in `<id>/<agent>.messages.json`. Never read: prompts, replies, commands, results save whether they succeeded, titles (they are prompts).
 */
import { basename, dirname, join } from 'node:path';
import { isProcessAlive } from '../../base/process.ts';
import { wholeFile } from '../../base/whole-file.ts';
import type { AgentReader, ProcessState, SessionSighting } from '../agent-reader.ts';
import { patchedFiles } from '../patch.ts';
import type { Answer, Call, Sighting } from '../sighting.ts';
import { edges, either, flag, internedText, list, number, type Seen, shape, text, time } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';
import { skimFile } from '../skim/skim-file.ts';
import { callOf, tools, turnOfCalls } from '../tool-call.ts';

const PATH_MAX = 4096;
const PATCH_MAX = 256 * 1024;
/** Where a result is JSON in a text, whether it succeeded stands at its end. */
const RESULT_END = 60;
const MESSAGES = '.messages.json';

/** What a part answers is a path where files were read, and not looked at else. */
const result = either(edges(RESULT_END), list(shape({ success: flag, query: text(PATH_MAX) })));
/** Models name what they read in several ways, and the client takes them all: sdk/packages/core/src/extensions/tools/schemas.ts. */
const named = { path: text(PATH_MAX), file_path: text(PATH_MAX), filePath: text(PATH_MAX) };
const file = either(text(PATH_MAX), shape(named));
const files = either(file, list(file));
type Files = Seen<typeof files>;
const block = shape({
	type: internedText(40),
	id: text(120),
	name: internedText(120),
	input: either(either(text(PATCH_MAX), shape({ ...named, input: text(PATCH_MAX), files, file_paths: files, paths: files })), list(file)),
	tool_use_id: text(120),
	is_error: flag,
	content: result,
});
type Block = Seen<typeof block>;
const message = shape({
	id: text(120),
	role: internedText(20),
	ts: number,
	content: either(edges(0), list(block)),
	metrics: shape({ inputTokens: number, outputTokens: number, cacheReadTokens: number }),
});
const document = shape({ origin: shape({ version: text(40) }), messages: list(message) });
const about = shape({
	pid: number,
	status: text(40),
	started_at: time,
	ended_at: time,
	cwd: text(PATH_MAX),
	parent_session_id: text(120),
	metadata: shape({
		terminal_marker: text(60),
		git: shape({ branch: text(300) }),
		fork: shape({ forkedAt: time }),
		importedFrom: shape({ importedAt: time }),
	}),
});
type Message = Seen<typeof message>;
type About = Seen<typeof about>;

export function cline(): AgentReader<'cline'> {
	/** By session: its process, as its file named it last. */
	const known = new Map<string, { pid: number; notAfter: number | undefined; note: string }>();
	return {
		kind: 'cline',

		roots: (home, env) => [env['CLINE_DATA_DIR'] || join(env['CLINE_DIR'] || join(home, '.cline'), 'data')],

		enters: ([top, ...below]) => top === undefined || (top === 'sessions' && below.length <= 1),

		source([top, session = '', name, ...below]) {
			if (top !== 'sessions' || below.length > 0) return undefined;
			if (name === `${session}.json`) return { as: 'snapshot', of: `${session}${MESSAGES}` };
			return name?.endsWith(MESSAGES) ? { as: 'snapshot', with: `${session}.json` } : undefined;
		},

		*snapshot(path) {
			const session = basename(dirname(path));
			const note = join(dirname(path), `${session}.json`);
			if (basename(path, MESSAGES) !== session) return yield* subagentSightings(path, session, skimFile(about, note) ?? {});
			const described = skimFile(about, note) ?? {};
			const { origin, messages = [] } = skim(document, wholeFile(path)) ?? {};
			yield { session, ...(origin?.version && { version: origin.version }), ...placeOf(described) } satisfies SessionSighting;
			const ownSince = copiedUntil(described);
			for (const each of messages) yield { session, ...messageOf(each), ...((each.ts ?? 0) <= ownSince && { copied: true }) };
			yield { session, ...endOf(described) };
			if (described.pid === undefined) known.delete(session);
			else known.set(session, { pid: described.pid, notAfter: described.started_at, note });
		},

		processes(_root, sessions) {
			const processes = new Map<string, ProcessState>();
			for (const session of sessions.keys()) {
				const named = known.get(session);
				if (named) processes.set(session, { alive: isProcessAlive(named.pid, named) });
			}
			return processes;
		},
	};
}

/** A subagent's messages stand beside its parent's, without a description of their own. */
function* subagentSightings(path: string, parent: string, { cwd, metadata }: About): Iterable<SessionSighting> {
	const session = `${parent}/${basename(path, MESSAGES)}`;
	const branch = metadata?.git?.branch;
	yield { session, parent, ...(cwd && { cwd }), ...(branch && branch !== 'HEAD' && { branch }), turn: 'ended' };
	for (const each of skim(document, wholeFile(path))?.messages ?? []) yield { session, ...messageOf(each) };
}

function placeOf({ cwd, started_at, parent_session_id: parent, metadata }: About): Sighting {
	const branch = metadata?.git?.branch;
	return {
		...(started_at !== undefined && { at: started_at }),
		...(cwd && { cwd }),
		...(branch && branch !== 'HEAD' && { branch }),
		...(parent && { parent }),
		turn: 'ended',
	};
}

/**
 * A fork, and what was taken over from another agent, has the messages from before that too, with their times. Source: cline/cline,
 * createForkSessionMetadata.
 */
function copiedUntil({ metadata: { fork, importedFrom } = {} }: About): number {
	return Math.max(fork?.forkedAt ?? -1, importedFrom?.importedAt ?? -1);
}

/** A session that has ended says how. What another process found dead was killed, which is no failure of its own. */
function endOf({ status, ended_at, metadata }: About): Sighting {
	const at = ended_at === undefined ? {} : { at: ended_at };
	if (status === 'failed' && metadata?.terminal_marker) return { ...at, turn: 'ended' };
	if (status === 'failed') return { ...at, turn: 'failed', errors: 1 };
	return status === 'completed' || status === 'cancelled' || status === 'idle' ? { ...at, turn: 'ended' } : {};
}

function messageOf({ id, role, ts, content, metrics }: Message): Sighting {
	const blocks = Array.isArray(content) ? content : [];
	// Going back to a checkpoint begins a session that repeats messages, and does not say whose.
	const at = ts === undefined ? {} : { at: ts, ...(id && { identity: `${id} ${ts}` }) };
	if (role === 'user') {
		const answers = blocks.flatMap(answerOf);
		return { ...at, ...(answers.length > 0 && { answers }), turn: 'working' };
	}
	if (role !== 'assistant') return { unknown: `message/${role ?? '(untyped)'}` };
	const calls = blocks.flatMap(callIn);
	const { inputTokens = 0, outputTokens = 0, cacheReadTokens: cached = 0 } = metrics ?? {};
	return {
		...at,
		...(id && metrics && { tokens: { once: id, input: Math.max(0, inputTokens - cached), cached, output: outputTokens } }),
		...(calls.length > 0 && { calls }),
		turn: calls.length > 0 ? turnOfCalls(calls) : 'ended',
	};
}

const TOOLS = tools(['editor', 'apply_patch'], ['read_files'], {
	search_codebase: 'search',
	fetch_web_content: 'browse',
	web_search: 'browse',
	spawn_agent: 'delegate',
	ask_question: 'ask',
	ask_followup_question: 'ask',
});

function callIn({ type, id, name, input = {} }: Block): Call[] {
	if (type !== 'tool_use' || !id || !name) return [];
	const patch = typeof input === 'string' || Array.isArray(input) ? input : input.input;
	const patched = name === 'apply_patch' && typeof patch === 'string' ? patchedFiles(patch).map(({ path }) => path) : [];
	return [callOf(TOOLS, id, name, name === 'apply_patch' ? patched : pathsIn(input))];
}

function pathsIn(input: NonNullable<Block['input']>): string[] {
	if (typeof input === 'string' || Array.isArray(input)) return pathsOf(input);
	return [input, input.files ?? [], input.file_paths ?? [], input.paths ?? []].flatMap(pathsOf);
}

function pathsOf(given: Files): string[] {
	if (typeof given === 'string') return [given];
	if (Array.isArray(given)) return given.flatMap(pathsOf);
	return [given.path ?? given.file_path ?? given.filePath].filter((path) => path !== undefined);
}

const FAILED = /\\"success\\":\s?false\}?$/;

/** The client's own words for a call that its human did not want, in JSON within a text. */
const DENIED =
	/^\{\\"error\\":\s?\\"(?:User rejected the tool call|Permission request was cancelled|Tool \\+"[\w-]+\\+" was (?:denied|not app))/;

/** Of several files some may have been read. */
function answerOf({ type, tool_use_id: call, name, is_error, content }: Block): Answer[] {
	if (type !== 'tool_result' || !call) return [];
	const parts = Array.isArray(content) ? content : [{ success: typeof content !== 'string' || !FAILED.test(content), query: undefined }];
	if (is_error && typeof content === 'string' && DENIED.test(content)) return [{ call, outcome: 'denied' }];
	const failed = parts.filter(({ success }) => success === false);
	const isRead = name === 'read_files';
	const isFailure = isRead ? parts.length > 0 && failed.length === parts.length : failed.length > 0;
	if (is_error === true || isFailure) return [{ call, outcome: 'failed' }];
	const except = failed.flatMap(({ query }) => query ?? []);
	return [{ call, outcome: 'done', ...(isRead && except.length > 0 && { except }) }];
}
