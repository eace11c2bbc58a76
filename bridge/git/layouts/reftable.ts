/**
 * The branch of a repository that keeps its references in tables (`extensions.refStorage`), whose HEAD says `.invalid`. Only what HEAD is
 * there is read, since git before 2.45 knows nothing of them. Source: git's Documentation/technical/reftable.adoc.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ifReadable, statOf, textIn } from '../../base/missing-file.ts';

/** HEAD is among the first records: only other names in capitals come before it. */
const READ_MAX_BYTES = 64 * 1024;
const TABLES_MAX = 1000;
const HEADER_BYTES = [0, 24, 28];
const REFS = 0x72;
const OID_BYTES = new Map([
	['sha1', 20],
	['s256', 32],
]);

/** What HEAD points to (`refs/heads/main`); undefined where it is detached, or nothing says. */
export function headInTables(gitFolder: string): string | undefined {
	const folder = join(gitFolder, 'reftable');
	const names = (textIn(join(folder, 'tables.list')) ?? '').split('\n').filter((name) => /^[\w.-]+$/.test(name));
	// What the latest table says of it holds.
	for (const name of names.reverse().slice(0, TABLES_MAX)) {
		const found = headInTable(firstBytes(join(folder, name)));
		if (found !== undefined) return found.target;
	}
	return undefined;
}

function firstBytes(file: string): Buffer {
	// To open a pipe takes as long as nobody writes into it.
	const descriptor = statOf(file)?.isFile() ? ifReadable(() => openSync(file, 'r')) : undefined;
	if (descriptor === undefined) return Buffer.alloc(0);
	try {
		const bytes = Buffer.alloc(READ_MAX_BYTES);
		return bytes.subarray(0, ifReadable(() => readSync(descriptor, bytes, 0, READ_MAX_BYTES, 0)) ?? 0);
	} finally {
		closeSync(descriptor);
	}
}

/** Undefined where a table says nothing of HEAD; without a target where it is a commit, or deleted. */
function headInTable(bytes: Buffer): { target: string | undefined } | undefined {
	const version = bytes[4] ?? 0;
	const start = HEADER_BYTES[version];
	if (bytes.toString('latin1', 0, 4) !== 'REFT' || !start || bytes[start] !== REFS) return undefined;
	const oidBytes = version === 1 ? 20 : OID_BYTES.get(bytes.toString('latin1', 24, 28));
	const records = new Records(bytes, start + 4, oidBytes ?? 20);
	for (;;) {
		const record = records.next();
		if (record === undefined || record.name > 'HEAD') return undefined;
		if (record.name === 'HEAD') return { target: record.target };
	}
}

/** Values of a record: nothing (deleted), a commit, a tag and its commit, another reference. */
const [COMMIT, TAG, REFERENCE] = [1, 2, 3];

/** One record after the other; what does not fit into the bytes is none. */
class Records {
	readonly #bytes: Buffer;
	readonly #oidBytes: number;
	#at: number;
	#name = '';

	constructor(bytes: Buffer, start: number, oidBytes: number) {
		this.#bytes = bytes;
		this.#at = start;
		this.#oidBytes = oidBytes;
	}

	next(): { name: string; target: string | undefined } | undefined {
		const shared = this.#number();
		const lengthAndKind = this.#number();
		const kind = lengthAndKind & 7;
		this.#name = this.#name.slice(0, shared) + this.#text(lengthAndKind >> 3);
		this.#number();
		const target = kind === REFERENCE ? this.#text(this.#number()) : undefined;
		if (kind === COMMIT || kind === TAG) this.#at += kind * this.#oidBytes;
		return this.#at <= this.#bytes.length && this.#name !== '' ? { name: this.#name, target } : undefined;
	}

	/** As in packs: seven bits a byte, the highest first, each further one counted from one on. */
	#number(): number {
		let byte = this.#bytes[this.#at++] ?? 0;
		let value = byte & 0x7f;
		while (byte & 0x80 && this.#at < this.#bytes.length) {
			byte = this.#bytes[this.#at++] ?? 0;
			value = (value + 1) * 128 + (byte & 0x7f);
		}
		return value;
	}

	#text(length: number): string {
		const start = this.#at;
		this.#at += length;
		return this.#bytes.toString('utf8', start, Math.min(this.#at, this.#bytes.length));
	}
}
