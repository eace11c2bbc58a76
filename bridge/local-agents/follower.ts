/**
 * Follows session files as they grow: a change in a watched folder is read at once, a round every few seconds sees what time alone
 * changes (a silent turn, a killed process), and a slower one finds what no watch noticed.
 */
import { basename, dirname, join } from 'node:path';
import { FolderWatch } from '../base/folder-watch.ts';
import { findFile } from '../base/missing-file.ts';
import { hash53 } from '../sessions/record-owners.ts';
import type { Session } from '../sessions/session.ts';
import { SessionFiles } from '../sessions/session-files.ts';
import { SessionRoots } from '../sessions/session-roots.ts';
import { type Found, lookAt, type Root, search } from '../sessions/session-search.ts';
import { changesAt, statusAt } from '../sessions/status.ts';
import { SessionDescriber } from './describe-sessions.ts';
import type { FollowOptions, LocalAgents, LocalChange } from './following.ts';
import type { LocalAgent } from './local-agent.ts';
import { isProcessFile } from './process-states.ts';
import { doingOf } from './project.ts';

/** Changes that come together are read together. */
const GATHER_MS = 10;
const ROUND_MS = 5_000;
const SEARCH_EVERY_ROUNDS = 12;
const LOOK_AGAIN_ROUNDS = 6;
const FIND_EVERY_ROUNDS = 6;
/** A session with a record within this is looked at in each round, in case a watch missed a change. */
const HOT_MS = 10 * 60_000;
/** The first pass lets others run after this much time. */
const SLICE_MS = 20;

export class Follower implements LocalAgents {
	readonly #options: FollowOptions;
	readonly #clock: () => number;
	readonly #roots: SessionRoots;
	readonly #files = new SessionFiles();
	readonly #describer: SessionDescriber;
	readonly #watch: FolderWatch;
	/** The agent of each session as it was published last, and a hash of it to know what differs. */
	readonly #published = new Map<string, { agent: LocalAgent; hash: number }>();
	readonly #changed = new Map<string, Found>();
	readonly #doubtful = new Set<string>();
	readonly #waking = new Map<string, NodeJS.Timeout>();
	#gathering: NodeJS.Timeout | undefined;
	#work: Promise<void> = Promise.resolve();
	#looking: Promise<void> | undefined;
	#finding: Promise<void> | undefined;
	#rounds = 0;

	constructor(options: FollowOptions) {
		this.#options = options;
		this.#clock = options.clock ?? Date.now;
		this.#roots = new SessionRoots(options.home, options.env);
		this.#describer = new SessionDescriber(this.#files);
		this.#watch = new FolderWatch(options.signal, (folder, name) => this.#noticed(folder, name));
	}

