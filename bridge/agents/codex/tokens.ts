/** How many tokens were used, as Codex counts them: by process, and in newer versions by session. */
import type { Sighting, Tokens } from '../sighting.ts';
import type { Seen } from '../skim/record-shape.ts';
import type { Payload, usage } from './record.ts';

export function tokensOfProcess({ info }: Payload): NonNullable<Sighting['tokens']> {
	const total = info?.total_token_usage;
	if (!total) return { restart: true };
	return { total: true, ...lastOf(info.last_token_usage), ...uncached(total) };
}

export function tokensOfRecord({ thread_id, usage: last, thread_token_usage }: Payload): Sighting {
	const tokens = thread_token_usage && { session: true as const, ...lastOf(last), ...uncached(thread_token_usage) };
	return { ...(thread_id && { thread: thread_id }), ...(tokens && { tokens }) };
}

function lastOf(last: Seen<typeof usage> | undefined): { last?: Tokens } {
	return last ? { last: uncached(last) } : {};
}

/** Codex counts cached input within the input. */
function uncached({ input_tokens: input = 0, cached_input_tokens: cached = 0, output_tokens: output = 0 }: Seen<typeof usage>): Tokens {
	return { input: Math.max(0, input - cached), cached, output };
}
