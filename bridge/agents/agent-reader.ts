/** The contract of a reader: what differs per agent, and nothing else. One file per kind, collected in index.ts. */
import type { AgentKind, AgentStatus } from '../../shared/report/facts.ts';
import type { Sighting } from './sighting.ts';
import type { RecordShape } from './skim/record-shape.ts';

/** A file that a reader wants. */
export type Source =
	/** One record a line, appended. */
	| { as: 'records'; session?: string; parent?: string }
	/**
	 * Read whole whenever it changes. `of`: the file beside it that is to be read instead, as a database for its journal. `with`: the file
	 * beside it that is read with it, whenever that one changes too. `after`: the file beside it that says the same, and counts as long
	 * as it is there.
	 */
	| { as: 'snapshot'; of?: string; with?: string; after?: string };

/** What is known of a session from outside of its records: registries, locks, processes. */
export interface Life {
	/** false: its process is certainly gone. */
	alive: boolean;
	/** Only that its registry should name it and does not: it may yet go on where there is none. */
	isUnlisted?: true;
	/** Where a registry says so itself. */
	status?: AgentStatus;
	/** Since when, ms. */
	since?: number;
}

/** What `lives` may go by. */
export interface KnownSession {
	version: string;
	file: string;
	/** When it told something first and last, ms. */
	firstAt: number;
	lastAt: number;
}

export interface SessionSighting extends Sighting {
	session: string;
}

export interface AgentReader<K extends AgentKind> {
	kind: K;
	/** The folders that this agent writes to, absolute. Variables of the agent's own come before the home folder. */
	roots(home: string, env: NodeJS.ProcessEnv): string[];
	/** Databases that a variable of the agent's names, absolute. */
	databases?(home: string, env: NodeJS.ProcessEnv): string[];
	/** Whether to look into a folder; its path is relative to the root, in segments. */
	enters(folder: readonly string[]): boolean;
	/** What a file is, by its path relative to the root; undefined is never opened. */
	source(file: readonly string[]): Source | undefined;
	/** One record's sighting; undefined where the bytes are no record. */
	record?(buffer: Buffer, start: number, end: number): Sighting | undefined;
	/** What `record` looks for: a line that is too long to be held is cut to it while it is read. */
	wanted?: RecordShape<unknown>;
	/** The working directory of a session whose records do not name it: what lies around its file may. */
	cwdOf?(root: string, file: string): string | undefined;
	/** All sightings of a file that is read whole, in order. `since`: sessions not active since then may be left out. */
	snapshot?(path: string, since: number): Iterable<SessionSighting>;
	/** Files beside a session's own that say more of it: read whole when the session is loaded and when they change. */
	beside?(root: string, session: string): Sighting | undefined;
	/** Folders, relative to the root, where `beside` of this session looks. */
	besideFolders?(session: string): string[][];
	/** The folder, relative to the root, where `lives` looks. */
	lifeFolder?: readonly string[];
	/** Who lives, by session; a session that is not in it is not known. */
	lives?(root: string, sessions: ReadonlyMap<string, KnownSession>): Map<string, Life>;
}
