/**
 * Who counted a record first. A resumed or forked session's file repeats records of another; each is counted once, for the
 * file that took it. Keys are kept as hashes in flat arrays: a million take 24 MB, where a Map would take 100.
 */
const EMPTY = 0;

export class RecordOwners {
	#hashes = new Float64Array(1024);
	#owners = new Uint32Array(1024);
	#used = 0;

	/** Makes `owner` (a positive integer) the owner of `key` unless it has one; answers who was it already, if anybody. */
	claim(key: string, owner: number): number | undefined {
		if (this.#used * 4 > this.#hashes.length * 3) this.#grow();
		const slot = this.#slot(hash53(key));
		const known = this.#owners[slot] as number;
		if (known !== EMPTY) return known;
		this.#owners[slot] = owner;
		return undefined;
	}

	/** Who owns `key`, if anybody does. */
	ownerOf(key: string): number | undefined {
		return this.#owners[this.#find(hash53(key))] || undefined;
	}

	/** Forgets all that these owned, whose file is read anew or gone. */
	release(released: ReadonlySet<number>): void {
		const { hashes, owners } = { hashes: this.#hashes, owners: this.#owners };
		this.#hashes = new Float64Array(hashes.length);
		this.#owners = new Uint32Array(owners.length);
		this.#used = 0;
		for (let i = 0; i < owners.length; i++) {
			const owner = owners[i] as number;
			if (owner !== EMPTY && !released.has(owner)) this.#owners[this.#slot(hashes[i] as number)] = owner;
		}
	}

	/** The slot of a hash, taken for it if it was free. */
	#slot(hash: number): number {
		const slot = this.#find(hash);
		if (this.#owners[slot] === EMPTY) {
			this.#hashes[slot] = hash;
			this.#used++;
		}
		return slot;
	}

	/** The slot that a hash has, or would have. */
	#find(hash: number): number {
		const mask = this.#hashes.length - 1;
		let slot = hash & mask;
		while (this.#owners[slot] !== EMPTY && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
		return slot;
	}

	#grow(): void {
		const { hashes, owners } = { hashes: this.#hashes, owners: this.#owners };
		this.#hashes = new Float64Array(hashes.length * 2);
		this.#owners = new Uint32Array(owners.length * 2);
		this.#used = 0;
		for (let i = 0; i < owners.length; i++) {
			if (owners[i] !== EMPTY) this.#owners[this.#slot(hashes[i] as number)] = owners[i] as number;
		}
	}
}

/** cyrb53 (bryc, public domain): 53 bits, so that a million keys collide with a chance of 1 in 18,000. */
export function hash53(key: string): number {
	let one = 0xdeadbeef;
	let two = 0x41c6ce57;
	for (let i = 0; i < key.length; i++) {
		const unit = key.charCodeAt(i);
		one = Math.imul(one ^ unit, 2654435761);
		two = Math.imul(two ^ unit, 1597334677);
	}
	one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
	two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
	return 4294967296 * (2097151 & two) + (one >>> 0);
}
