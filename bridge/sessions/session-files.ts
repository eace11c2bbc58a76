/** The session files that are being followed, and the sessions that they tell of. */
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader, Source } from '../agents/agent-reader.ts';
import type { Sighting } from '../agents/sighting.ts';
import { ifReadable, isMissing } from '../base/missing-file.ts';
import { Drifts } from './drift.ts';
import { firstWritten, type Written } from './first-written.ts';
import { hash53, RecordOwners } from './record-owners.ts';
import { Tail } from './tail.ts';
import { Trace } from './trace.ts';

export interface FoundFile {
	reader: AgentReader<AgentKind>;
	root: string;
	path: string;
	source: Source;
}

/** A session: its own trace, where its file is known, and those of its subagents. */
export interface Session {
	/** Unique among all kinds. */
	key: string;
	reader: AgentReader<AgentKind>;
	root: string;
	id: string;
	/** The file of its own trace, or of any where that is not known; and all its files. */
	path: string;
	paths: string[];
	own: Trace | undefined;
	all: Trace[];
}

/** What every record begins with. */
const RECORD_START = '{"';
/** The state of no file. */
const UNREAD = '';
const TORN_TRIES_MAX = 10_000;

interface OpenFile extends FoundFile {
	tail: Tail | undefined;
	/** Its size and time when it was read last. */
	seen: string;
	/** The number of the read that was its last. */
	lastRead: number;
	traces: Map<string, Trace>;
}

interface Told {
	trace: Trace;
	file: OpenFile;
	/** The number of the read that it began with. */
	begun: number;
}

/** Records of one trace that another one holds. */
interface Repeat {
	by: Told;
	of: Told;
}

export class SessionFiles {
	readonly drift = new Drifts();
	/** Two agents may well have the same ids. */
	readonly #owners = new Map<AgentKind, RecordOwners>();
	readonly #files = new Map<string, OpenFile>();
	readonly #traces = new Map<number, Told>();
	readonly #unreadable = new Set<string>();
	#lastNumber = 0;
	#reads = 0;
	/** Who repeats whom, and how much of what may be repeated had been read when that was seen to. */
	#settled: ReadonlyMap<string, number> = new Map();
	/** The sessions as they were put together last; a file that is read or forgotten may change them. */
	#sessions: Session[] | undefined;

	has(path: string): boolean {
		return this.#files.has(path);
	}

	paths(): Iterable<string> {
		return this.#files.keys();
	}

	/** Reads what is new in a file, known or not. Sessions active before `since` may be left out of files that hold many. */
	read(found: FoundFile, since: number): void {
		const file = this.#files.get(found.path) ?? this.#open(found);
		this.#sessions = undefined;
		try {
			file.seen = stateOf(file);
			file.lastRead = ++this.#reads;
			if (file.tail) this.#readRecords(file, file.tail);
			else this.#readSnapshot(file, since);
		} catch (error) {
			if (!isMissing(error)) this.unreadable(file.reader, found.path);
			// What is known of a file that cannot be read now holds until it can be read again, or is deleted.
			if (isMissing(error) || file.traces.size === 0) this.forget(found.path);
			else file.seen = UNREAD;
		}
	}

