/**
 * Folders of this machine by the names that containers have for them: a dev container calls a checkout `/workspaces/api`, and so do the
 * sessions of agents in it. Known from documents, not run here: what Docker and Podman keep of each container (`config.v2.json` of
 * moby/moby, the OCI's `config.json`), where this user may read it, and the addresses of folders that VS Code has opened in one
 * (`vscode-remote://dev-container+<hex>/workspaces/api`, the hex being the folder here or JSON that names it).
 */
import { isAbsolute, join } from 'node:path';
import { entries, list, type RecordShape, shape, text } from '../agents/skim/record-shape.ts';
import { skim } from '../agents/skim/skim.ts';
import { skimFile } from '../agents/skim/skim-file.ts';
import { openedFolders } from '../agents/vscode-copilot/workspace-storage.ts';
import { localPath, pathOfFileUrl } from '../base/agent-path.ts';
import { ifReadable, readableNamesIn, statOf } from '../base/missing-file.ts';

interface Mount {
	/** Here, absolute. */
	source: string;
	/** There. */
	target: string;
}

/** What one container was given. */
type Mounts = readonly Mount[];

const PATH = text(4096);
const docker = shape({ MountPoints: entries(shape({ Source: PATH, Destination: PATH })) });
const oci = shape({ mounts: list(shape({ source: PATH, destination: PATH })) });
const opened = shape({ hostPath: PATH });

const DOCKERS = ['.local/share/docker/containers', '/var/lib/docker/containers'];
const PODMANS = ['.local/share/containers/storage/overlay-containers', '/var/lib/containers/storage/overlay-containers'];
/** Where dev containers have what they work on, unless told otherwise; what other programs mount lies anywhere. */
const WORKSPACE = /^\/workspaces?(\/|$)/;
/** Containers come and go while a bridge runs: what is known of them is looked up again after so long. */
const KNOWN_FOR_MS = 30_000;

export class ContainerMounts {
	readonly #home: string;
	readonly #env: NodeJS.ProcessEnv;
	readonly #others: readonly string[];
	readonly #clock: () => number;
	#until = Number.NEGATIVE_INFINITY;
	#containers: readonly Mounts[] | undefined;
	#opened: Mounts | undefined;

	/** `others`: further homes that settings of editors may lie in. Variables say where they are in this one. */
	constructor(home: string, env: NodeJS.ProcessEnv, others: readonly string[], clock: () => number = () => performance.now()) {
		this.#home = home;
		this.#env = env;
		this.#others = others;
		this.#clock = clock;
	}

	/**
	 * What a path of a session below `root` is here. Itself, unless it can only be a container's and exactly one folder of this machine is
	 * known to be that. A container that keeps `root` is the one that the session ran in.
	 */
	pathOf(root: string, path: string, isBeyond: boolean): string {
		if (!isBeyond && !WORKSPACE.test(path)) return path;
		this.#forgetOld();
		this.#containers ??= containersAt(this.#home);
		const own = this.#containers.filter((mounts) => mounts.some(({ source }) => isAtOrBelow(root, source)));
		if (own.length > 0) return hereOf(path, own.flat()) ?? path;
		if (!WORKSPACE.test(path)) return path;
		this.#opened ??= this.#openedHere();
		return hereOf(path, [...this.#containers.flat(), ...this.#opened]) ?? path;
	}

	#openedHere(): Mounts {
		const folders = [...openedFolders(this.#home, this.#env), ...this.#others.flatMap((home) => openedFolders(home, {}))];
		return folders.flatMap((folder) => openedMount(folder) ?? []);
	}

	#forgetOld(): void {
		const now = this.#clock();
		if (now < this.#until) return;
		this.#until = now + KNOWN_FOR_MS;
		this.#containers = undefined;
		this.#opened = undefined;
	}
}

const isAtOrBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Where several containers call different folders the same, nobody knows which is meant; what is there under this name is no container's. */
function hereOf(path: string, mounts: Mounts): string | undefined {
	const around = mounts.filter(({ target }) => isAtOrBelow(path, target));
	const nearest = around.reduce((longest, { target }) => (target.length > longest.length ? target : longest), '');
	const sources = new Set(around.filter(({ target }) => target === nearest).map(({ source }) => source));
	const [source] = sources;
	if (source === undefined || sources.size > 1 || statOf(nearest) !== undefined) return undefined;
	return source + path.slice(nearest.length);
}

function containersAt(home: string): Mounts[] {
	const at = (folder: string) => (folder.startsWith('/') ? folder : join(home, folder));
	const each = (folders: readonly string[], ...file: string[]) =>
		folders.map(at).flatMap((folder) => readableNamesIn(folder).map((name) => join(folder, name, ...file)));
	return [
		...each(DOCKERS, 'config.v2.json').map((file) =>
			[...(readable(docker, file)?.MountPoints?.values() ?? [])].flatMap(({ Source, Destination }) => mountOf(Source, Destination)),
		),
		...each(PODMANS, 'userdata', 'config.json').map((file) =>
			(readable(oci, file)?.mounts ?? []).flatMap(({ source, destination }) => mountOf(source, destination)),
		),
	];
}

/** Folders alone, and no container's own `/`. */
function mountOf(source: string | undefined, target: string | undefined): Mount[] {
	if (!source?.startsWith('/') || !target || target === '/' || statOf(source)?.isDirectory() !== true) return [];
	return [{ source, target }];
}

/** A file of a container's that somebody else owns says nothing. */
const readable = <T>(of: RecordShape<T>, file: string): T | undefined => ifReadable(() => skimFile(of, file));

const OPENED = /^vscode-remote:\/\/dev-container(?:\+|%2b)([0-9a-f]+)(\/.+)$/i;

function openedMount(address: string): Mount | undefined {
	const [, hex = '', there = ''] = OPENED.exec(address) ?? [];
	const named = Buffer.from(hex, 'hex');
	const source = localPath((named[0] === BRACE ? skim(opened, named)?.hostPath : named.toString()) ?? '');
	const target = pathOfFileUrl(`file://${there}`);
	return target === undefined || !isAbsolute(source) || statOf(source)?.isDirectory() !== true ? undefined : { source, target };
}

const BRACE = 0x7b;
