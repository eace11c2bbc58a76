/**
 * The edits whose changes live, kept over restarts: a session that has been silent for days still counts, and its files need not be read
 * again. Paths and times only, in `~/.pylon/edits.json`, for this user alone.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { AGENTS_PER_OPERATOR, CHANGE_MAX_MS, TOUCHES_MAX } from '../../shared/limits.ts';
import { agentKind } from '../../shared/report/report.ts';
import { counted } from '../../shared/words.ts';
import { pylonFolder } from '../base/home.ts';
import { writePrivateJson } from '../base/private-file.ts';
import { UserError } from '../base/user-error.ts';
import { plainBytes } from '../git/plain-file.ts';
import { type Edit, isWithin } from './edit.ts';

const EDITS_MAX = AGENTS_PER_OPERATOR * TOUCHES_MAX;
const FILE_MAX_BYTES = 8 * 1024 * 1024;
const VERSION = 1;

/** Where an agent edited, and by path when it did last (ms). */
const place = z.strictObject({
	worktreeTop: z.string(),
	root: z.string(),
	branch: z.string().optional(),
	paths: z.array(z.tuple([z.string().refine(isWithin), z.number()])),
});
const agent = z.strictObject({ agentId: z.string().regex(/^[0-9a-f]{16}$/), kind: agentKind, places: z.array(place) });
/** Each agent is looked at by itself, so that a broken one costs itself alone. */
const file = z.object({ version: z.literal(VERSION), agents: z.array(z.unknown()) });

type KeptAgent = z.infer<typeof agent>;

export interface AgentEdits extends Pick<KeptAgent, 'agentId' | 'kind'> {
	edits: readonly Edit[];
}

export class RememberedEdits {
	readonly #file: string;
	readonly #tell: (problem: string) => void;
	#written: string | undefined;
	#told: string | undefined;

	/** `tell` hears what is wrong with the file, which is never a reason to stop. */
	constructor(home: string, tell: (problem: string) => void) {
		this.#file = join(pylonFolder(home), 'edits.json');
		this.#tell = tell;
	}

	/** Without those that are older than a change counts. */
	load(now: number): AgentEdits[] {
		const bytes = plainBytes(this.#file, FILE_MAX_BYTES);
		const found = bytes && file.safeParse(parsed(bytes.toString()));
		if (bytes && !found?.success) this.#tell(`${this.#file} is damaged: what agents edited before is not known.`);
		const agents = (found?.data?.agents ?? []).map((each) => agent.safeParse(each));
		const broken = agents.filter(({ success }) => !success).length;
		if (broken > 0) this.#tell(`${this.#file} is damaged: what ${counted(broken, 'agent')} edited before is not known.`);
		return agents.flatMap(({ data }) => (data ? [{ agentId: data.agentId, kind: data.kind, edits: editsOf(data, now) }] : []));
	}

	/** In place of all that was kept; of too many the latest. The disk is written to only where something is another. */
	keep(agents: readonly AgentEdits[], now: number): void {
		const times = agents.flatMap(({ edits }) => edits.map(({ at }) => at)).sort((one, other) => other - one);
		const since = Math.max(now - CHANGE_MAX_MS, times[EDITS_MAX - 1] ?? 0);
		const kept = { version: VERSION, agents: agents.map((each) => keptOf(each, since)).filter(({ places }) => places.length > 0) };
		const text = JSON.stringify(kept);
		if (text === this.#written) return;
		try {
			writePrivateJson(this.#file, kept);
			this.#written = text;
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			if (error.message !== this.#told) this.#tell(error.message);
			this.#told = error.message;
		}
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function editsOf({ places }: KeptAgent, now: number): Edit[] {
	return places.flatMap(({ worktreeTop, root, branch, paths }) =>
		paths.filter(([, at]) => now - at <= CHANGE_MAX_MS).map(([path, at]) => ({ worktreeTop, root, branch, path, at })),
	);
}

function keptOf({ agentId, kind, edits }: AgentEdits, since: number): KeptAgent {
	const lately = edits.filter(({ at }) => at >= since);
	const groups = Map.groupBy(lately, ({ worktreeTop, branch }) => JSON.stringify([worktreeTop, branch]));
	const places = [...groups.values()].flatMap(([first, ...others]) => {
		if (!first) return [];
		const { worktreeTop, root, branch } = first;
		const paths = [first, ...others].map(({ path, at }): [string, number] => [path, at]);
		return [{ worktreeTop, root, ...(branch === undefined ? {} : { branch }), paths }];
	});
	return { agentId, kind, places };
}