	/** Counts a file or a folder that is there and cannot be read: once, however often it is tried. */
	unreadable({ kind }: AgentReader<AgentKind>, path: string): void {
		if (this.#unreadable.has(path)) return;
		this.#unreadable.add(path);
		this.drift.count(kind, '?', '(unreadable)');
	}

	/** Whether a known file has changed since it was read. */
	isBehind(path: string): boolean {
		const file = this.#files.get(path);
		return file !== undefined && file.seen !== ifReadable(() => stateOf(file));
	}

	forget(path: string): void {
		const file = this.#files.get(path);
		if (!file) return;
		this.#clear(file);
		this.#files.delete(path);
		this.#sessions = undefined;
	}

	/** Copied records belong to the session that began first, in whatever order the files were read. Answers the paths that were read anew for it. */
	settleCopies(): string[] {
		const fresh = this.#repeats().filter((edge) => this.#settled.get(pairOf(edge)) !== sharedUntil(edge));
		if (fresh.length === 0) return [];
		const anew: OpenFile[] = [];
		for (const files of connected(this.#repeats(), fresh)) {
			const order = this.#inOrder(files);
			const isWrong = ({ by, of }: Repeat) => of.trace.number > by.trace.number || order.indexOf(of.file) > order.indexOf(by.file);
			const isLate = (edge: Repeat) => this.#settled.has(pairOf(edge)) || edge.of.file.lastRead > edge.by.begun;
			const ofThese = ({ by }: Repeat) => files.has(by.file);
			if (this.#repeats().filter(ofThese).some(isWrong) || fresh.filter(ofThese).some(isLate)) anew.push(...order);
		}
		this.#readAnew(anew);
		this.#settled = new Map(this.#repeats().map((edge) => [pairOf(edge), sharedUntil(edge)]));
		return anew.map(({ path }) => path);
	}

	/** Which traces repeat which others, those of other files. */
	#repeats(): Repeat[] {
		const bySession = new Map<string, Told>();
		for (const told of this.#traces.values()) if (told.trace.session) bySession.set(keyOf(told.file, told.trace.session), told);
		return [...this.#traces.values()].flatMap((by) => {
			const { trace, file } = by;
			const origin = trace.origin === undefined ? undefined : bySession.get(keyOf(file, trace.origin));
			const others = [...[...trace.repeats].map((number) => this.#traces.get(number)), origin];
			return others.flatMap((of) => (of && of.file !== file ? [{ by, of }] : []));
		});
	}

	#inOrder(files: ReadonlySet<OpenFile>): OpenFile[] {
		const claimants = [...files].map((file) => ({
			path: file.path,
			firstAt: Math.min(...[...file.traces.values()].map(({ firstAt }) => firstAt)),
			written: () => writtenIn(file),
		}));
		return firstWritten(claimants).flatMap((path) => this.#files.get(path) ?? []);
	}

	/** Every session, or those that one of these files tells of. */
	sessions(paths?: ReadonlySet<string>): readonly Session[] {
		this.#sessions ??= this.#group();
		return paths ? this.#sessions.filter((session) => session.paths.some((path) => paths.has(path))) : this.#sessions;
	}

	#group(): Session[] {
		const parents = new Map<string, string>();
		for (const { trace, file } of this.#traces.values()) {
			if (trace.session && trace.parent && trace.parent !== trace.session) parents.set(keyOf(file, trace.session), trace.parent);
		}
		const sessions = new Map<string, Session>();
		for (const { trace, file } of this.#traces.values()) {
			if ((trace.session === undefined && trace.parent === undefined) || this.#isRepeated(file)) continue;
			const id = rootOf(file, trace.session ?? (trace.parent as string), trace.parent, parents);
			const key = keyOf(file, id);
			const session = sessions.get(key) ?? {
				key,
				reader: file.reader,
				root: file.root,
				id,
				path: file.path,
				paths: [],
				own: undefined,
				all: [],
			};
			session.all.push(trace);
			session.paths.push(file.path);
			if (trace.session === id) Object.assign(session, { own: trace, path: file.path });
			sessions.set(key, session);
		}
		return [...sessions.values()];
	}

	/** Whether another file that is read says the same. */
	#isRepeated({ path, source }: OpenFile): boolean {
		return source.as === 'snapshot' && source.after !== undefined && this.#files.has(join(dirname(path), source.after));
	}

	#open(found: FoundFile): OpenFile {
		const file: OpenFile = {
			...found,
			tail: found.source.as === 'records' ? new Tail(found.path) : undefined,
			seen: UNREAD,
			lastRead: 0,
			traces: new Map(),
		};
		this.#files.set(found.path, file);
		return file;
	}

	#trace(file: OpenFile, session: string | undefined): Trace {
		const known = file.traces.get(session ?? '');
		if (known) return known;
		this.#lastNumber++;
		const parent = file.source.as === 'records' ? file.source.parent : undefined;
		const trace = new Trace(this.#lastNumber, session, parent, this.#claimsOf(file));
		file.traces.set(session ?? '', trace);
		this.#traces.set(trace.number, { trace, file, begun: this.#reads });
		return trace;
	}

	#claimsOf({ reader: { kind } }: OpenFile): RecordOwners {
		const owners = this.#owners.get(kind) ?? new RecordOwners();
		this.#owners.set(kind, owners);
		return owners;
	}

	#clear(file: OpenFile): void {
		const numbers = new Set([...file.traces.values()].map(({ number }) => number));
		for (const number of numbers) this.#traces.delete(number);
		if (numbers.size > 0) this.#claimsOf(file).release(numbers);
		file.traces.clear();
	}

