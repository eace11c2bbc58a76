/**
 * A file that an agent, an editor or a container wrote, read whole. What stands under its name may as well be a pipe that nobody writes to, a
 * device, or a file that is mostly hole: nothing is waited for, and nothing larger than expected is held.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Nothing that an agent keeps of one session is as large. */
const WHOLE_MAX_BYTES = 256 * 1024 * 1024;

/** On Windows there is no such flag, and no such pipe. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** For reading, without a wait for whoever may write to it; throws what the file system throws. Whoever opens it closes it. */
export const openAtOnce = (path: string): number => openSync(path, AT_ONCE);

/** Throws what the file system throws, as EFTYPE of what is no file and as EFBIG of one that is too large. */
export function wholeFile(path: string, maxBytes = WHOLE_MAX_BYTES): Buffer {
	const file = openAtOnce(path);
	try {
		const found = fstatSync(file);
		if (!found.isFile()) throw fault('EFTYPE', `${path} is no file`);
		if (found.size > maxBytes) throw fault('EFBIG', `${path} is too large`);
		return filled(file, Buffer.allocUnsafe(found.size));
	} finally {
		closeSync(file);
	}
}

/** What it held when its size was asked: what is added meanwhile is another change. */
function filled(file: number, bytes: Buffer): Buffer {
	let held = 0;
	for (let got = -1; got !== 0 && held < bytes.length; held += got) got = readSync(file, bytes, held, bytes.length - held, held);
	return bytes.subarray(0, held);
}

const fault = (code: string, message: string): Error => Object.assign(new Error(message), { code });
