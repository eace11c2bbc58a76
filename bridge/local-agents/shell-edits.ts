/**
 * Files that an agent's command changed without an edit tool: those that git finds changed in its worktree, whose time lies within the
 * command's. They count as that agent's edits where no other agent's command ran there then and none edited the file with a tool. When a file was
 * deleted nobody can know.
 * Commands themselves are never looked into.
 */
import { join } from 'node:path';
import { localPath } from '../base/agent-path.ts';
import type { Worktree, Worktrees } from '../git/worktree.ts';
import type { Session } from '../sessions/session.ts';
import type { Run } from '../sessions/trace.ts';

/** Commands that ended longer ago are not looked after any more: what they changed collides with nobody now. */
const LATELY_MS = 30 * 60_000;
/** While a command runs, it is looked again after this long, and where looking takes long after this many times as long. */
const AGAIN_MS = 5_000;
const AGAIN_TIMES = 20;
/** Clocks of files and of records may differ by so much. */
const SLACK_MS = 100;
/** The record of an edit tool is written once it is done, and whatever formats the file after it is done too. */
const TOOL_MS = 10_000;
const KEPT_MAX = 200;

interface Changed {
	/** Absolute. */
	path: string;
	at: number;
}

interface Runner {
	key: string;
	runs: readonly Run[];
}

/** Each changed file goes to the one runner whose command was running when it changed, or to nobody. */
function attributed(changed: readonly Changed[], runners: readonly Runner[], now: number): Map<string, Changed[]> {
	const found = new Map<string, Changed[]>();
	for (const file of changed) {
		const running = runners.filter(({ runs }) => runs.some((run) => isWithin(file.at, run, now)));
		const [only] = running;
		if (only && running.length === 1) found.set(only.key, [...(found.get(only.key) ?? []), file]);
	}
	return found;
}

/** A command without an end runs still. */
function isWithin(at: number, { from, to }: Run, now: number): boolean {
	return at >= from - SLACK_MS && at <= (to ?? now) + SLACK_MS;
}

/** When tools last edited each file, whoever's, by absolute path. */
type ToolEdits = ReadonlyMap<string, readonly number[]>;

function toolEditsOf(sessions: readonly Session[]): ToolEdits {
	const found = new Map<string, number[]>();
	for (const { all } of sessions) {
		for (const { edited } of all) {
			for (const [path, at] of edited) found.set(localPath(path), [...(found.get(localPath(path)) ?? []), at]);
		}
	}
	return found;
}

function isOfTool({ path, at }: Changed, tools: ToolEdits): boolean {
	return tools.get(path)?.some((recorded) => at >= recorded - TOOL_MS && at <= recorded + SLACK_MS) ?? false;
}

export class ShellEdits {
	/** When it was looked last in each worktree, and how long it took, ms. */
	readonly #looked = new Map<string, { at: number; took: number }>();
	readonly #found = new Map<string, Map<string, number>>();

	/** What is known of a session's, absolute paths with times. */
	of(key: string): ReadonlyMap<string, number> {
		return this.#found.get(key) ?? new Map();
	}

	/** Asks git where commands ran since it was asked last; answers the sessions of which something new is known. */
	async look(sessions: readonly Session[], worktrees: Worktrees, now: number): Promise<Set<string>> {
		const places = Map.groupBy(
			sessions.filter(({ all }) => all.some((trace) => trace.runs.size > 0 && trace.lastAt > now - LATELY_MS)),
			(session) => topOf(localPath((session.own ?? session.all[0])?.cwd ?? '/'), worktrees),
		);
		const changed = new Set<string>();
		// Gathered only where git is asked: mostly it is not.
		let gathered: ToolEdits | undefined;
		const tools = () => {
			gathered ??= toolEditsOf(sessions);
			return gathered;
		};
		const looks = [...places].map(async ([top, here]) => {
			const worktree = top === undefined ? undefined : worktrees.at(top);
			if (!worktree) return;
			for (const key of await this.#lookAt(worktree, here, tools, now)) changed.add(key);
		});
		await Promise.all(looks);
		return changed;
	}

	async #lookAt(worktree: Worktree, sessions: Session[], tools: () => ToolEdits, now: number): Promise<string[]> {
		const runners = sessions.map(({ key, all }) => ({ key, runs: all.flatMap(({ runs }) => [...runs.values()]) }));
		const lastEnd = Math.max(...runners.flatMap(({ runs }) => runs.map(({ from, to }) => to ?? Math.min(now, from + LATELY_MS))));
		const looked = this.#looked.get(worktree.top) ?? { at: 0, took: 0 };
		const isRunning = lastEnd === now && now - looked.at >= Math.max(AGAIN_MS, AGAIN_TIMES * looked.took);
		if (lastEnd < now - LATELY_MS || (lastEnd <= looked.at && !isRunning)) return [];
		const began = performance.now();
		const changed = await changedSince(worktree, now - LATELY_MS);
		this.#looked.set(worktree.top, { at: now, took: performance.now() - began });
		const edits = tools();
		const ofTools = changed.filter((file) => isOfTool(file, edits));
		const found = attributed(
			changed.filter((file) => !ofTools.includes(file)),
			runners,
			now,
		);
		// The tool's own record may come only after git's answer.
		const wrong = runners.filter(({ key }) => this.#drop(key, ofTools)).map(({ key }) => key);
		return [...wrong, ...[...found].filter(([key, files]) => this.#keep(key, files)).map(([key]) => key)];
	}

	#drop(key: string, files: readonly Changed[]): boolean {
		const kept = this.#found.get(key);
		return files.filter(({ path, at }) => kept?.get(path) === at && kept.delete(path)).length > 0;
	}

	#keep(key: string, files: Changed[]): boolean {
		const kept = this.#found.get(key) ?? new Map<string, number>();
		this.#found.set(key, kept);
		let isNew = false;
		for (const { path, at } of files) {
			if (kept.get(path) === at) continue;
			if (kept.size < KEPT_MAX || kept.has(path)) kept.set(path, at);
			isNew = true;
		}
		return isNew;
	}
}

/** Where git can be asked what lies in a folder; nowhere if the worktree that it was in is gone. */
export function topOf(folder: string, worktrees: Worktrees): string | undefined {
	return worktrees.removedTop(folder) === undefined ? worktrees.at(folder)?.top : undefined;
}

/** What git finds changed, and was since then, ms. */
export async function changedSince(worktree: Worktree, since: number): Promise<Changed[]> {
	// What compares files is loaded where a command may have changed some: most boards are drawn without.
	const { changedFiles } = await import('../git/changed.ts');
	const changed = await changedFiles(worktree, since);
	return (changed ?? []).map(({ path, at }) => ({ path: join(worktree.top, path), at }));
}
