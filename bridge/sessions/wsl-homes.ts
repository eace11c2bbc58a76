/**
 * Home folders of Linux in WSL, as Windows sees them: `\\wsl.localhost\<distribution>\home\<user>`. From documents, not run here:
 * https://learn.microsoft.com/windows/wsl/filesystems, https://learn.microsoft.com/windows/wsl/basic-commands. To look into a distribution starts it,
 * so only those that run are looked into, and while they do.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readableNamesIn } from '../base/missing-file.ts';

export interface Wsl {
	/** The folder that distributions lie in. */
	share: string;
	/** Those that ran when it was asked last, by name; none before. */
	running(): readonly string[];
	/** Asks what runs. Resolves with its answer; where it gives none in time, or `signal` aborts, none is known to run. */
	ask(signal: AbortSignal): Promise<void>;
}

export interface WslHome {
	home: string;
	/** Whether it may be looked into now. */
	isThere: () => boolean;
	/** What a path of its sessions is here. Drives of Windows, `/mnt/c`, are known as such anyway. */
	pathHere: (path: string) => string;
}

const SHARE = '\\\\wsl.localhost';
/** Machines of Docker Desktop and its like, in which nobody works. */
const MACHINES = /^(?:docker-desktop|rancher-desktop|podman-machine)/;
const MOUNTED = /^\/mnt\/[a-z](?:\/|$)/;
const PATIENCE_MS = 5_000;

export function homesInWsl({ share, running }: Pick<Wsl, 'share' | 'running'>): WslHome[] {
	return running()
		.filter((name) => !MACHINES.test(name))
		.flatMap((name) => {
			const isThere = () => running().includes(name);
			const pathHere = (path: string) => (path.startsWith('/') && !MOUNTED.test(path) ? join(share, name, path) : path);
			const users = readableNamesIn(join(share, name, 'home')).map((user) => join(share, name, 'home', user));
			return [...users, join(share, name, 'root')].map((home) => ({ home, isThere, pathHere }));
		});
}

/** Undefined where there is none: on other systems, and where WSL is not installed. */
export function wslHere(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Wsl | undefined {
	// What lies in System32 by that name may only offer to install it, and waits for an answer.
	const program = join(env['ProgramFiles'] ?? 'C:\\Program Files', 'WSL', 'wsl.exe');
	if (platform !== 'win32' || !existsSync(program)) return undefined;
	let known: readonly string[] = [];
	const ask = async (signal: AbortSignal) => {
		known = await asked(program, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]));
	};
	return { share: SHARE, running: () => known, ask };
}

/** Where none runs it says so and fails: then there is none to look into. */
async function asked(program: string, signal: AbortSignal): Promise<string[]> {
	// Loaded where it is needed alone: boards are drawn without.
	const { execFile } = process.getBuiltinModule('node:child_process');
	return await new Promise((resolve) => {
		execFile(program, ['--list', '--running', '--quiet'], { signal, windowsHide: true, encoding: 'buffer' }, (error, stdout) =>
			resolve(error === null ? namesIn(stdout) : []),
		);
	});
}

/** A name a line, in UTF-16 unless a variable of WSL's asks for UTF-8. */
export function namesIn(output: Buffer): string[] {
	const text = output.includes(0) ? output.toString('utf16le') : output.toString();
	return text
		.replace(/^\ufeff/, '')
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
}
