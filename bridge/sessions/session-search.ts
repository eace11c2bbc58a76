/** Finds the session files under an agent's folders: one listing for each folder, one look at each candidate. */
import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader, Source } from '../agents/agent-reader.ts';
import { findFile, ifReadable, isMissing, isUnreadable, statOf } from '../base/missing-file.ts';
import type { FoundFile } from './open-file.ts';

export interface Root {
	reader: AgentReader<AgentKind>;
	root: string;
	/** On the other side of a border: nothing is known of processes there. */
	isBeyond?: true;
	/** What a path of its sessions is here, where a container has another name for it. */
	pathHere: (path: string) => string;
	/** Where it lies in a machine that sleeps at times: whether it may be looked into now. */
	isThere?: () => boolean;
	/** Where a variable names a database, the only file of its folder that counts. */
	only?: string;
}

export interface Found extends FoundFile {
	changedAt: number;
	size: number;
}

export interface SearchSink {
	/** Each folder that is looked into, relative to the root, before it is listed: whoever watches it then misses nothing in between. */
	entered?(folder: readonly string[]): void;
	/** A folder that is there and cannot be listed, or a file that cannot be looked at, absolute. */
	unreadable(reader: AgentReader<AgentKind>, path: string): void;
}

/** Files below a folder of a root that changed since. */
export function search(place: Root, folder: readonly string[], since: number, sink: SearchSink): Found[] {
	const { reader, root, only } = place;
	const found: Found[] = [];
	/** Where links led: each place once, or links that lead up would be ways without end. */
	const followed = new Set<string>();
	if (place.isThere?.() === false) return found;
	const look = (segments: readonly string[]) => {
		if (only === undefined ? !reader.enters(segments) : segments.length > 0) return;
		sink.entered?.(segments);
		const listed = listingOf(join(root, ...segments));
		if (listed === undefined) sink.unreadable(reader, join(root, ...segments));
		for (const entry of listed ?? []) {
			const below = [...segments, entry.name];
			if (isFolder(entry, join(root, ...below))) {
				if (!entry.isSymbolicLink() || isFirst(followed, placeOf(join(root, ...below)))) look(below);
			} else {
				const file = lookAt(place, below);
				if (file === 'unreadable') sink.unreadable(reader, join(root, ...below));
				else if (file && file.changedAt >= since) found.push(file);
			}
		}
	};
	look(folder);
	return found;
}

/** Undefined where it cannot be listed; what is no folder, or not there any more, has nothing in it. */
function listingOf(folder: string): Dirent[] | undefined {
	const found = findFile(folder);
	if (found === 'unreadable') return undefined;
	if (found === 'missing') return [];
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		if (isUnreadable(error)) return undefined;
		if (isMissing(error)) return [];
		throw error;
	}
}

/** A path of a root, if it is a session file or belongs to one. */
export function lookAt({ reader, root, only, isBeyond, pathHere }: Root, segments: readonly string[]): Found | 'unreadable' | undefined {
	const source = only === undefined ? reader.source(segments) : sourceOf(only, segments);
	if (!source) return undefined;
	const path = join(root, ...segments);
	const stat = findFile(path);
	if (stat === 'unreadable') return stat;
	if (stat === 'missing' || !stat.isFile()) return undefined;
	const found = { reader, root, pathHere, ...(isBeyond && { isBeyond }), changedAt: stat.mtimeMs, size: stat.size };
	if (source.as !== 'snapshot' || source.of === undefined) return { ...found, path, source };
	const read = reader.source([...segments.slice(0, -1), source.of]) ?? { as: 'snapshot' };
	return { ...found, path: join(dirname(path), source.of), source: read };
}

function sourceOf(database: string, [name, ...below]: readonly string[]): Source | undefined {
	if (below.length > 0) return undefined;
	if (name === database) return { as: 'snapshot' };
	return name === `${database}-wal` ? { as: 'snapshot', of: database } : undefined;
}

/** The folder that a name leads to, whatever it is called; the name itself where it leads to none. */
export const placeOf = (folder: string): string => ifReadable(() => realpathSync(folder)) ?? resolve(folder);

function isFirst(seen: Set<string>, place: string): boolean {
	const { size } = seen;
	return seen.add(place).size > size;
}

function isFolder(entry: Dirent, path: string): boolean {
	if (!entry.isSymbolicLink()) return entry.isDirectory();
	return statOf(path)?.isDirectory() ?? false;
}
