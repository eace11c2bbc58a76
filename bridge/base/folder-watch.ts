/**
 * Watches folders, not files: one watch covers every file in it, so that thousands of session files cost a few hundred watches.
 * Where the system refuses another watch, or notices nothing (network disks), the follower's own rounds find what changed.
 */
import { type FSWatcher, watch } from 'node:fs';
import { isMissing, isUnreadable } from './missing-file.ts';

const WATCHES_MAX = 8000;

export class FolderWatch {
	readonly #watches = new Map<string, FSWatcher>();
	readonly #onChange: (folder: string, name: string | undefined) => void;
	#isFull = false;

	/** `onChange` is called for each change in a watched folder; without a name where the system does not say which file. */
	constructor(signal: AbortSignal, onChange: (folder: string, name: string | undefined) => void) {
		this.#onChange = onChange;
		signal.addEventListener('abort', () => this.#close(), { once: true });
	}

	/** Watches a folder from now on; false where it does not exist or cannot be watched. */
	add(folder: string): boolean {
		if (this.#watches.has(folder)) return true;
		if (this.#isFull) return false;
		try {
			const watcher = watch(folder, { persistent: true, recursive: false }, (_event, name) => this.#onChange(folder, name ?? undefined));
			watcher.on('error', () => this.#drop(folder));
			this.#watches.set(folder, watcher);
			this.#isFull = this.#watches.size >= WATCHES_MAX;
			return true;
		} catch (error) {
			if (isExhausted(error)) this.#isFull = true;
			else if (!isMissing(error) && !isUnreadable(error)) throw error;
			return false;
		}
	}

	/** Forgets a folder that is gone, so that it can be watched again should it come back. */
	#drop(folder: string): void {
		this.#watches.get(folder)?.close();
		this.#watches.delete(folder);
	}

	removed(folder: string): void {
		this.#drop(folder);
	}

	#close(): void {
		for (const watcher of this.#watches.values()) watcher.close();
		this.#watches.clear();
	}
}

function isExhausted(error: unknown): boolean {
	return error instanceof Error && 'code' in error && ['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(String(error.code));
}
