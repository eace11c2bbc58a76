/** Where the bridge of a HOME is asked. Free of all that takes time to load: a hook of an agent asks there before each edit. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pylonFolder } from './home.ts';
import { sha256 } from './sha256.ts';

/** What a unix socket's address holds on every system (macOS: 104 bytes with the final zero). */
const ADDRESS_MAX = 100;

export interface ControlAddress {
	path: string;
	/** A folder that has to be there before anybody listens, and be closed to others. */
	folder: string | undefined;
}

export function controlAddress(home: string): ControlAddress {
	const name = () => sha256(home).slice(0, 16);
	if (process.platform === 'win32') return { path: `\\\\.\\pipe\\pylon-${name()}`, folder: undefined };
	const inside = join(pylonFolder(home), 'bridge.sock');
	if (Buffer.byteLength(inside) <= ADDRESS_MAX) return { path: inside, folder: undefined };
	const folder = join(tmpdir(), `pylon-${process.getuid?.() ?? 0}`);
	return { path: join(folder, `${name()}.sock`), folder };
}