	list(): LocalAgent[] {
		return [...this.#published.values()].map(({ agent }) => agent).sort((a, b) => b.lastActive - a.lastActive);
	}

	drift() {
		return this.#files.drift.list();
	}

	async start(): Promise<void> {
		const { signal, onProgress } = this.#options;
		const found = (await this.#roots.find()).flatMap((root) => this.#search(root, []));
		let sliceEnds = performance.now() + SLICE_MS;
		for (const [done, file] of found.entries()) {
			if (signal.aborted) return;
			this.#files.read(file, this.#since());
			if (performance.now() < sliceEnds) continue;
			onProgress?.({ done, of: found.length });
			await new Promise<void>((resolve) => setImmediate(resolve));
			sliceEnds = performance.now() + SLICE_MS;
		}
		this.#files.settleCopies();
		await this.#publish(this.#files.sessions());
		this.#lookForShellEdits();
		if (signal.aborted) return;
		this.#findRoots();
		const rounds = setInterval(() => this.#round(), ROUND_MS);
		signal.addEventListener('abort', () => {
			clearInterval(rounds);
			clearTimeout(this.#gathering);
			for (const timer of this.#waking.values()) clearTimeout(timer);
		});
	}

	#since(): number {
		return this.#clock() - this.#options.windowMs;
	}

	/** Looks through a folder, and watches it and those below from now on. */
	#search(root: Root, folder: readonly string[]): Found[] {
		if (root.isThere?.() === false) return [];
		if (folder.length === 0) {
			this.#watchAbove(root);
			this.#watchProcesses(root);
		}
		return search(root, folder, this.#since(), {
			entered: (entered) => this.#watch.add(join(root.root, ...entered)),
			unreadable: (reader, path) => this.#files.unreadable(reader, path),
		});
	}

	/** The nearest folder above a root that is there: in it the root, or what leads to it, appears. */
	#watchAbove({ root }: Root): void {
		let folder = dirname(root);
		while (!this.#watch.add(folder) && folder !== dirname(folder)) folder = dirname(folder);
	}

	/** No session lies there, so that no search comes by. */
	#watchProcesses({ reader, root }: Root): void {
		if (reader.processFolder) this.#watch.add(join(root, ...reader.processFolder));
	}

	#noticed(folder: string, name: string | undefined): void {
		for (const root of this.#roots.all()) {
			if (folder === dirname(root.root) && name !== undefined && name !== basename(root.root)) continue;
			const path = name === undefined ? folder : join(folder, name);
			const segments = segmentsBelow(root.root, path);
			if (segments) this.#look(root, segments, path);
			else if (segmentsBelow(path, root.root)) for (const file of this.#search(root, [])) this.#read(file);
		}
	}

	#look(root: Root, segments: string[], path: string): void {
		for (const key of this.#describer.sidecars.sessionsAt(path)) this.#doubt(key);
		if (isProcessFile(root, path)) {
			this.#watchProcesses(root);
			this.#lookAtProcesses(root);
		}
		const found = findFile(path);
		if (found === 'missing') this.#gone(path);
		else if (found === 'unreadable') this.#unreadable(root, path);
		else if (found.isDirectory()) this.#lookAtFolder(root, segments, path);
		else this.#lookAtFile(root, segments, path);
	}

	#lookAtFolder(root: Root, segments: string[], path: string): void {
		for (const key of this.#describer.sidecars.sessionsBelow(path)) this.#doubt(key);
		for (const file of this.#search(root, segments)) this.#read(file);
	}

	#lookAtFile(root: Root, segments: string[], path: string): void {
		const file = lookAt(root, segments);
		if (file === 'unreadable') this.#unreadable(root, path);
		else if (file && this.#isNews(file)) this.#read(file);
	}

	/** It may be read again some time: whose session it is stays. */
	#unreadable({ reader }: Root, path: string): void {
		if (this.#files.has(path)) this.#files.unreadable(reader, path);
	}

	/** Reading a database may touch its journal, which is noticed as if it had changed. */
	#isNews({ source, path }: Found): boolean {
		return source.as === 'records' || !this.#files.has(path) || this.#files.isBehind(path);
	}

	#gone(path: string): void {
		this.#watch.removed(path);
		if (!this.#files.has(path)) return;
		for (const { key } of this.#files.sessions(new Set([path]))) this.#doubt(key);
		this.#files.forget(path);
	}

	#read(file: Found): void {
		this.#changed.set(file.path, file);
		this.#gather();
	}

	#doubt(key: string): void {
		this.#doubtful.add(key);
		this.#gather();
	}

