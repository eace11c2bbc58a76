/** What agents keep packed with zstd, unpacked. Node 22 learned it in 22.15; before, what is packed is counted as what cannot be read. */

const UNPACKED_MAX_BYTES = 256 * 1024 * 1024;
/** What people and models write packs to a tenth, repeated files to a hundredth; what packs to less is made to be unpacked. */
const TIMES_MAX = 250;

/** Throws an error with a code where it is broken, or unpacks to more than anybody wrote. */
export function unpacked(bytes: Buffer): Buffer {
	const unpack = process.getBuiltinModule?.('node:zlib').zstdDecompressSync;
	if (unpack === undefined) throw new Error('This version of Node cannot unpack sessions');
	return unpack(bytes, { maxOutputLength: Math.min(UNPACKED_MAX_BYTES, bytes.length * TIMES_MAX) });
}
