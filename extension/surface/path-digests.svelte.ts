/** SHA-256 of paths, worked out once each and known a moment later: hashing is asynchronous in a browser. */
import { SvelteMap } from 'svelte/reactivity';
import { sha256Hex } from '../../shared/bytes.ts';

export class PathDigests {
	readonly #known = new SvelteMap<string, string>();
	readonly #asked = new Set<string>();

	/** `undefined` until it is known. */
	of(path: string): string | undefined {
		return this.#known.get(path);
	}

	async learn(paths: Iterable<string>): Promise<void> {
		const unknown = [...new Set(paths)].filter((path) => !this.#asked.has(path));
		for (const path of unknown) this.#asked.add(path);
		const digests = await Promise.all(unknown.map(async (path) => [path, await sha256Hex(path)] as const));
		for (const [path, digest] of digests) this.#known.set(path, digest);
	}
}
