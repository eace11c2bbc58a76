/** The session files that are being followed, and the sessions in them. */
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from '../agents/agent-reader.ts';
import type { Sighting } from '../agents/sighting.ts';
import { ifReadable, isMissing } from '../base/missing-file.ts';
import { Copies } from './copies.ts';
import { Drifts } from './drift.ts';
import { gluedRecords } from './glued-records.ts';
import type { FileTrace, FoundFile, OpenFile } from './open-file.ts';
import { RecordOwners } from './record-owners.ts';
import { type Session, sessionsOf } from './session.ts';
import { Tail } from './tail.ts';
import { Trace } from './trace.ts';

/** The state of no file. */
const UNREAD = '';

export class SessionFiles {
	readonly drift = new Drifts();
	/** Two agents may well have the same ids. */
	readonly #owners = new Map<AgentKind, RecordOwners>();
	readonly #files = new Map<string, OpenFile>();
	readonly #traces = new Map<number, FileTrace>();
	readonly #unreadable = new Set<string>();
	#lastNumber = 0;
	#reads = 0;
	readonly #copies = new Copies();
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
		if (file) this.#forget([file]);
	}

	/** Copied records belong to the session that began first, in whatever order the files were read. Answers the paths that were read anew for it. */
	settleCopies(): string[] {
		const files = this.#copies.filesInWrongOrder(this.#traces);
		this.#forget(files);
		for (const file of files) this.read(file, 0);
		this.#copies.settled(this.#traces);
		return files.map(({ path }) => path);
	}

	/** Every session, or those that one of these files is about. */
	sessions(paths?: ReadonlySet<string>): readonly Session[] {
		this.#sessions ??= this.#putTogether();
		return paths ? this.#sessions.filter((session) => session.paths.some((path) => paths.has(path))) : this.#sessions;
	}

	#putTogether(): Session[] {
		const traces = [...this.#traces.values()];
		const furthest = furthestOf(traces);
		return sessionsOf(traces, (file) => this.#isRepeated(file) || (furthest.get(nameOf(file)) ?? file) !== file);
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
		const trace = new Trace(this.#lastNumber, { session, parent, owners: this.#ownersOf(file), pathHere: file.pathHere });
		file.traces.set(session ?? '', trace);
		this.#traces.set(trace.number, { trace, file, begun: this.#reads });
		return trace;
	}

	#ownersOf({ reader: { kind } }: OpenFile): RecordOwners {
		const owners = this.#owners.get(kind) ?? new RecordOwners();
		this.#owners.set(kind, owners);
		return owners;
	}

	#forget(files: readonly OpenFile[]): void {
		this.#clear(files);
		for (const { path } of files) this.#files.delete(path);
		this.#sessions = undefined;
	}

	/** To release what was owned costs a pass over all that is owned: one for all files together. */
	#clear(files: readonly OpenFile[]): void {
		const released = new Map<RecordOwners, Set<number>>();
		for (const file of files) {
			for (const { number } of file.traces.values()) {
				this.#traces.delete(number);
				const owners = this.#ownersOf(file);
				released.set(owners, (released.get(owners) ?? new Set()).add(number));
			}
			file.traces.clear();
		}
		for (const [owners, numbers] of released) owners.release(numbers);
	}

	#readRecords(file: OpenFile, tail: Tail): void {
		const { kind } = file.reader;
		const own = file.source.as === 'records' ? file.source.session : undefined;
		const begin = () => {
			const begun = this.#trace(file, own);
			if (begun.cwd === undefined) begun.isIn(file.reader.cwdOf?.(file.root, file.path));
			return begun;
		};
		let trace = begin();
		const { record, recordShape } = file.reader;
		const fold = (sighting: Sighting) => {
			trace.fold(sighting);
			if (sighting.unknown !== undefined) this.drift.count(kind, trace.version, sighting.unknown);
		};
		const foldGlued = (buffer: Buffer, start: number, end: number) => {
			const glued = record ? gluedRecords(buffer, start, end, record) : [];
			for (const sighting of glued) fold(sighting);
			return glued.length > 0;
		};
		tail.read({
			recordShape,
			line: (buffer, start, end) => {
				const sighting = record?.(buffer, start, end);
				if (sighting) fold(sighting);
				else this.drift.count(kind, trace.version, '(broken)');
				return sighting !== undefined || foldGlued(buffer, start, end);
			},
			lineEnd: foldGlued,
			restarted: () => {
				this.#clear([file]);
				trace = begin();
			},
			oversized: () => this.drift.count(kind, trace.version, '(oversized)'),
		});
	}

	#readSnapshot(file: OpenFile, since: number): void {
		const own = file.source.as === 'snapshot' ? file.source.session : undefined;
		const sightings = (file.reader.snapshot?.(file.path, since) ?? [])[Symbol.iterator]();
		// Only once something was read, what was read before is given up.
		const first = sightings.next();
		this.#clear([file]);
		for (let next = first; !next.done; next = sightings.next()) {
			const sighting = next.value;
			const trace = this.#trace(file, own ?? sighting.session);
			trace.fold(sighting);
			if (sighting.unknown !== undefined) this.drift.count(file.reader.kind, trace.version, sighting.unknown);
		}
	}
}

/** Of files that have all of a session, the one that goes furthest, by name. */
function furthestOf(traces: Iterable<FileTrace>): Map<string, OpenFile> {
	const found = new Map<string, FileTrace>();
	for (const each of traces) {
		const { source } = each.file;
		if (source.as !== 'records' || !source.isWhole) continue;
		const known = found.get(nameOf(each.file));
		if (!known || each.trace.lastAt > known.trace.lastAt) found.set(nameOf(each.file), each);
	}
	return new Map([...found].map(([name, { file }]) => [name, file]));
}

const nameOf = ({ path, reader }: OpenFile): string => `${reader.kind} ${basename(path)}`;

function stateOf({ path, tail, source }: OpenFile): string {
	const { size, mtimeMs, ino } = statSync(path);
	if (tail) return `${size} ${mtimeMs} ${ino}`;
	// A database grows in its journal first.
	const journal = statSync(`${path}-wal`, { throwIfNoEntry: false });
	const companion =
		source.as === 'snapshot' && source.with ? statSync(join(dirname(path), source.with), { throwIfNoEntry: false }) : undefined;
	return `${size} ${mtimeMs} ${journal?.size} ${journal?.mtimeMs} ${companion?.size} ${companion?.mtimeMs}`;
}
