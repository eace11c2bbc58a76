/** Digests of the room's paths, made on this machine: GitHub names a file's block by one. */
import { sha256Hex } from '../../../shared/bytes.ts';

const known = new Map<string, string>();
const KNOWN_MAX = 20_000;

/** SHA-256 of each path as hex, by path. A path is digested once for as long as the page lives. */
export async function digestsOf(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
	if (known.size > KNOWN_MAX) known.clear();
	const digests = await Promise.all(paths.map(async (path) => [path, known.get(path) ?? (await sha256Hex(path))] as const));
	for (const [path, digest] of digests) known.set(path, digest);
	return new Map(digests);
}

/** Those made so far. */
export const madeDigests = (): ReadonlyMap<string, string> => known;
