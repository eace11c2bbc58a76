/** Files beside those of a session that say more of it, such as the plan: which session a change there is about, and what they hold. */
import { dirname, join } from 'node:path';
import type { PlanStep } from '../agents/sighting.ts';
import type { Drifts } from '../sessions/drift.ts';
import type { Session } from '../sessions/session-files.ts';
import { mainOf } from './project.ts';

export class Sidecars {
	readonly #drift: Drifts;
	/** The sessions that have their sidecar files in a folder. */
	readonly #keys = new Map<string, Set<string>>();

	/** What is not understood is counted in `drift`. */
	constructor(drift: Drifts) {
		this.#drift = drift;
	}

	planOf(session: Session): PlanStep[] | undefined {
		const { plan, unknown } = session.reader.sidecar?.(session.root, session.id) ?? {};
		if (unknown !== undefined) this.#drift.count(session.reader.kind, mainOf(session).version, unknown);
		return plan;
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
