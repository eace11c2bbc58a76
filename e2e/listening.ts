/** Who listens: every listening TCP socket of a process and all that it started, as Linux tells. https://docs.kernel.org/networking/proc_net_tcp.html */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';
const LOOPBACK = new Set(['0100007F', '00000000000000000000000001000000', '0000000000000000FFFF00000100007F']);

export interface Listener {
	port: number;
	isLoopback: boolean;
	/** What the process calls itself. */
	process: string;
}

export function listenersOf(root: number): Listener[] {
	const sockets = listeningSockets();
	return treeOf(root).flatMap((pid) =>
		inodesOf(pid).flatMap((inode) => {
			const socket = sockets.get(inode);
			return socket === undefined ? [] : [{ ...socket, process: read(`/proc/${pid}/comm`).trim() }];
		}),
	);
}

/** By the inode that a process's descriptors name. */
function listeningSockets(): Map<string, { port: number; isLoopback: boolean }> {
	const lines = ['tcp', 'tcp6'].flatMap((table) => read(`/proc/net/${table}`).trim().split('\n').slice(1));
	const listening = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === LISTEN);
	return new Map(
		listening.map(([, local = '', , , , , , , , inode = '']) => {
			const [address = '', port = ''] = local.split(':');
			return [inode, { port: Number.parseInt(port, 16), isLoopback: LOOPBACK.has(address) }];
		}),
	);
}

export function treeOf(root: number): number[] {
	const parents = new Map(
		readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.map((name) => [Number(name), Number(read(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ')[1])]),
	);
	const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
	return [...parents.keys()].filter(isBelow);
}

function inodesOf(pid: number): string[] {
	try {
		return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []);
	} catch (error) {
		if (isGone(error)) return [];
		throw error;
	}
}

/** Empty where the process went meanwhile. */
function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (isGone(error)) return '';
		throw error;
	}
}

const isGone = (error: unknown): boolean => ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');