	#readRecords(file: OpenFile, tail: Tail): void {
		const { kind } = file.reader;
		const own = file.source.as === 'records' ? file.source.session : undefined;
		const begin = () => {
			const begun = this.#trace(file, own);
			begun.cwd ??= file.reader.cwdOf?.(file.root, file.path);
			return begun;
		};
		let trace = begin();
		const { record, recordShape } = file.reader;
		tail.read({
			recordShape,
			line: (buffer, start, end) => {
				const sighting = record?.(buffer, start, end) ?? this.#afterTorn(file, buffer, start, end, trace.version);
				if (!sighting) return false;
				trace.fold(sighting);
				if (sighting.unknown !== undefined) this.drift.count(kind, trace.version, sighting.unknown);
				return true;
			},
			restarted: () => {
				this.#clear(file);
				trace = begin();
			},
			oversized: () => this.drift.count(kind, trace.version, '(oversized)'),
		});
	}

	/** A writer that was stopped left half a record, and the next one went on in the same line: the half is lost, not both. */
	#afterTorn({ reader }: OpenFile, buffer: Buffer, start: number, end: number, version: string): Sighting | undefined {
		this.drift.count(reader.kind, version, '(broken)');
		let from = start;
		for (let tries = 0; tries < TORN_TRIES_MAX; tries++) {
			from = buffer.indexOf(RECORD_START, from + 1);
			if (from === -1 || from >= end) return undefined;
			const sighting = reader.record?.(buffer, from, end);
			// What lies inside of a record is none by itself.
			if (sighting && sighting.unknown === undefined && sighting.at !== undefined) return sighting;
		}
		return undefined;
	}

	#readSnapshot(file: OpenFile, since: number): void {
		const sightings = (file.reader.snapshot?.(file.path, since) ?? [])[Symbol.iterator]();
		// Only once something was read, what was read before is given up.
		const first = sightings.next();
		this.#clear(file);
		for (let next = first; !next.done; next = sightings.next()) {
			const sighting = next.value;
			const trace = this.#trace(file, sighting.session);
			trace.fold(sighting);
			if (sighting.unknown !== undefined) this.drift.count(file.reader.kind, trace.version, sighting.unknown);
		}
	}

	#readAnew(files: OpenFile[]): void {
		for (const file of files) this.forget(file.path);
		for (const file of files) this.read(file, 0);
	}
}

const pairOf = ({ by, of }: Repeat): string => `${by.trace.number} ${of.trace.number}`;

/** Nothing can be repeated that was written later than the copy. */
const sharedUntil = ({ by, of }: Repeat): number => Math.min(of.trace.lastAt, by.trace.firstAt);

/** The files that repeat each other, directly or through others, one set for each of those in which something is new. */
function connected(repeats: readonly Repeat[], fresh: readonly Repeat[]): Set<OpenFile>[] {
	const left = new Set(fresh.map(({ by }) => by.file));
	const groups: Set<OpenFile>[] = [];
	for (const first of left) {
		const group = new Set([first]);
		for (let before = 0; before < group.size; ) {
			before = group.size;
			for (const { by, of } of repeats) if (group.has(by.file) || group.has(of.file)) group.add(by.file).add(of.file);
		}
		for (const file of group) left.delete(file);
		groups.push(group);
	}
	return groups;
}

/** The records of a file that a copy repeats, by hash. */
function writtenIn({ path, reader, source }: OpenFile): Written {
	const written = new Map<number, number>();
	if (source.as !== 'records') return written;
	const line = (buffer: Buffer, start: number, end: number) => {
		const sighting = reader.record?.(buffer, start, end);
		if (sighting?.identity !== undefined) written.set(hash53(sighting.identity), sighting.at ?? 0);
		return sighting !== undefined;
	};
	ifReadable(() => new Tail(path).read({ line, restarted: () => written.clear(), oversized: () => undefined }));
	return written;
}

function stateOf({ path, tail, source }: OpenFile): string {
	const { size, mtimeMs, ino } = statSync(path);
	if (tail) return `${size} ${mtimeMs} ${ino}`;
	// A database grows in its journal first.
	const journal = statSync(`${path}-wal`, { throwIfNoEntry: false });
	const beside =
		source.as === 'snapshot' && source.with ? statSync(join(dirname(path), source.with), { throwIfNoEntry: false }) : undefined;
	return `${size} ${mtimeMs} ${journal?.size} ${journal?.mtimeMs} ${beside?.size} ${beside?.mtimeMs}`;
}

function keyOf({ reader }: FoundFile, id: string): string {
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
