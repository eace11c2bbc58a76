/** A call of a tool that names what it touches in its arguments, which is how most agents' tools are. */
import type { StepState } from '../../../shared/report/facts.ts';
import type { Action, Call, Touched, Turn, Verb } from '../sighting.ts';

export interface Tools {
	edits: ReadonlySet<string>;
	reads: ReadonlySet<string>;
	/** What else they do; running something where a tool is in none of these. */
	verbs: ReadonlyMap<string, Verb>;
}

export function tools(edits: readonly string[], reads: readonly string[], verbs: { [tool: string]: Verb }): Tools {
	return { edits: new Set(edits), reads: new Set(reads), verbs: new Map(Object.entries(verbs)) };
}

export function callOf({ edits, reads, verbs }: Tools, id: string, name: string, paths: readonly (string | undefined)[]): Call {
	const verb = verbs.get(name) ?? 'run';
	const mode = edits.has(name) ? 'edit' : 'read';
	if (mode === 'read' && !reads.has(name)) return { id, action: { verb }, touches: [] };
	const touches = paths.flatMap((path): Touched[] => (path ? [{ path, mode }] : []));
	const path = touches.at(-1)?.path;
	const action: Action = path === undefined ? { verb: mode } : { verb: mode, path };
	return { id, action, touches };
}

/** Of an agent that asks its human before it edits or runs something, and writes neither the question nor the answer down. */
export function turnOfCalls(calls: readonly Call[]): Turn {
	const verbs = new Set(calls.map(({ action }) => action.verb));
	if (verbs.has('ask')) return 'asking';
	if (verbs.has('edit')) return 'held';
	return verbs.has('run') ? 'open' : 'working';
}

const STATES: ReadonlyMap<string, StepState> = new Map(
	Object.entries<StepState>({ pending: 'pending', in_progress: 'in_progress', completed: 'completed' }),
);

/** The state of a step in the words that most agents have for it; undefined for a step that is no more. */
export const stateOf = (status: string | undefined): StepState | undefined => STATES.get(status ?? '');
