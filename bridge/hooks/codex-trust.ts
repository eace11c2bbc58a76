/**
 * Which hooks Codex runs: those that its user trusted, as its settings note them. By https://github.com/openai/codex (`codex-rs/hooks`),
 * tried with 0.171: under `hooks.state` stands, by file, event and place, the SHA-256 of the hook as it was when it was trusted.
 */
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';
import { z } from 'zod';
import { sha256 } from '../base/sha256.ts';

/** In seconds: where a hook says nothing of it, and the most that it is given. */
const TIMEOUT = { initial: 600, most: Number.POSITIVE_INFINITY };
/** The end of a session waits for nobody. */
const TIMEOUT_AT_END = { initial: 1, most: 3 };

const handler = z.looseObject({ type: z.literal('command'), command: z.string(), timeout: z.int().optional() });
const group = z.looseObject({ matcher: z.string().optional(), hooks: z.array(z.unknown()) });
const hooksFile = z.looseObject({ hooks: z.record(z.string(), z.array(group)) });
const state = z.looseObject({ trusted_hash: z.string().optional(), enabled: z.boolean().optional() });
const config = z.looseObject({ hooks: z.looseObject({ state: z.record(z.string(), state).optional() }).optional() });

interface Files {
	/** Absolute. */
	file: string;
	/** What `hooks.json` and `config.toml` say; of the latter perhaps nothing. */
	hooks: string;
	config: string;
}

/** The events of hooks that are meant and that Codex does not run: not trusted as they are now, or switched off. */
export function untrustedEvents({ file, hooks, config: text }: Files, isMeant: (command: string) => boolean): string[] {
	const states = statesIn(text);
	const events = Object.entries(hooksFile.safeParse(parseJson(hooks)).data?.hooks ?? {});
	return events.flatMap(([event, groups]) => {
		const handlers = groups.flatMap(({ matcher, hooks: all }, at) =>
			all.map((each, place) => ({ given: handler.safeParse(each).data, matcher, key: `${file}:${snake(event)}:${at}:${place}` })),
		);
		const isRefused = handlers.some(({ given, matcher, key }) => {
			if (given === undefined || !isMeant(given.command)) return false;
			return states[key]?.enabled === false || states[key]?.trusted_hash !== hashOf(event, matcher, given);
		});
		return isRefused ? [event] : [];
	});
}

/** Of JSON whose members stand in the order of their names. */
function hashOf(event: string, matcher: string | undefined, { command, timeout }: z.infer<typeof handler>): string {
	const { initial, most } = event === 'SessionEnd' ? TIMEOUT_AT_END : TIMEOUT;
	const hook = { async: false, command, timeout: Math.min(timeout ?? initial, most), type: 'command' };
	return `sha256:${sha256(JSON.stringify({ event_name: snake(event), hooks: [hook], ...(matcher === undefined ? {} : { matcher }) }))}`;
}

/** `PreToolUse` → `pre_tool_use`. */
const snake = (event: string): string => event.replaceAll(/(?<=.)[A-Z]/g, '_$&').toLowerCase();

function statesIn(text: string): Record<string, z.infer<typeof state>> {
	try {
		return config.safeParse(parseToml(text)).data?.hooks?.state ?? {};
	} catch (error) {
		if (error instanceof TomlError) return {};
		throw error;
	}
}
