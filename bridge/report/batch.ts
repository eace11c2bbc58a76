/** Reports in messages that the relay takes: each under its limit with room for the envelope. */

import { MESSAGE_MAX_BYTES } from '../../shared/limits.ts';
import type { Report, ReportPatch } from '../../shared/report/report.ts';
import { sealPatch, sealReport } from '../../shared/report/sealing.ts';
import { keptTouches } from '../../shared/room/fold.ts';

/** One `agent.report`, plain and as it crosses the wire. */
export interface Batch {
	plain: { whole: Report[]; changed: ReportPatch[]; gone: string[] };
	wire: { whole: ReturnType<typeof sealReport>[]; changed: ReturnType<typeof sealPatch>[]; gone: string[] };
}

/** What tRPC, the socket and the message's own frame add, generously. */
const ENVELOPE_BYTES = 2_048;
const BATCH_MAX_BYTES = MESSAGE_MAX_BYTES - ENVELOPE_BYTES;
const ITEMS_MAX = 100;

export const emptyBatch = (): Batch => ({ plain: { whole: [], changed: [], gone: [] }, wire: { whole: [], changed: [], gone: [] } });

interface Change {
	whole: Report[];
	changed: ReportPatch[];
	gone: string[];
}

/** Splits a change into as few messages as its size needs; what vanishes goes first, so that a removal waits for nothing. */
export function batches(key: Uint8Array, change: Change): Batch[] {
	const done: Batch[] = [];
	let batch = emptyBatch();
	let bytes = 0;
	let items = 0;
	const make = (size: number) => {
		if (items > 0 && (bytes + size > BATCH_MAX_BYTES || items === ITEMS_MAX)) {
			done.push(batch);
			batch = emptyBatch();
			bytes = 0;
			items = 0;
		}
		bytes += size;
		items += 1;
	};
	for (const agentId of change.gone) {
		make(sizeOf(agentId));
		batch.plain.gone.push(agentId);
		batch.wire.gone.push(agentId);
	}
	for (const report of change.whole) {
		const { plain, wire } = fitting(report, (fitted) => sealReport(key, fitted));
		make(sizeOf(wire));
		batch.plain.whole.push(plain);
		batch.wire.whole.push(wire);
	}
	for (const patch of change.changed) {
		const { plain, wire } = fitting(patch, (fitted) => sealPatch(key, fitted));
		make(sizeOf(wire));
		batch.plain.changed.push(plain);
		batch.wire.changed.push(wire);
	}
	return items === 0 ? done : [...done, batch];
}

/** A hundred paths of the longest kind are larger than a message: then some stay home. */
function fitting<Plain extends Pick<ReportPatch, 'touches'>, Wire>(
	plain: Plain,
	sealed: (plain: Plain) => Wire,
): { plain: Plain; wire: Wire } {
	const wire = sealed(plain);
	if (sizeOf(wire) <= BATCH_MAX_BYTES || plain.touches === undefined || plain.touches.length === 0) return { plain, wire };
	return fitting({ ...plain, touches: keptTouches(plain.touches, Math.floor(plain.touches.length / 2)) }, sealed);
}

/** Sealed texts are base64url and the rest is ASCII, so characters are bytes. */
const sizeOf = (value: unknown): number => JSON.stringify(value).length + 1;
