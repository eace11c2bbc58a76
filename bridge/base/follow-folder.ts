/** Calls back when files of a folder change, a moment after the last of several changes. */
import { watch } from 'node:fs';

const SETTLE_MS = 30;

export interface FollowFolderOptions {
	/** Must exist. What lies deeper is not followed. */
	folder: string;
	signal: AbortSignal;
	onChange: () => void;
	onError: (error: Error) => void;
}

export function followFolder({ folder, signal, onChange, onError }: FollowFolderOptions): void {
	let timer: NodeJS.Timeout | undefined;
	const watcher = watch(folder, { signal, persistent: false }, () => {
		clearTimeout(timer);
		timer = setTimeout(onChange, SETTLE_MS);
	});
	watcher.on('error', onError);
	signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}
