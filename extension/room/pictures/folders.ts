/** Where it is busy: folders with living changes, as large as there are such files in them. Of places, not of people. Pure. */
import { isEdit } from '../../../shared/report/facts.ts';
import type { Row } from '../board.ts';

export interface Folder {
	repo: string;
	path: string;
	files: number;
	/** Lines of two agents meet in one of its files. */
	hasConflict: boolean;
}

/** As shares of the picture's width and height. */
export interface Tile {
	folder: Folder;
	left: number;
	top: number;
	width: number;
	height: number;
}

const FOLDERS_MAX = 12;
/** `src/auth/session/tokens.ts` is in `src/auth`. */
const DEPTH = 2;

/** `colliding`: by agent, the paths in which its lines meet another's. The fullest first. */
export function foldersOf(rows: readonly Row[], colliding: ReadonlyMap<string, ReadonlySet<string>>): Folder[] {
	const files = new Map<string, { repo: string; folder: string; hasConflict: boolean }>();
	for (const { key, agent } of rows) {
		for (const { path, mode } of agent.touches) {
			if (!isEdit(mode) || mode === 'landed') continue;
			const id = `${agent.repo}\0${path}`;
			const hasConflict = colliding.get(key)?.has(path) === true;
			const file = files.get(id);
			if (file === undefined) files.set(id, { repo: agent.repo, folder: folderOf(path), hasConflict });
			else file.hasConflict ||= hasConflict;
		}
	}
	const folders = new Map<string, Folder>();
	for (const { repo, folder, hasConflict } of files.values()) {
		const id = `${repo}\0${folder}`;
		const known = folders.get(id) ?? { repo, path: folder, files: 0, hasConflict: false };
		known.files++;
		known.hasConflict ||= hasConflict;
		folders.set(id, known);
	}
	return [...folders.values()].sort((one, other) => other.files - one.files).slice(0, FOLDERS_MAX);
}

function folderOf(path: string): string {
	let end = 0;
	for (let depth = 0; depth < DEPTH; depth++) {
		const slash = path.indexOf('/', end === 0 ? 0 : end + 1);
		if (slash === -1) break;
		end = slash;
	}
	return path.slice(0, end);
}

/** Of what is told of an agent, its files alone are in the picture. */
export const hasSameFiles = (one: Row, other: Row): boolean =>
	one.key === other.key && one.agent.repo === other.agent.repo && one.agent.touches === other.agent.touches;

/** Tiles that fill the picture, each as large as its share: cut in two halves, along the longer side, again and again. */
export function tilesOf(folders: readonly Folder[], left = 0, top = 0, width = 1, height = 1, ratio = 1.8): Tile[] {
	const [folder] = folders;
	if (folder === undefined) return [];
	if (folders.length === 1) return [{ folder, left, top, width, height }];
	const all = sum(folders);
	let at = 1;
	while (at < folders.length - 1 && sum(folders.slice(0, at)) < all / 2) at++;
	const share = sum(folders.slice(0, at)) / all;
	const [first, rest] = [folders.slice(0, at), folders.slice(at)];
	if (width * ratio >= height) {
		return [
			...tilesOf(first, left, top, width * share, height, ratio),
			...tilesOf(rest, left + width * share, top, width * (1 - share), height, ratio),
		];
	}
	return [
		...tilesOf(first, left, top, width, height * share, ratio),
		...tilesOf(rest, left, top + height * share, width, height * (1 - share), ratio),
	];
}

const sum = (folders: readonly Folder[]): number => folders.reduce((all, { files }) => all + files, 0);
