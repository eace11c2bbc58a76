/** What a record of Codex says: of its session, of the turn, of the calls in it and of the files that they changed. */
import type { Sighting } from '../sighting.ts';
import { eventOf } from './events.ts';
import { IGNORED, type Payload, type Record } from './record.ts';
import { responseOf } from './response-items.ts';
import { tokensOfRecord } from './tokens.ts';

/** Filled field by field, as there are many records. */
export function sightingOf({ type = '', timestamp, ordinal, payload = {} }: Record): Sighting {
	if (IGNORED.has(type)) return {};
	const sighting: Sighting = {};
	if (timestamp !== undefined) sighting.at = timestamp;
	if (ordinal !== undefined) sighting.ordinal = ordinal;
	if (type === 'session_meta') return Object.assign(sighting, meta(payload));
	const turnAt = timeOfId(payload.turn_id);
	if (turnAt !== undefined) sighting.turnAt = turnAt;
	const mark = markOf(payload);
	if (mark !== undefined) sighting.mark = mark;
	if (type === 'turn_context') return Object.assign(sighting, turnContext(payload));
	if (type === 'event_msg') return Object.assign(sighting, eventOf(payload));
	if (type === 'token_usage_record') return Object.assign(sighting, tokensOfRecord(payload));
	if (type === 'response_item') return Object.assign(sighting, responseOf(payload));
	sighting.unknown = type || '(untyped)';
	return sighting;
}

/** What a copy keeps, however it is stamped: the ids of a call and of a turn, and how many tokens had been used by then. */
function markOf({ type, call_id, turn_id, item: completed, info }: Payload): string | undefined {
	const id = call_id ?? completed?.id ?? turn_id;
	if (id !== undefined) return `${type} ${id}`;
	const { total_token_usage: total, last_token_usage: last } = info ?? {};
	return total && `${total.input_tokens} ${total.output_tokens} ${last?.input_tokens} ${last?.output_tokens}`;
}

/** Ids of turns and of threads begin with their time, https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7, so that a copy shows how old it is. */
function timeOfId(id: string | undefined): number | undefined {
	if (id === undefined || id[14] !== '7' || id[8] !== '-') return undefined;
	const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
	return Number.isNaN(time) ? undefined : time;
}

function meta(payload: Payload): Sighting {
	const parent = payload.parent_thread_id ?? payload.source?.subagent?.thread_spawn?.parent_thread_id;
	const times = [timeOfId(payload.id), payload.timestamp].filter((time) => time !== undefined);
	const born = times.length > 0 ? Math.min(...times) : undefined;
	return {
		...(payload.id && { session: payload.id }),
		...(parent && { parent }),
		...(payload.forked_from_id && { origin: payload.forked_from_id }),
		...(payload.history_base && { isBare: true }),
		...(born !== undefined && { born }),
		...(payload.subagent_history_start_ordinal !== undefined && { ownFromOrdinal: payload.subagent_history_start_ordinal }),
		...(payload.cli_version && { version: payload.cli_version }),
		...(payload.cwd && { cwd: payload.cwd }),
		...(payload.git?.branch && { branch: payload.git.branch }),
	};
}

function turnContext({ cwd, approval_policy }: Payload): Sighting {
	return { ...(cwd && { cwd }), ...(approval_policy && { mayAsk: approval_policy !== 'never' }) };
}
