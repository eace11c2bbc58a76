/**
 * Codex CLI 0.44 – 0.171: `~/.codex/sessions/YYYY/MM/DD/rollout-<time>-<threadId>.jsonl` (or `.jsonl.zst`), `archived_sessions/`, locks of living
 * threads in `thread-writer-locks/<threadId>.lock`. Never read: prompts, replies, outputs, `history.jsonl`, titles (they are prompts).
 */
import { join } from 'node:path';
import { lockHolders } from '../../base/held-locks.ts';
import type { AgentReader, ProcessState } from '../agent-reader.ts';
import type { Sighting } from '../sighting.ts';
import { Skim } from '../skim/skim.ts';
import { recordShape } from './record.ts';
import { sightingOf } from './record-sighting.ts';
import { ROLLOUT, unpackedLines } from './rollout.ts';

export function codex(): AgentReader<'codex'> {
	const records = new Skim(recordShape, '{"timestamp":"');
	const recordIn = (buffer: Buffer, start: number, end: number): Sighting | undefined => {
		const record = records.read(buffer, start, end);
		return record && sightingOf(record);
	};
	return {
		kind: 'codex',

		roots: (home, env) => [env.CODEX_HOME || join(home, '.codex')],

		enters: (folder) => folder.length === 0 || folder[0] === 'sessions' || folder[0] === 'archived_sessions',

		source(file) {
			if (file[0] !== 'sessions' && file[0] !== 'archived_sessions') return undefined;
			const name = file.at(-1) ?? '';
			const [, thread, packed] = ROLLOUT.exec(name) ?? [];
			if (thread === undefined) return undefined;
			return packed === undefined
				? { as: 'records', session: thread, isWhole: true }
				: { as: 'snapshot', session: thread, after: name.slice(0, -'.zst'.length) };
		},

		recordShape,

		record: recordIn,

		*snapshot(path) {
			for (const line of unpackedLines(path)) {
				const sighting = recordIn(line, 0, line.length);
				if (sighting) yield sighting;
			}
		},

		processFolder: ['thread-writer-locks'],

		processes(root, sessions) {
			const processes = new Map<string, ProcessState>();
			for (const [name, held] of lockHolders(join(root, 'thread-writer-locks'))) {
				const session = name.replace(/\.lock$/, '');
				if (held !== undefined && sessions.has(session)) processes.set(session, { alive: held });
			}
			return processes;
		},
	};
}
