/**
 * Where this machine's sessions lie: in its person's home, and beyond a border. What is there comes and goes (a distribution of WSL, a volume of a
 * container), so it is looked for more than once.
 */
import { basename, dirname, resolve } from 'node:path';
import { setImmediate as othersRun } from 'node:timers/promises';
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from '../agents/agent-reader.ts';
import { newReaders } from '../agents/index.ts';
import { withHome } from '../base/home.ts';
import { readableNamesIn, statOf } from '../base/missing-file.ts';
import { ContainerMounts } from './container-mounts.ts';
import { homesBeyond, volumesBeyond } from './homes-beyond.ts';
import { placeOf, type Root, search } from './session-search.ts';
import { homesInWsl, type Wsl, type WslHome, wslHere } from './wsl-homes.ts';

type Reader = AgentReader<AgentKind>;

export class SessionRoots {
	readonly #home: string;
	readonly #env: NodeJS.ProcessEnv;
	readonly #wsl: Wsl | undefined;
	readonly #readers = newReaders();
	readonly #mounts: ContainerMounts;
	readonly #all: Root[] = [];
	/** Of each reader what is known, by its name and by where that leads. */
	readonly #known = new Map<Reader, Set<string>>();

	constructor(home: string, env: NodeJS.ProcessEnv, wsl = wslHere(process.platform, env)) {
		this.#home = home;
		this.#env = withHome(env, home);
		this.#wsl = wsl;
		this.#mounts = new ContainerMounts(home, this.#env, homesBeyond(home, this.#env));
	}

	/** Those that have been found, each with the reader of its kind. */
	all(): readonly Root[] {
		return this.#all;
	}

	/** What runs in WSL is looked into from its answer on; one that gives none in time has nothing that runs. */
	async askWsl(signal: AbortSignal): Promise<void> {
		await this.#wsl?.ask(signal);
	}

	/** Looks for folders that are not known yet, and answers them: each once, though several names lead to it. */
	async find(): Promise<Root[]> {
		const before = this.#all.length;
		for (const reader of this.#readers) this.#addOwn(reader);
		for (const home of homesBeyond(this.#home, this.#env)) this.#addHome({ home });
		for (const home of this.#wsl === undefined ? [] : homesInWsl(this.#wsl)) this.#addHome(home);
		for (const volume of volumesBeyond(this.#home)) {
			await othersRun();
			this.#addVolume(volume);
		}
		return this.#all.slice(before);
	}

	#addOwn(reader: Reader): void {
		for (const root of reader.roots(this.#home, this.#env)) this.#add({ reader, root, pathHere: this.#pathHere(root, false) });
		for (const path of reader.databases?.(this.#home, this.#env) ?? []) {
			if (!this.#isNew(reader, path)) continue;
			const root = dirname(path);
			this.#all.push({ reader, root, pathHere: this.#pathHere(root, false), only: basename(path) });
		}
	}

	#addHome({ home, ...of }: Pick<WslHome, 'home'> & Partial<WslHome>): void {
		for (const reader of this.#readers) {
			// Variables say where folders are on this side.
			for (const root of reader.roots(home, {})) this.#addBeyond(reader, root, of);
		}
	}

	/** Only what is there: most volumes have nothing to do with agents, which their first names tell. */
	#addVolume(volume: string): void {
		const names = readableNamesIn(volume);
		if (names.length === 0) return;
		for (const reader of this.#readers) {
			const isLike = names.some((name) => reader.enters([name]) || reader.source([name]) !== undefined);
			if (isLike && !this.#isKnown(reader, volume) && holdsSessions(reader, volume)) this.#addBeyond(reader, volume);
			for (const root of reader.roots(volume, {})) if (statOf(root) !== undefined) this.#addBeyond(reader, root);
		}
	}

	#addBeyond(reader: Reader, root: string, of: Partial<Root> = {}): void {
		this.#add({ reader, root, isBeyond: true, pathHere: this.#pathHere(root, true), ...of });
	}

	#add(found: Root): void {
		if (this.#isNew(found.reader, found.root)) this.#all.push({ ...found, root: resolve(found.root) });
	}

	#isNew(reader: Reader, path: string): boolean {
		const isNew = !this.#isKnown(reader, path);
		const known = this.#known.get(reader) ?? new Set();
		this.#known.set(reader, known);
		for (const name of namesOf(path)) known.add(name);
		return isNew;
	}

	#isKnown(reader: Reader, path: string): boolean {
		return namesOf(path).some((name) => this.#known.get(reader)?.has(name));
	}

	#pathHere(root: string, isBeyond: boolean): Root['pathHere'] {
		return (path) => this.#mounts.pathOf(resolve(root), path, isBeyond);
	}
}

const holdsSessions = (reader: Reader, root: string): boolean =>
	search({ reader, root, pathHere: (path) => path }, [], 0, { unreadable: () => undefined }).length > 0;

/** Its own, and that of the folder to which it leads: one that appears may turn out to be known by another name. */
const namesOf = (path: string): string[] => [resolve(path), placeOf(path)];
