/** A repository's references, read from git's own files (gitrepository-layout(5), git-pack-refs(1)). */
import { join } from 'node:path';
import { readableNamesIn, statOf } from '../../base/missing-file.ts';
import type { KnownTexts } from './known-texts.ts';

/** A commit's or a blob's name: SHA-1 or SHA-256. */
const OID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** References that name one another. */
const STEPS_MAX = 5;

export const isOid = (text: string): boolean => OID.test(text);

/** As they are at one time. */
export class Refs {
	readonly #folder: string;
	readonly #texts: KnownTexts;
	readonly #now: number;
	readonly #commits = new Map<string, string | undefined>();

	constructor(commonFolder: string, texts: KnownTexts, now: number) {
		this.#folder = commonFolder;
		this.#texts = texts;
		this.#now = now;
	}

	/** Whether they are in files that can be read; another format (reftable) is for git alone. */
	get isReadable(): boolean {
		return statOf(join(this.#folder, 'reftable')) === undefined;
	}

	/** What `refs/heads/main` points to, say. */
	commitOf(name: string): string | undefined {
		if (this.#commits.has(name)) return this.#commits.get(name);
		const commit = this.#followed(name, STEPS_MAX);
		this.#commits.set(name, commit);
		return commit;
	}

	/** The reference that another one names. */
	targetOf(name: string): string | undefined {
		return /^ref: (.+)$/.exec(this.#loose(name) ?? '')?.[1];
	}

	/** Names of the remotes of which something was fetched. */
	get remotes(): string[] {
		return readableNamesIn(join(this.#folder, 'refs/remotes'));
	}

	/** Whether anything of a remote is known. */
	get hasFetched(): boolean {
		return this.remotes.length > 0 || this.#packed.includes(' refs/remotes/');
	}

	#followed(name: string, steps: number): string | undefined {
		if (!isRefName(name) || steps === 0) return undefined;
		const target = this.targetOf(name);
		if (target !== undefined) return this.#followed(target, steps - 1);
		const loose = this.#loose(name);
		return loose !== undefined && isOid(loose) ? loose : this.#packedCommit(name);
	}

	#loose(name: string): string | undefined {
		return isRefName(name) ? this.#texts.of(join(this.#folder, name), this.#now)?.trim() : undefined;
	}

	get #packed(): string {
		return this.#texts.of(join(this.#folder, 'packed-refs'), this.#now) ?? '';
	}

	#packedCommit(name: string): string | undefined {
		const text = this.#packed;
		const at = text.indexOf(` ${name}\n`);
		if (at === -1) return undefined;
		const commit = text.slice(text.lastIndexOf('\n', at) + 1, at);
		return isOid(commit) ? commit : undefined;
	}
}

/** It is a path below the git folder too (git-check-ref-format(1)). */
function isRefName(name: string): boolean {
	return name.startsWith('refs/') && !name.includes('\n') && name.split('/').every((part) => part !== '' && !part.startsWith('.'));
}
