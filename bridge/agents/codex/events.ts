/** Records of type `event_msg`: how a turn goes, and what became of patches and commands. */
import { absolutePath, pathOfFileUrl } from '../../base/agent-path.ts';
import type { Sighting, Touched } from '../sighting.ts';
import type { Seen } from '../skim/record-shape.ts';
import { IGNORED_ITEMS, IGNORED_PAYLOADS, type item, type Payload } from './record.ts';
import { tokensOfProcess } from './tokens.ts';

export function eventOf(payload: Payload): Sighting {
	const type = payload.type ?? '';
	if (type === 'task_started' || type === 'turn_started') return { turn: 'began' };
	if (type === 'task_complete' || type === 'turn_complete')
		return payload.error === undefined ? { turn: 'over' } : { turn: 'failed', errors: 1 };
	if (type === 'turn_aborted') return aborted(payload);
	if (type === 'error') return { turn: 'failed', errors: 1 };
	if (type === 'stream_error') return { errors: 1 };
	if (type === 'user_message') return { turn: 'working' };
	if (type === 'token_count') return { tokens: tokensOfProcess(payload) };
	if (type === 'thread_settings_applied') return payload.thread_id ? { thread: payload.thread_id } : {};
	if (type === 'patch_apply_end') return patchEnd(payload);
	if (type === 'item_completed') return { ...(payload.thread_id && { thread: payload.thread_id }), ...itemCompleted(payload.item ?? {}) };
	if (IGNORED_PAYLOADS.has(type)) return {};
	return { unknown: `event_msg/${type}` };
}

/** Interrupted by its human, a turn has ended; for any other reason it has failed. */
function aborted({ reason }: Payload): Sighting {
	return reason === 'interrupted' || reason === 'replaced' ? { turn: 'ended' } : { turn: 'failed', errors: 1 };
}

function touchesOf(changes: Payload['changes']): Touched[] {
	if (!changes) return [];
	return [...changes].flatMap(([path, { move_path }]) => [path, ...(move_path ? [move_path] : [])]).map((path) => ({ path, mode: 'edit' }));
}

function patchEnd({ call_id, success, status, changes }: Payload): Sighting {
	if (!call_id) return {};
	if (success === false) return { answers: [{ call: call_id, outcome: status === 'declined' ? 'denied' : 'failed' }] };
	const touches = touchesOf(changes);
	return { answers: [{ call: call_id, outcome: 'done', touches }], ...lastEdit(touches) };
}

function lastEdit(touches: Touched[]): Pick<Sighting, 'action'> {
	const path = touches.at(-1)?.path;
	return path === undefined ? {} : { action: { verb: 'edit', path } };
}

function itemCompleted({ type, id = '', status, changes, exit_code, parsed_cmd, cwd }: Seen<typeof item>): Sighting {
	if (type === 'FileChange') {
		if (status !== undefined && status !== 'completed')
			return { answers: [{ call: id, outcome: status === 'declined' ? 'denied' : 'failed' }] };
		const touches = touchesOf(changes);
		return { answers: [{ call: id, outcome: 'done', touches }], ...lastEdit(touches) };
	}
	if (type !== 'CommandExecution') return IGNORED_ITEMS.has(type ?? '') ? {} : { unknown: `item_completed/${type ?? '(untyped)'}` };
	const folder = folderOf(cwd);
	const reads = (parsed_cmd ?? []).flatMap(({ type: what, path }): Touched[] => {
		return what === 'read' && path && folder !== undefined ? [{ path: absolutePath(path, folder), mode: 'read' }] : [];
	});
	const failed = exit_code !== undefined && exit_code !== 0;
	if (status === 'declined') return { answers: [{ call: id, outcome: 'denied' }] };
	// A command inside a script is no call of its own, so no answer counts its failure.
	if (failed && id.startsWith('exec-')) return { errors: 1 };
	const path = reads.at(-1)?.path;
	return { answers: [{ call: id, outcome: failed ? 'failed' : 'done', touches: reads }], ...(path && { action: { verb: 'read', path } }) };
}

/** Without one, paths are relative to the session's own; undefined where it is a folder of no system. */
function folderOf(cwd = ''): string | undefined {
	return cwd.startsWith('file:') ? pathOfFileUrl(cwd) : cwd;
}