	#gather(): void {
		this.#gathering ??= setTimeout(() => {
			this.#gathering = undefined;
			this.#work = this.#work.then(() => this.#catchUp());
		}, GATHER_MS);
	}

	async #catchUp(): Promise<void> {
		if (this.#options.signal.aborted) return;
		const files = [...this.#changed.values()];
		const doubtful = new Set(this.#doubtful);
		this.#changed.clear();
		this.#doubtful.clear();
		for (const file of files) this.#files.read(file, this.#since());
		const paths = new Set(files.map(({ path }) => path));
		if (files.length > 0) for (const path of this.#files.settleCopies()) paths.add(path);
		for (const { key } of this.#files.sessions(paths)) doubtful.add(key);
		if (doubtful.size === 0) return;
		const sessions = this.#files.sessions().filter(({ key }) => doubtful.has(key));
		await this.#publish(sessions, doubtful);
		this.#lookForShellEdits();
	}

	/** Projects sessions, and publishes those that differ from what was published last. Of `asked`, those that are no session any more are gone. */
	async #publish(sessions: readonly Session[], asked: ReadonlySet<string> = new Set()): Promise<void> {
		const now = this.#clock();
		const change: LocalChange = { changed: [], gone: [] };
		const present = new Set<string>();
		// Watched before it is looked at, so that no change falls in between.
		for (const session of sessions) for (const folder of this.#describer.sidecars.foldersOf(session)) this.#watchNearest(folder);
		for (const { key, agent } of await this.#describer.project(sessions, now, this.#files.sessions())) {
			if (agent.lastActive < now - this.#options.windowMs) continue;
			present.add(key);
			const hash = hash53(JSON.stringify(agent));
			if (this.#published.get(key)?.hash === hash) continue;
			this.#published.set(key, { agent, hash });
			change.changed.push(agent);
		}
		for (const key of new Set([...asked, ...sessions.map((session) => session.key)])) {
			const published = this.#published.get(key);
			if (!published || present.has(key)) continue;
			this.#published.delete(key);
			change.gone.push(published.agent.agentId);
		}
		for (const session of sessions) if (!present.has(session.key)) this.#forgetOld(session);
		this.#wakeFor(sessions, now);
		if (this.#options.signal.aborted || (change.changed.length === 0 && change.gone.length === 0)) return;
		this.#options.onChange(change);
	}

	/** What time alone changes before the next round is published when it changes. */
	#wakeFor(sessions: readonly Session[], now: number): void {
		for (const session of sessions) {
			const wait = (changesAt(doingOf(session)) ?? 0) - now;
			if (wait <= 0 || this.#waking.has(session.key)) continue;
			const timer = setTimeout(() => {
				this.#waking.delete(session.key);
				this.#doubt(session.key);
			}, wait);
			this.#waking.set(session.key, timer);
		}
	}

	/** Asks git what commands changed, after what was read has been published: git may take its time. */
	#lookForShellEdits(): void {
		const { signal } = this.#options;
		this.#looking ??= this.#describer.lookForShellEdits(this.#files.sessions(), this.#clock()).then((keys) => {
			this.#looking = undefined;
			if (!signal.aborted) for (const key of keys) this.#doubt(key);
		});
	}

	/** What is too old to be published is not kept in memory either. */
	#forgetOld(session: Session): void {
		if (doingOf(session).lastAt < this.#since()) for (const path of session.paths) this.#files.forget(path);
	}

	/** A folder that does not exist yet shows up in the one above it. */
	#watchNearest(folder: string): void {
		if (!this.#watch.add(folder)) this.#watch.add(dirname(folder));
	}

	#lookAtProcesses(root: Root): void {
		const sessions = this.#files.sessions().filter((session) => session.root === root.root);
		for (const key of this.#describer.processes.changed(root, sessions, this.#clock())) this.#doubt(key);
	}

	#round(): void {
		this.#rounds++;
		for (const root of this.#roots.all()) this.#lookAtProcesses(root);
		const now = this.#clock();
		for (const session of this.#files.sessions()) this.#lookAgain(session, now);
		this.#lookForShellEdits();
		if (this.#rounds % SEARCH_EVERY_ROUNDS === 0) this.#searchAgain();
		if (this.#rounds % FIND_EVERY_ROUNDS === 0) this.#findRoots();
	}

	#lookAgain(session: Session, now: number): void {
		const doing = doingOf(session);
		const published = this.#published.get(session.key);
		if (doing.lastAt < now - this.#options.windowMs) {
			if (published) this.#doubt(session.key);
			return;
		}
		const isActive = published?.agent.status === 'working' || published?.agent.status === 'waiting';
		// Somebody may check out another branch while it works, which no session file says.
		if (isActive && this.#rounds % LOOK_AGAIN_ROUNDS === 0) this.#doubt(session.key);
		if (published && statusAt(doing, this.#describer.processes.lastKnown(session), now).status !== published.agent.status)
			this.#doubt(session.key);
		if (now - doing.lastAt < HOT_MS) for (const path of session.paths) this.#lookAgainAt(path);
	}

	#lookAgainAt(path: string): void {
		if (this.#sleeps(path)) return;
		const folder = dirname(path);
		if (this.#files.isBehind(path)) this.#noticed(folder, basename(path));
	}

	/** Where sessions lie now: distributions of WSL start and stop, containers come with volumes. Nothing waits for it. */
	#findRoots(): void {
		this.#finding ??= this.#searchNewRoots().finally(() => {
			this.#finding = undefined;
		});
	}

	async #searchNewRoots(): Promise<void> {
		const { signal } = this.#options;
		await this.#roots.askWsl(signal);
		if (signal.aborted) return;
		for (const root of await this.#roots.find()) {
			if (signal.aborted) return;
			for (const file of this.#search(root, [])) this.#read(file);
		}
	}

	#searchAgain(): void {
		for (const root of this.#roots.all()) {
			for (const file of this.#search(root, [])) if (!this.#files.has(file.path) || this.#files.isBehind(file.path)) this.#read(file);
		}
		for (const path of this.#files.paths()) if (!this.#sleeps(path) && findFile(path) === 'missing') this.#gone(path);
	}

	/** Whether it lies in a machine that is off: to look at it would turn that on. */
	#sleeps(path: string): boolean {
		return this.#asleep().some(({ root }) => segmentsBelow(root, path) !== undefined);
	}

	#asleep(): readonly Root[] {
		return this.#roots.all().filter(({ isThere }) => isThere?.() === false);
	}
}

/** The way from a root to a path below it. */
function segmentsBelow(root: string, path: string): string[] | undefined {
	if (path === root) return [];
	const prefix = root.endsWith('/') || root.endsWith('\\') ? root : join(root, 'x').slice(0, -1);
	return path.startsWith(prefix) ? path.slice(prefix.length).split(/[\\/]/) : undefined;
}
