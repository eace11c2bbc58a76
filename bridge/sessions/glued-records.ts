/**
 * Records in a line that is none by itself: a writer that was stopped left half a record, or one without its newline, and the next went on
 * in the same line. A half is lost, whole ones are not.
 */
import type { Sighting } from '../agents/sighting.ts';

/** What every record begins with. */
const RECORD_START = '{"';
const SPACE = 0x20;
const MARK = Buffer.from('\ufeff');
const BETWEEN_RECORDS = '}{"';
/** In a text of no record it may look often as if one began, or ended. */
const STARTS_MAX = 10_000;
const ENDS_MAX = 20;

type Read = (buffer: Buffer, start: number, end: number) => Sighting | undefined;

interface Found {
	sighting: Sighting;
	end: number;
}

/** What they say, in order. `start` is where the line begins, or some place in it. */
export function gluedRecords(buffer: Buffer, start: number, end: number, read: Read): Sighting[] {
	const found: Sighting[] = [];
	let from = beginningIn(buffer, start, end);
	// Where a line begins, or right behind a record, another one begins.
	let isExpected = true;
	for (let starts = 0; starts < STARTS_MAX && from !== -1 && from < end; starts++) {
		const record = recordAt(buffer, from, end, read);
		if (record && (isExpected || isRecord(record.sighting))) {
			found.push(record.sighting);
			from = record.end;
			isExpected = true;
		} else {
			from = buffer.indexOf(RECORD_START, from + 1);
			isExpected = false;
		}
	}
	return found;
}

/** Behind what says nothing: zeros that a crash left where its disk had not got to write, the mark that an editor puts before a text. */
function beginningIn(buffer: Buffer, start: number, end: number): number {
	let from = start;
	while (from < end && ((buffer[from] as number) <= SPACE || MARK.includes(buffer[from] as number))) from++;
	return from;
}

/** What lies inside of a record is none by itself. */
const isRecord = ({ unknown, at }: Sighting): boolean => unknown === undefined && at !== undefined;

function recordAt(buffer: Buffer, from: number, end: number, read: Read): Found | undefined {
	const whole = read(buffer, from, end);
	if (whole) return { sighting: whole, end };
	let between = buffer.indexOf(BETWEEN_RECORDS, from);
	for (let ends = 0; ends < ENDS_MAX && between !== -1 && between < end; ends++) {
		const sighting = read(buffer, from, between + 1);
		if (sighting) return { sighting, end: between + 1 };
		between = buffer.indexOf(BETWEEN_RECORDS, between + 1);
	}
	return undefined;
}
