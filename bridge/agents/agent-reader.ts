/** The contract of a reader: what differs per agent, and nothing else. One file per kind, in a folder of its name with what is only its own; collected in index.ts. */
import type { AgentKind, AgentStatus } from '../../shared/report/facts.ts';
import type { Sighting } from './sighting.ts';
import type { RecordShape } from './skim/record-shape.ts';

/** How a session file is read. */
export type Source =
	/** One record a line, appended. `isWhole`: a file of its name has all of the session, so that of two that are called so one counts. */
	| { as: 'records'; session?: string; parent?: string; isWhole?: true }
	/**
	 * Read whole whenever it changes. `of`: the file beside it that is to be read instead, as a database for its journal. `with`: the file
	 * beside it that is read with it, whenever that one changes too. `after`: the file beside it that says the same, and counts as long
	 * as it is there. `session`: whose all of it is; else each sighting names its session.
	 */
	| { as: 'snapshot'; of?: string; with?: string; after?: string; session?: string };

/** What is known of a session's process from outside of its records: by registries, locks, the system's list. */
export interface ProcessState {
	/** false: it has certainly ended. */
	alive: boolean;
	/** Only that its registry should name it and does not: it may yet go on where there is none. */
	isUnlisted?: true;
	/** Where a registry says so itself. */
	status?: AgentStatus;
	/** Since when it has that status, ms. */
	since?: number;
}

/** What `processes` may go by. */
export interface KnownSession {
	version: string;
	file: string;
	/** The times of its first and its last record, ms. */
	firstAt: number;
	lastAt: number;
}

/** Of a file that holds several sessions, or whose name does not say which. */
export interface SessionSighting extends Sighting {
	session: string;
}

/** What a reader remembers is its own: whoever reads this machine's sessions makes readers for itself. */
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
	recordShape?: RecordShape<unknown>;
	/** The working directory of a session whose records do not name it: files around its own may. */
	cwdOf?(root: string, file: string): string | undefined;
	/** All sightings of a file that is read whole, in order. `since`: sessions not active since then may be left out. */
	snapshot?(path: string, since: number): Iterable<Sighting>;
	/** What files beside a session's own say of it: read whole when the session is loaded and when they change. */
	sidecar?(root: string, session: string): Sighting | undefined;
	/** Folders, relative to the root, where the sidecar files of this session lie. */
	sidecarFolders?(session: string): string[][];
	/** The folder, relative to the root, by which `processes` goes. */
	processFolder?: readonly string[];
	/** Whether the processes of sessions are alive, by session; of one that is not in it nothing is known. */
	processes?(root: string, sessions: ReadonlyMap<string, KnownSession>): Map<string, ProcessState>;
}
