/** Looks up what lies around sessions (repositories, processes, plans beside them) and projects them. */
import { dirname, join } from 'node:path';
import type { KnownSession, Life } from '../agents/agent-reader.ts';
import type { PlanStep } from '../agents/sighting.ts';
import { localPath } from '../base/agent-path.ts';
import { RepositoryNames } from '../git/repository.ts';
import { type Worktree, Worktrees } from '../git/worktree.ts';
import type { Drifts } from '../sessions/drift.ts';
import { isBeyond } from '../sessions/homes-beyond.ts';
import type { Session } from '../sessions/session-files.ts';
import type { Root } from '../sessions/session-search.ts';
import { ExcludedFiles } from './excluded-files.ts';
import type { LocalAgent, LocalTouch } from './local-agent.ts';
import { Secrets } from './masking.ts';
import { groundOf } from './place.ts';
import { doingOf, mainOf, project, textsOf } from './project.ts';
import { ShellEdits } from './shell-edits.ts';
import { SnapshotEdits } from './snapshot-edits.ts';
import { touchesOf } from './touches.ts';

export class SessionDescriber {
	readonly #names = new RepositoryNames();
	readonly #excluded = new ExcludedFiles();
	readonly #shellEdits = new ShellEdits();
	readonly #snapshotEdits = new SnapshotEdits();
	readonly #secrets = new Secrets();
	readonly #besides = new Map<string, Set<string>>();
	/** By root, as they were when they were asked about last. */
	readonly #lives = new Map<string, Map<string, Life>>();
	/** Sessions that were seen alive and are in no registry any more, and since when, ms. */
	readonly #ended = new Map<string, number>();
	readonly #drift: Drifts;

	/** What lies beside sessions and is not understood is counted in `drift`. */
	constructor(drift: Drifts) {
		this.#drift = drift;
	}

