/** Finds the session files under an agent's folders: one listing for each folder, one look at each candidate. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentKind } from '../shared/report.ts';
import { statOf, unlessAbsent } from './absent.ts';
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

/** Files below a folder of a root that changed since, with each folder that was looked into told to `entered`. */
export function search(
	{ reader, root }: Root,
	folder: readonly string[],
	since: number,
	entered?: (folder: readonly string[]) => void,
): Found[] {
	const found: Found[] = [];
	const look = (segments: readonly string[]) => {
		if (!reader.enters(segments)) return;
		// Told before it is listed, so that whoever watches it misses nothing in between.
		entered?.(segments);
		for (const entry of entriesIn(join(root, ...segments))) {
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

export function lookAt({ reader, root }: Root, segments: readonly string[]): Found | undefined {
	const source = reader.source(segments);
	if (!source) return undefined;
	const path = join(root, ...segments);
	const stat = statOf(path);
	if (!stat?.isFile()) return undefined;
	const read = source.as === 'snapshot' && source.of !== undefined ? join(dirname(path), source.of) : path;
	return { reader, root, path: read, source, changedAt: stat.mtimeMs, size: stat.size };
}

function entriesIn(folder: string): Dirent[] {
	return (existsSync(folder) ? unlessAbsent(() => readdirSync(folder, { withFileTypes: true })) : undefined) ?? [];
}

function isFolder(entry: Dirent, path: string): boolean {
	if (!entry.isSymbolicLink()) return entry.isDirectory();
	return statOf(path)?.isDirectory() ?? false;
}
