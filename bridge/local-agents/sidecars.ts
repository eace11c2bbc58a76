/** Files beside those of a session that say more of it, such as the plan: which session a change there is about, and what they hold. */
import { dirname, join } from 'node:path';
import type { PlanStep, Sighting } from '../agents/sighting.ts';
import { isUnreadable } from '../base/missing-file.ts';
import type { Drifts } from '../sessions/drift.ts';
import type { Session } from '../sessions/session.ts';
import { mainOf } from './project.ts';

export class Sidecars {
	readonly #drift: Drifts;
	/** Sessions of which a sidecar file could not be read, so that each is counted once. */
	readonly #unreadable = new Set<string>();
	/** The sessions that have their sidecar files in a folder. */
	readonly #keys = new Map<string, Set<string>>();

	/** What is not understood is counted in `drift`. */
	constructor(drift: Drifts) {
		this.#drift = drift;
	}

	planOf(session: Session): PlanStep[] | undefined {
		const { plan, unknown } = this.#read(session);
		if (unknown !== undefined && !this.#unreadable.has(session.key)) {
			this.#unreadable.add(session.key);
			this.#drift.count(session.reader.kind, mainOf(session).version, unknown);
		}
		return plan;
	}

	#read({ reader, root, id }: Session): Pick<Sighting, 'plan' | 'unknown'> {
		try {
			return reader.sidecar?.(root, id) ?? {};
		} catch (error) {
			if (!isUnreadable(error)) throw error;
			return { unknown: '(unreadable)' };
		}
	}

	/** The folders where sidecar files of a session may lie: from now on `sessionsAt` knows them. */
	foldersOf(session: Session): string[] {
		const folders = (session.reader.sidecarFolders?.(session.id) ?? []).map((segments) => join(session.root, ...segments));
		for (const folder of folders) {
			const keys = this.#keys.get(folder);
			if (keys) keys.add(session.key);
			else this.#keys.set(folder, new Set([session.key]));
		}
		return folders;
	}

	/** The sessions that a change of a sidecar file or folder is about. */
	sessionsAt(path: string): Iterable<string> {
		return this.#keys.get(path) ?? this.#keys.get(dirname(path)) ?? [];
	}

	/** The sessions whose sidecar files may lie below a folder that has just appeared. */
	sessionsBelow(folder: string): string[] {
		const below = [...this.#keys].filter(([known]) => known.startsWith(join(folder, '/')));
		return below.flatMap(([, keys]) => [...keys]);
	}
}
