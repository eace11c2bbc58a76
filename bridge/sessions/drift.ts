/** Counts what readers did not understand, per agent and version. Names of record types only, never content. */
import type { AgentKind } from '../../shared/report/facts.ts';

export interface Drift {
	kind: AgentKind;
	/** The agent's version as its records name it, `?` where they do not. */
	version: string;
	/** A record type that no reader knows; `(broken)`, `(oversized)`: a line that is no JSON, or too long; `(unreadable)`: a file or a folder. */
	record: string;
	count: number;
}

const KINDS_MAX = 500;
/** A type is a word. Anything else might be content, so it is only counted. */
const WORD = /^[\w./()-]{1,60}$/;

export class Drifts {
	readonly #counts = new Map<string, Drift>();

	count(kind: AgentKind, version: string, record: string): void {
		const safe = { kind, version: WORD.test(version) ? version : '?', record: WORD.test(record) ? record : '(unnamed)' };
		const key = `${safe.kind}\n${safe.version}\n${safe.record}`;
		const known = this.#counts.get(key);
		if (known) known.count++;
		else if (this.#counts.size < KINDS_MAX) this.#counts.set(key, { ...safe, count: 1 });
	}

	list(): Drift[] {
		return [...this.#counts.values()].sort(
			(a, b) => a.kind.localeCompare(b.kind) || a.version.localeCompare(b.version) || b.count - a.count,
		);
	}
}
