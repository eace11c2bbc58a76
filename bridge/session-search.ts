/** Finds the session files under an agent's folders: one listing for each folder, one look at each candidate. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentKind } from '../shared/report/facts.ts';
import { isAbsent, isForbidden, statOf } from './absent.ts';
import type { AgentReader } from './agents/agent-reader.ts';
import { readers } from './agents/index.ts';
import type { FoundFile } from './session-files.ts';

export interface Root {
	reader: AgentReader<AgentKind>;
	root: string;
}

export interface Found extends FoundFile {
	changedAt: number;
	size: number;
}

export function rootsOf(home: string, env: NodeJS.ProcessEnv): Root[] {
	return readers.flatMap((reader) => reader.roots(home, env).map((root) => ({ reader, root })));
}

export interface SearchSink {
	/** Each folder that is looked into, relative to the root, before it is listed: whoever watches it then misses nothing in between. */
	entered?(folder: readonly string[]): void;
	/** A folder, absolute, that is there and may not be listed. */
	unreadable(reader: AgentReader<AgentKind>, folder: string): void;
}

/** Files below a folder of a root that changed since. */
export function search({ reader, root }: Root, folder: readonly string[], since: number, sink: SearchSink): Found[] {
	const found: Found[] = [];
	const look = (segments: readonly string[]) => {
		if (!reader.enters(segments)) return;
		sink.entered?.(segments);
		const listed = listingOf(join(root, ...segments));
		if (listed === undefined) sink.unreadable(reader, join(root, ...segments));
		for (const entry of listed ?? []) {
			const below = [...segments, entry.name];
			if (isFolder(entry, join(root, ...below))) look(below);
			else {
				const file = lookAt({ reader, root }, below);
				if (file && file.changedAt >= since) found.push(file);
			}
		}
	};
	look(folder);
	return found;
}

/** Undefined where it is somebody else's; what is no folder, or not there any more, has nothing in it. */
function listingOf(folder: string): Dirent[] | undefined {
	if (!existsSync(folder)) return [];
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		if (isForbidden(error)) return undefined;
		if (isAbsent(error)) return [];
		throw error;
	}
}

export function lookAt({ reader, root }: Root, segments: readonly string[]): Found | undefined {
	const source = reader.source(segments);
	if (!source) return undefined;
	const path = join(root, ...segments);
	const stat = statOf(path);
	if (!stat?.isFile()) return undefined;
	const read = source.as === 'snapshot' && source.of !== undefined ? join(dirname(path), source.of) : path;
	return { reader, root, path: read, source, changedAt: stat.mtimeMs, size: stat.size };
}

function isFolder(entry: Dirent, path: string): boolean {
	if (!entry.isSymbolicLink()) return entry.isDirectory();
	return statOf(path)?.isDirectory() ?? false;
}
