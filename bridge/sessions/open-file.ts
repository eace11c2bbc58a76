/** A session file that is being followed, and what was read of it so far. */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader, Source } from '../agents/agent-reader.ts';
import type { Tail } from './tail.ts';
import type { Trace } from './trace.ts';

export interface FoundFile {
	reader: AgentReader<AgentKind>;
	root: string;
	isBeyond?: true;
	/** What a path of its sessions is on this machine. */
	pathHere: (path: string) => string;
	path: string;
	source: Source;
}

export interface OpenFile extends FoundFile {
	tail: Tail | undefined;
	/** Its size and time when it was read last. */
	seen: string;
	/** The number of the read that was its last. */
	lastRead: number;
	traces: Map<string, Trace>;
}

/** A trace and the file that it is read from. */
export interface FileTrace {
	trace: Trace;
	file: OpenFile;
	/** The number of the read that it began with. */
	begun: number;
}
