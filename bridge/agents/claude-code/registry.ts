/** Claude Code's registry of running sessions, `~/.claude/sessions/<pid>.json`: whose process is alive, and what it is doing. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesIn } from '../../base/missing-file.ts';
import { isProcessAlive, pidNamespace } from '../../base/process.ts';
import type { KnownSession, ProcessState } from '../agent-reader.ts';
import { number, type Seen, shape, text } from '../skim/record-shape.ts';
import { skimFile } from '../skim/skim-file.ts';

const entry = shape({
	pid: number,
	sessionId: text(80),
	startedAt: number,
	procStart: text(40),
	pidDomain: text(120),
	status: text(40),
	statusUpdatedAt: number,
});
type Entry = Seen<typeof entry> & { path: string };
const STATUS = new Map(Object.entries<ProcessState['status']>({ busy: 'working', shell: 'working', waiting: 'waiting', idle: 'idle' }));

export class Registry {
	/** The last entry that each file held: one that is caught while it is written holds none, and nobody has ended for that. */
	readonly #entries = new Map<string, Entry>();

	/** By session. `folder` may not exist: versions before 2.1 have no registry. */
	processes(folder: string, sessions: ReadonlyMap<string, KnownSession>): Map<string, ProcessState> {
		const entries = this.#read(folder);
		const named = new Set(entries.map(({ sessionId }) => sessionId));
		const processes = new Map<string, ProcessState>();
		for (const found of entries) {
			if (found.pid === undefined || !found.sessionId || isInOtherContainer(found.pidDomain)) continue;
			const alive = isProcessAlive(found.pid, { ticks: found.procStart, notAfter: found.startedAt, note: found.path });
			const session = alive ? sessionAfterClear(found.sessionId, sessions, named) : found.sessionId;
			if (session !== found.sessionId) processes.set(found.sessionId, { alive: false });
			if (alive || !processes.get(session)?.alive) processes.set(session, stateOf(found, alive));
		}
		if (!existsSync(folder)) return processes;
		for (const [session, { version }] of sessions) {
			if (!processes.has(session) && !named.has(session) && registersAll(version))
				processes.set(session, { alive: false, isUnlisted: true });
		}
		return processes;
	}

	#read(folder: string): Entry[] {
		const paths = namesIn(folder).flatMap((name) => (/^\d+\.json$/.test(name) ? [join(folder, name)] : []));
		for (const path of this.#entries.keys()) if (dirname(path) === folder && !paths.includes(path)) this.#entries.delete(path);
		return paths.flatMap((path) => {
			const found = skimFile(entry, path);
			if (found) this.#entries.set(path, { ...found, path });
			return this.#entries.get(path) ?? [];
		});
	}
}

/** A container that shares the home folder numbers its processes on its own: `linux:<machine>:pid:[4026531836]`. */
function isInOtherContainer(domain: string | undefined): boolean {
	const namespace = /pid:\[\d+\]$/.exec(domain ?? '')?.[0];
	const own = namespace && pidNamespace();
	return own !== undefined && own !== namespace;
}

function stateOf({ status: written, statusUpdatedAt }: Entry, alive: boolean): ProcessState {
	const status = STATUS.get(written ?? '');
	if (!alive || !status) return { alive };
	return { alive, status, ...(statusUpdatedAt !== undefined && { since: statusUpdatedAt }) };
}

/** From 2.1.197 on every session is in the registry while its process runs. */
function registersAll(version: string): boolean {
	const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
	return major > 2 || (major === 2 && (minor > 1 || (minor === 1 && patch >= 197)));
}

/**
 * After `/clear` the registry goes on naming the session that was left, until the process ends. The process has gone over to the latest
 * session of the same folder that began after the last record of the named one, and that no entry names.
 */
function sessionAfterClear(session: string, sessions: ReadonlyMap<string, KnownSession>, named: ReadonlySet<string | undefined>): string {
	const left = sessions.get(session);
	if (!left) return session;
	let latest = { id: session, firstAt: left.lastAt };
	for (const [id, { file, firstAt, version }] of sessions) {
		if (named.has(id) || firstAt < latest.firstAt || dirname(file) !== dirname(left.file) || !registersAll(version)) continue;
		latest = { id, firstAt };
	}
	return latest.id;
}
