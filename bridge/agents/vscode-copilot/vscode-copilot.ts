/**
 * Copilot's chat in VS Code 1.109 and newer (before, one JSON document): `<Code>/User/workspaceStorage/<hash>/chatSessions/<id>.jsonl`, the folder in
 * `workspace.json` beside it; at a remote's end below `~/.vscode-server/data`. Not run here: known from microsoft/vscode,
 * src/vs/workbench/contrib/chat/common/model/, and from kenn-io/agentsview, internal/parser/vscode_copilot.go. It records no branch, and no tokens that add up.
 * Never read: prompts, replies, thinking, commands, outputs, attachments; titles, which may be its human's.
 */
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StepState } from '../../../shared/report/facts.ts';
import { pathOfFileUrl } from '../../base/agent-path.ts';
import { wholeFile } from '../../base/whole-file.ts';
import type { AgentReader, SessionSighting } from '../agent-reader.ts';
import type { Answer, Call, PlanStep, Sighting, Turn } from '../sighting.ts';
import { Skim } from '../skim/skim.ts';
import { callOf, tools, turnOfCalls } from '../tool-call.ts';
import { type Chat, ChatLog, chatShape, type Part, type Request } from './mutations.ts';
import { folderOf, workspaceStorages } from './workspace-storage.ts';

const SERVERS = ['.vscode-server', '.vscode-server-insiders', '.vscode-remote'];

export function vscodeCopilot(): AgentReader<'vscode-copilot'> {
	const log = new ChatLog();
	const documents = new Skim(chatShape);
	return {
		kind: 'vscode-copilot',

		roots(home, env) {
			const remote = SERVERS.map((server) => join(home, server, 'data', 'User', 'workspaceStorage'));
			return [...workspaceStorages(home, env), ...remote];
		},

		enters: ([, sessions, ...below]) => (sessions ?? 'chatSessions') === 'chatSessions' && below.length === 0,

		source([, sessions, name = '', ...below]) {
			return sessions === 'chatSessions' && below.length === 0 && /\.jsonl?$/.test(name) ? { as: 'snapshot' } : undefined;
		},

		*snapshot(path) {
			const bytes = wholeFile(path);
			const chat = path.endsWith('l') ? log.read(bytes) : documents.read(bytes);
			if (!chat) return;
			const folder = folderOf(dirname(dirname(path)));
			yield* sightingsOf(
				basename(path).replace(/\.jsonl?$/, ''),
				chat,
				folder?.startsWith('file:') ? pathOfFileUrl(folder) : undefined,
				statSync(path).mtimeMs,
			);
		},
	};
}

function* sightingsOf(
	session: string,
	{ creationDate = 0, requests = [] }: Chat,
	cwd: string | undefined,
	changedAt: number,
): Iterable<SessionSighting> {
	// One that was opened and never used is no session.
	if (requests.length === 0) return;
	yield { session, at: creationDate, ...(cwd && { cwd }) };
	for (const [place, request] of requests.entries()) {
		const { timestamp = creationDate, modelState: { completedAt } = {} } = request;
		yield { session, at: timestamp, turn: 'working' };
		// Steps of a turn have no times of their own: they are as new as the turn's end, or while it goes on as the file.
		const next = requests[place + 1]?.timestamp;
		yield {
			session,
			at: completedAt ?? next ?? Math.max(timestamp, changedAt),
			...turnSighting(request, place),
		};
	}
}

/** `ResponseModelState` of src/vs/workbench/contrib/chat/common/chatService/chatService.ts. */
const [PENDING, COMPLETE, CANCELLED, FAILED, NEEDS_INPUT] = [0, 1, 2, 3, 4];

