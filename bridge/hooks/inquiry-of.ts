/** What a client's input asks the bridge, by a list of what goes: a session, a folder, paths. Prompts and contents are never looked at. */
import type { Inquiry, SessionState } from '../warn/question.ts';
import { type HookClient, type HookInput, type Moment, textIn } from './hook-client.ts';

/** As many as the bridge takes in one question. */
const PATHS_MAX = 50;

const STATES: Partial<Record<Moment, SessionState>> = { waiting: 'waiting', ended: 'ended', gone: 'gone' };

/** Undefined: there is nothing to ask. */
export function inquiryOf(client: HookClient, moment: Moment, input: HookInput, cwdHere: string): Inquiry | undefined {
	const { kind } = client;
	const session = textIn(input, 'session_id', 'sessionId', 'sessionID', 'conversation_id');
	const cwd = textIn(input, 'cwd') ?? workspaceIn(input) ?? cwdHere;
	if (session === undefined) return undefined;
	const state = STATES[moment];
	if (state !== undefined) return { ask: 'session', kind, session, cwd, state };
	if (moment === 'start') return { ask: 'start', kind, session, cwd };
	const paths = client.paths(input).slice(0, PATHS_MAX);
	if (paths.length === 0) return undefined;
	return { ask: 'edit', kind, session, cwd, paths, hears: client.hears.includes(moment), asks: client.asks };
}

/** Cursor names the folders that are open. */
function workspaceIn({ workspace_roots: roots }: HookInput): string | undefined {
	const [first] = Array.isArray(roots) ? (roots as unknown[]) : [];
	return typeof first === 'string' && first !== '' ? first : undefined;
}
