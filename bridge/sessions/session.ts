/** Sessions, put together from the traces of their files. */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from '../agents/agent-reader.ts';
import type { FileTrace, FoundFile, OpenFile } from './open-file.ts';
import type { Trace } from './trace.ts';

/** A session: its own trace, where its file is known, and those of its subagents. */
export interface Session {
	/** Unique among all kinds. */
	key: string;
	reader: AgentReader<AgentKind>;
	root: string;
	/** Its files lie on the other side of a border. */
	isBeyond: boolean;
	id: string;
	/** The file of its own trace, or of any where that is not known; and all its files. */
	path: string;
	paths: string[];
	own: Trace | undefined;
	all: Trace[];
}

/** The sessions of traces, subagents folded into the session that they work for. `isRepeated`: another file says the same. */
export function sessionsOf(traces: readonly FileTrace[], isRepeated: (file: OpenFile) => boolean): Session[] {
	const parents = new Map<string, string>();
	for (const { trace, file } of traces) {
		if (trace.session && trace.parent && trace.parent !== trace.session) parents.set(keyOf(file, trace.session), trace.parent);
	}
	const sessions = new Map<string, Session>();
	for (const { trace, file } of traces) {
		if ((trace.session === undefined && trace.parent === undefined) || isRepeated(file)) continue;
		const id = rootOf(file, trace.session ?? (trace.parent as string), trace.parent, parents);
		const key = keyOf(file, id);
		const session = sessions.get(key) ?? {
			key,
			reader: file.reader,
			...placeOf(file),
			id,
			path: file.path,
			paths: [],
			own: undefined,
			all: [],
		};
		session.all.push(trace);
		session.paths.push(file.path);
		// A copy of its file in another folder may have nothing that counts.
		const isLatest = session.own === undefined || trace.lastAt > session.own.lastAt;
		if (trace.session === id && isLatest) Object.assign(session, { own: trace, path: file.path, ...placeOf(file) });
		sessions.set(key, session);
	}
	return [...sessions.values()];
}

const placeOf = ({ root, isBeyond }: FoundFile): Pick<Session, 'root' | 'isBeyond'> => ({ root, isBeyond: isBeyond === true });

/** Sessions of different kinds may have the same id. */
export function keyOf({ reader }: FoundFile, id: string): string {
	return `${reader.kind}:${id}`;
}

/** The session at the top of a chain of subagents. */
function rootOf(file: FoundFile, session: string, parent: string | undefined, parents: ReadonlyMap<string, string>): string {
	let id = parent ?? session;
	for (let steps = 0; steps < 16; steps++) {
		const above = parents.get(keyOf(file, id));
		if (above === undefined) break;
		id = above;
	}
	return id;
}