function turnSighting(request: Request, place: number): Sighting {
	const parts = request.response ?? [];
	const made = parts.flatMap((part, index) => callIn(part, `${place}.${index}`));
	const edits = parts.flatMap((part, index) => editIn(part, `${place}.${index}`));
	const plan = parts.map(planIn).findLast((steps) => steps !== undefined);
	const calls = [...made.map(({ call }) => call), ...edits];
	const answers = [...made.flatMap(({ answer }) => answer), ...edits.map(({ id }): Answer => ({ call: id, outcome: 'done' }))];
	const open = made.filter(({ answer }) => answer.length === 0).map(({ call }) => call);
	const turn = turnOf(request, open);
	return {
		...(calls.length > 0 && { calls, answers }),
		...(plan && { plan }),
		...(turn === 'failed' && { errors: 1 }),
		turn,
	};
}

function turnOf({ modelState, result, isCanceled }: Request, open: readonly Call[]): Turn {
	switch (modelState?.value) {
		case COMPLETE:
		case CANCELLED:
			return 'ended';
		case FAILED:
			return 'failed';
		case NEEDS_INPUT:
			return 'asking';
		case PENDING:
			return open.length > 0 ? turnOfCalls(open) : 'working';
		default:
			break;
	}
	// Before there were states there was a result at the end.
	if (result?.errorDetails) return 'failed';
	return result || isCanceled ? 'ended' : 'unsure';
}

const TOOLS = tools(
	[
		...['insertEdit', 'replaceString', 'multiReplaceString', 'createFile', 'applyPatch', 'editFile', 'editFiles'],
		...[
			'insert_edit_into_file',
			'replace_string_in_file',
			'multi_replace_string_in_file',
			'create_file',
			'apply_patch',
			'editNotebook',
			'edit_notebook_file',
		],
	],
	['readFile', 'read_file'],
	{
		findFiles: 'search',
		findTextInFiles: 'search',
		searchCodebase: 'search',
		searchWorkspaceSymbols: 'search',
		listDirectory: 'search',
		listCodeUsages: 'search',
		getErrors: 'search',
		getChangedFiles: 'search',
		readProjectStructure: 'search',
		fetchWebPage: 'browse',
		githubRepo: 'browse',
		vscode_fetchWebPage_internal: 'browse',
		manage_todo_list: 'plan',
		runSubagent: 'delegate',
		askQuestions: 'ask',
	},
);

/** `ToolConfirmKind`: that its human said no, or passed over it. */
const [REFUSED, SKIPPED] = [0, 5];

function callIn(part: Part, place: string): { call: Call; answer: Answer[] }[] {
	if (part.kind !== 'toolInvocationSerialized' || !part.toolId) return [];
	const id = part.toolCallId ?? place;
	const name = part.toolId.replace(/^copilot_/, '');
	const addresses = part.pastTenseMessage?.uris ?? part.invocationMessage?.uris ?? new Map<string, unknown>();
	const call = callOf(TOOLS, id, name, [...addresses.keys()].map(pathOfFileUrl));
	const { isConfirmed: confirmed } = part;
	const isRefused = confirmed === false || (typeof confirmed === 'object' && (confirmed.type === REFUSED || confirmed.type === SKIPPED));
	if (isRefused) return [{ call, answer: [{ call: id, outcome: 'denied' }] }];
	return [{ call, answer: part.isComplete === true ? [{ call: id, outcome: 'done' }] : [] }];
}

/** Edits stand in the reply too, a group for each file. */
function editIn({ kind, uri }: Part, place: string): Call[] {
	const path = uri?.fsPath ?? uri?.path;
	if ((kind !== 'textEditGroup' && kind !== 'notebookEditGroup') || !path || (uri?.scheme ?? 'file') !== 'file') return [];
	return [{ id: `${place} edit`, action: { verb: 'edit', path }, touches: [{ path, mode: 'edit' }] }];
}

const STATES = new Map(Object.entries<StepState>({ 'not-started': 'pending', 'in-progress': 'in_progress', completed: 'completed' }));

function planIn({ toolSpecificData }: Part): PlanStep[] | undefined {
	if (toolSpecificData?.kind !== 'todoList') return undefined;
	return toolSpecificData.todoList?.flatMap(({ title, status }) => {
		const state = STATES.get(status ?? '');
		return title && state ? [{ subject: title, state }] : [];
	});
}