	/** `all`: the sessions that are known besides, by which it is told which of them a process has gone over to. */
	async project(sessions: readonly Session[], now: number, all = sessions): Promise<{ key: string; agent: LocalAgent }[]> {
		const worktrees = new Worktrees();
		const lives = this.#livesOf(all, now);
		const around = sessions.map((session) => {
			const cwd = mainOf(session).cwd ?? '/';
			const worktree = worktrees.at(localPath(cwd));
			const ground = groundOf(cwd, worktree);
			return { session, worktree, ground, touches: touchesOf(session, ground, worktrees, this.#byCommands(session.key)) };
		});
		const [named] = await Promise.all([
			Promise.all(
				around.map(async (each) => ({
					...each,
					name: each.worktree && (await this.#names.of(each.worktree)),
					plan: this.#planBeside(each.session),
				})),
			),
			this.#askAbout(around, now),
		]);
		await this.#secrets.look(named.flatMap((each) => textsOf(each.session, each)));
		return named.flatMap(({ session, ...each }) => {
			const agent = project(session, {
				...each,
				worktrees,
				life: lives.get(session.key) ?? this.#ending(session),
				isLeftOut: (path) => this.#excluded.isLeftOut(each.worktree, path),
				masked: (text) => this.#secrets.masked(text),
				now,
			});
			return agent ? [{ key: session.key, agent }] : [];
		});
	}

	#planBeside(session: Session): PlanStep[] | undefined {
		const { plan, unknown } = session.reader.beside?.(session.root, session.id) ?? {};
		if (unknown !== undefined) this.#drift.count(session.reader.kind, mainOf(session).version, unknown);
		return plan;
	}

	/** Looks for what commands changed; answers the sessions of which more is known now. */
	async lookForShellEdits(sessions: readonly Session[], now: number): Promise<ReadonlySet<string>> {
		const worktrees = new Worktrees();
		const [timed, compared] = await Promise.all([
			this.#shellEdits.look(sessions, worktrees, now),
			this.#snapshotEdits.look(sessions, worktrees),
		]);
		return new Set([...timed, ...compared]);
	}

	#byCommands(key: string): ReadonlyMap<string, number> {
		return new Map([...this.#snapshotEdits.of(key), ...this.#shellEdits.of(key)]);
	}

	/** One question to git for each worktree, whatever the number of sessions in it. */
	async #askAbout(around: readonly { worktree: Worktree | undefined; touches: readonly LocalTouch[] }[], now: number): Promise<void> {
		const byTop = Map.groupBy(around, ({ worktree }) => worktree?.top);
		const questions = [...byTop.values()].map((group) => {
			const worktree = group[0]?.worktree;
			return (
				worktree &&
				this.#excluded.ask(
					worktree,
					group.flatMap(({ touches }) => touches.map(({ path }) => path)),
					now,
				)
			);
		});
		await Promise.all(questions);
	}

	/** The folders where more is told of a session than in its files; `besides` knows them from now on. */
	besideFolders(session: Session): string[] {
		const folders = (session.reader.besideFolders?.(session.id) ?? []).map((segments) => join(session.root, ...segments));
		for (const folder of folders) {
			const keys = this.#besides.get(folder);
			if (keys) keys.add(session.key);
			else this.#besides.set(folder, new Set([session.key]));
		}
		return folders;
	}

	/** The sessions that a change of a path beside them tells of. */
	besides(path: string): Iterable<string> {
		return this.#besides.get(path) ?? this.#besides.get(dirname(path)) ?? [];
	}

	/** The sessions of which something will be told below a folder that has just appeared. */
	besidesBelow(folder: string): string[] {
		const below = [...this.#besides].filter(([beside]) => beside.startsWith(join(folder, '/')));
		return below.flatMap(([, keys]) => [...keys]);
	}

	isLife({ reader, root }: Root, path: string): boolean {
		if (!reader.lifeFolder) return false;
		const folder = join(root, ...reader.lifeFolder);
		return path === folder || dirname(path) === folder;
	}

	/** The sessions whose process began, ended or says something else than when this was asked last. */
	changedLives({ reader, root }: Root, sessions: readonly Session[], now: number): string[] {
		if (!reader.lives || sessions.length === 0) return [];
		const before = this.#lives.get(root) ?? new Map<string, Life>();
		const lives = this.#livesOf(sessions, now);
		this.#lives.set(root, lives);
		for (const [key, { alive }] of before) if (alive && !lives.has(key)) this.#ended.set(key, now);
		return [...new Set([...before.keys(), ...lives.keys()])].filter((key) => !isSameLife(lives.get(key), before.get(key)));
	}

	/** What its registry should name and does not has ended by now. */
	#livesOf(sessions: readonly Session[], now: number): Map<string, Life> {
		const lives = livesOf(sessions);
		for (const [key, { isUnlisted }] of lives) {
			if (!isUnlisted) this.#ended.delete(key);
			else if (!this.#ended.has(key)) this.#ended.set(key, now);
			if (isUnlisted) lives.delete(key);
		}
		return lives;
	}

	/** What was known of its process in the last round. */
	lifeOf(session: Session): Life | undefined {
		return this.#lives.get(session.root)?.get(session.key) ?? this.#ending(session);
	}

	/** What left its registry has ended, unless it goes on where there is none. */
	#ending(session: Session): Life | undefined {
		const ended = this.#ended.get(session.key);
		return ended !== undefined && doingOf(session).lastAt <= ended ? { alive: false } : undefined;
	}
}

function isSameLife(one: Life | undefined, other: Life | undefined): boolean {
	return one?.alive === other?.alive && one?.status === other?.status && one?.since === other?.since;
}

function livesOf(sessions: readonly Session[]): Map<string, Life> {
	const lives = new Map<string, Life>();
	const groups = Map.groupBy(sessions, ({ reader, root }) => `${reader.kind}\n${root}`);
	for (const group of groups.values()) {
		const { reader, root } = group[0] as Session;
		if (isBeyond(root)) continue;
		const known = new Map(group.map((session) => [session.id, knownOf(session)]));
		for (const [id, life] of reader.lives?.(root, known) ?? []) lives.set(`${reader.kind}:${id}`, life);
	}
	return lives;
}

function knownOf({ own, all, path }: Session): KnownSession {
	const lastAt = all.reduce((last, trace) => Math.max(last, trace.lastAt), 0);
	return { version: own?.version ?? '?', file: path, firstAt: own?.firstAt ?? 0, lastAt };
}
