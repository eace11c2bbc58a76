/**
 * Workspaces of Jujutsu (jj): beside a `.git` they are git's worktrees too; the others have only a `.jj`, whose repository (`.jj/repo`, a folder,
 * or a file that names that of another workspace) names the git folder that it keeps its commits in (`store/git_target`).
 * Source: jj-vcs/jj, lib/src/workspace.rs, lib/src/git_backend.rs, protos/simple_op_store.proto and protos/local_working_copy.proto.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { ifReadable, readableNamesIn, statOf, textIn } from '../../base/missing-file.ts';
import { bytesIn, fieldsOf, textOf } from './protobuf.ts';

export interface Workspace {
	/** The git folder that holds the commits. */
	gitFolder: string;
	/** The top of the workspace that the repository lies in. */
	root: string;
}

/** Undefined where a folder is the top of no workspace, or of one that keeps its commits elsewhere than in git. */
export function workspaceAt(top: string): Workspace | undefined {
	const repo = repoOf(top);
	if (repo === undefined) return undefined;
	const target = textIn(join(repo, 'store', 'git_target'))?.trim();
	if (!target) return undefined;
	return { gitFolder: resolve(repo, 'store', target), root: dirname(dirname(repo)) };
}

function repoOf(top: string): string | undefined {
	const path = join(top, '.jj', 'repo');
	const found = statOf(path);
	if (!found) return undefined;
	const named = found.isDirectory() ? undefined : textIn(path)?.trim();
	if (named === '') return undefined;
	return named === undefined ? path : resolve(dirname(path), named);
}

const OPERATION = { view: 1 } as const;
const VIEW = { workingCopies: 8, bookmarks: 5 } as const;
const ENTRY = { key: 1, value: 2 } as const;
const BOOKMARK = { name: 1, target: 2 } as const;
/** Of a target: the commit, or since it may be in conflict the terms of that, of which one alone is a commit. */
const TARGET = { commit: 1, terms: 3 } as const;
const TERMS = { removed: 1, added: 2 } as const;
const CHECKOUT = { workspace: 3 } as const;
const HEX_BYTES = 64;

/**
 * The only bookmark of a workspace's working copy, else that of the commit that it goes on from, which is `head` where git has it too. Undefined where there is
 * none, or several.
 */
export function bookmarkOf(top: string, head: string | undefined): string | undefined {
	const repo = repoOf(top);
	if (repo === undefined) return undefined;
	const view = viewOf(repo);
	if (view === undefined) return exportedAt(top, head);
	const checkout = bytesOf(join(top, '.jj', 'working_copy', 'checkout')) ?? Buffer.alloc(0);
	const workspace = textOf(fieldsOf(checkout), CHECKOUT.workspace) ?? 'default';
	const copies = bytesIn(view, VIEW.workingCopies).map(fieldsOf);
	const own = copies.find((entry) => (textOf(entry, ENTRY.key) ?? '') === workspace);
	const bookmarks = bytesIn(view, VIEW.bookmarks).map(fieldsOf);
	const namesAt = (commit: string | undefined) =>
		bookmarks.filter((bookmark) => commit && commitOf(bookmark) === commit).flatMap((bookmark) => textOf(bookmark, BOOKMARK.name) ?? []);
	const copy = own && bytesIn(own, ENTRY.value)[0]?.toString('hex');
	const atCopy = namesAt(copy);
	const names = atCopy.length > 0 ? atCopy : (head === undefined ? parentsOf(repo, copy) : [head]).flatMap(namesAt);
	return names.length === 1 ? names[0] : undefined;
}

const HEADER_MAX_BYTES = 4_096;
const PARENTS = /^commit \d+\0tree [0-9a-f]+\n((?:parent [0-9a-f]+\n)+)/;

/**
 * The commits that a working copy goes on from, where git's HEAD does not say: jj writes that commit anew with each change, so it lies by itself
 * (gitformat-loose(5)); what is packed says nothing.
 */
function parentsOf(repo: string, commit: string | undefined): string[] {
	const target = textIn(join(repo, 'store', 'git_target'))?.trim();
	const bytes = target && commit && bytesOf(resolve(repo, 'store', target, 'objects', commit.slice(0, 2), commit.slice(2)));
	if (!bytes) return [];
	const text = begun(bytes.subarray(0, HEADER_MAX_BYTES)).toString('latin1', 0, HEADER_MAX_BYTES);
	return [...(PARENTS.exec(text)?.[1] ?? '').matchAll(/parent ([0-9a-f]+)\n/g)].map(([, parent = '']) => parent);
}

/** What the beginning of something deflated holds; nothing where it is no such thing. */
function begun(bytes: Buffer): Buffer {
	try {
		return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
	} catch (error) {
		if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return Buffer.alloc(0);
		throw error;
	}
}

/** Where jj's own store says nothing that can be read: bookmarks are git's branches too, where jj keeps house with git. */
function exportedAt(top: string, head: string | undefined): string | undefined {
	const folder = join(top, '.git');
	if (head === undefined || !statOf(folder)?.isDirectory()) return undefined;
	const heads = join(folder, 'refs', 'heads');
	const loose = (ifReadable(() => readdirSync(heads, { recursive: true, encoding: 'utf8' })) ?? []).map((name) =>
		name.replaceAll(sep, '/'),
	);
	const packed = [...(textIn(join(folder, 'packed-refs')) ?? '').matchAll(/^([0-9a-f]{40,64}) refs\/heads\/(.+)$/gm)];
	const commits = new Map(packed.map(([, commit = '', name = '']) => [name, commit]));
	for (const name of loose) commits.set(name, textIn(join(heads, name))?.trim() ?? '');
	const names = [...commits].flatMap(([name, commit]) => (commit === head ? [name] : []));
	return names.length === 1 ? names[0] : undefined;
}

/** The state after the latest operation; where two of them have happened at once, nobody knows before jj has put them together. */
function viewOf(repo: string): ReturnType<typeof fieldsOf> | undefined {
	const heads = readableNamesIn(join(repo, 'op_heads', 'heads')).filter((name) => /^[0-9a-f]+$/.test(name));
	const [head] = heads;
	if (head === undefined || heads.length > 1) return undefined;
	const operation = bytesOf(join(repo, 'op_store', 'operations', head));
	const view = operation && bytesIn(fieldsOf(operation), OPERATION.view)[0];
	if (!view || view.length > HEX_BYTES) return undefined;
	const bytes = bytesOf(join(repo, 'op_store', 'views', view.toString('hex')));
	return bytes && fieldsOf(bytes);
}

function commitOf(bookmark: ReturnType<typeof fieldsOf>): string | undefined {
	const target = bytesIn(bookmark, BOOKMARK.target).map(fieldsOf)[0];
	if (!target) return undefined;
	const plain = bytesIn(target, TARGET.commit)[0];
	if (plain) return plain.toString('hex');
	const terms = bytesIn(target, TARGET.terms).map(fieldsOf)[0];
	const added = terms ? bytesIn(terms, TERMS.added) : [];
	const [only] = added;
	if (!terms || !only || added.length > 1 || bytesIn(terms, TERMS.removed).length > 0) return undefined;
	return bytesIn(fieldsOf(only), 1)[0]?.toString('hex');
}

const READ_MAX_BYTES = 4 * 1024 * 1024;

function bytesOf(file: string): Buffer | undefined {
	const found = statOf(file);
	return found?.isFile() && found.size <= READ_MAX_BYTES ? ifReadable(() => readFileSync(file)) : undefined;
}
