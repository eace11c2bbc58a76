/** Which files repeat records of which others, and in which order they are to be read so that each record counts for who wrote it first. */
import type { Sighting } from '../agents/sighting.ts';
import { ifReadable } from '../base/missing-file.ts';
import { firstWritten, type Written } from './first-written.ts';
import { gluedRecords } from './glued-records.ts';
import type { FileTrace, OpenFile } from './open-file.ts';
import { hash53 } from './record-owners.ts';
import { keyOf } from './session.ts';
import { Tail } from './tail.ts';

/** One trace holds records of another. */
interface Repeat {
	by: FileTrace;
	of: FileTrace;
}

/** By number. */
type Traces = ReadonlyMap<number, FileTrace>;

/** What was known of a repeat when it was put in order. */
interface Settled {
	/** How much of what may be repeated had been read. */
	until: number;
	/** Which of both had something that the other had not. */
	own: string;
}

export class Copies {
	/** What was put in order: which trace repeats which. */
	#settled: ReadonlyMap<string, Settled> = new Map();

	/** Files whose records were counted for the wrong session: to be read anew, in this order. */
	filesInWrongOrder(traces: Traces): OpenFile[] {
		const repeats = repeatsIn(traces);
		const news = repeats.filter((repeat) => this.#settled.get(pairOf(repeat))?.until !== sharedUntil(repeat));
		// A fork that had nothing of its own yet may have been taken for the one that was written first.
		const fresh = [...news, ...repeats.filter((repeat) => this.#settled.get(pairOf(repeat))?.own !== ownOf(repeat))];
		return connected(repeats, fresh).flatMap((files) => {
			const order = inOrder(files);
			const isWrong = ({ by, of }: Repeat) => of.trace.number > by.trace.number || order.indexOf(of.file) > order.indexOf(by.file);
			const isLate = (repeat: Repeat) => this.#settled.has(pairOf(repeat)) || repeat.of.file.lastRead > repeat.by.begun;
			const ofThese = ({ by }: Repeat) => files.has(by.file);
			return repeats.filter(ofThese).some(isWrong) || news.filter(ofThese).some(isLate) ? order : [];
		});
	}

	/** All is in order now. */
	settled(traces: Traces): void {
		this.#settled = new Map(repeatsIn(traces).map((repeat) => [pairOf(repeat), { until: sharedUntil(repeat), own: ownOf(repeat) }]));
	}
}

/** Which traces repeat which others, those of other files. */
function repeatsIn(traces: Traces): Repeat[] {
	const bySession = new Map<string, FileTrace>();
	for (const each of traces.values()) if (each.trace.session) bySession.set(keyOf(each.file, each.trace.session), each);
	return [...traces.values()].flatMap((by) => {
		const { trace, file } = by;
		const origin = trace.origin === undefined ? undefined : bySession.get(keyOf(file, trace.origin));
		const others = [...[...trace.repeats.keys()].map((number) => traces.get(number)), origin];
		return others.flatMap((of) => (of && of.file !== file ? [{ by, of }] : []));
	});
}

function inOrder(files: ReadonlySet<OpenFile>): OpenFile[] {
	const byPath = new Map([...files].map((file) => [file.path, file]));
	const candidates = [...files].map((file) => ({
		path: file.path,
		firstAt: Math.min(...[...file.traces.values()].map(({ firstAt }) => firstAt)),
		written: () => writtenIn(file),
	}));
	return firstWritten(candidates).flatMap((path) => byPath.get(path) ?? []);
}

const pairOf = ({ by, of }: Repeat): string => `${by.trace.number} ${of.trace.number}`;

/** Nothing can be repeated that was written later than the copy. */
const sharedUntil = ({ by, of }: Repeat): number => Math.min(of.trace.lastAt, by.trace.firstAt);

const ownOf = ({ by, of }: Repeat): string => `${by.trace.own > 0} ${of.trace.own > (by.trace.repeats.get(of.trace.number) ?? 0)}`;

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
	const { record, recordShape } = reader;
	const note = ({ identity, at }: Sighting) => {
		if (identity !== undefined) written.set(hash53(identity), at ?? 0);
	};
	const glued = (buffer: Buffer, start: number, end: number) => {
		const sightings = record ? gluedRecords(buffer, start, end, record) : [];
		for (const sighting of sightings) note(sighting);
		return sightings.length > 0;
	};
	const line = (buffer: Buffer, start: number, end: number) => {
		const sighting = record?.(buffer, start, end);
		if (sighting) note(sighting);
		return sighting !== undefined || glued(buffer, start, end);
	};
	const sink = { recordShape, line, lineEnd: glued, restarted: () => written.clear(), oversized: () => undefined };
	ifReadable(() => new Tail(path).read(sink));
	return written;
}
